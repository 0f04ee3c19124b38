// What the user has chosen on the list, so that it is there again after the form: for this tab, and for nobody else.

const NAME = "tung-nha-households";

/**
 * `list` is households or merchants; `filter` is one of its filters; `open` are the lanes that are open; `tapped` is the
 * household whose form was opened last.
 * @typedef {{ list: string, filter: string, text: string, open: string[], tapped: string }} ViewState
 */

/**
 * Returns what a user has chosen in this tab.
 * @param {number} user
 * @returns {ViewState}
 */
function readState(user) {
  const empty = { list: "households", filter: "", text: "", open: [], tapped: "" };
  try {
    const { user: owner, ...state } = JSON.parse(sessionStorage.getItem(NAME) ?? "{}");
    return owner === user ? { ...empty, ...state } : empty;
  } catch {
    return empty;
  }
}

/**
 * Returns what the page opens with: what was chosen in this tab, or every household of the filter that its address names
 * (/log/households?show=absent). The address loses the filter, so that coming back finds what was chosen since.
 * @param {number} user
 * @returns {ViewState}
 */
export function openedState(user) {
  const state = readState(user);
  const filter = new URLSearchParams(location.search).get("show");
  if (!filter) return state;
  history.replaceState(null, "", location.pathname);
  const shown = { ...state, list: "households", filter, text: "", tapped: "" };
  saveState(user, shown);
  return shown;
}

/**
 * Saves what a user has chosen; a browser without storage forgets it.
 * @param {number} user
 * @param {ViewState} state
 */
export function saveState(user, state) {
  try {
    sessionStorage.setItem(NAME, JSON.stringify({ user, ...state }));
  } catch {
    // Only what was chosen is lost.
  }
}
