// The households and merchants of the user's team: where somebody was, and where one goes next.

import { entriesOf } from "../outbox/outbox_store.js";
import { search } from "./common/addresses.js";
import { formatMoment } from "./common/calendar.js";
import { showChosen } from "./common/chip_row.js";
import { actionButton, element, linkButton } from "./common/elements.js";
import { fetchHouseholds, followAtOnce, request } from "./common/household_fetching.js";
import { storedHouseholds } from "./common/household_reading.js";
import { findItem } from "./common/listed.js";
import { formatNumber, message } from "./common/messages.js";
import { ownEntries } from "./common/own_entries.js";
import { openPage } from "./common/page_start.js";
import { database, sync } from "./common/sync.js";
import { listOf } from "./households/list_view.js";
import { FILTERS, householdRow, merchantRow } from "./households/listed_rows.js";
import { ofTeam, withOwnMerchants, withOwnVisits } from "./households/own_work.js";
import { openedState, saveState } from "./households/view_state.js";

/** @import { ListedRow, Lists } from "./types.js" */
/** @import { List, User } from "../outbox/types.js" */
/** @import { ViewState } from "./households/view_state.js" */

const TYPING_PAUSE_MS = 150;
const DAY_MS = 86_400_000;
const box = document.getElementById("household-list");
const tools = document.getElementById("list-tools");
const stale = document.getElementById("list-stale");
const input = /** @type {HTMLInputElement} */ (document.getElementById("find"));
/** @type {User} */
let user;
let lists = /** @type {Lists} */ ({});
/** @type {{ households: ListedRow[], merchants: ListedRow[] }} */
let rows = { households: [], merchants: [] };
/** @type {ViewState} */
let state;
let drawn = "";
let hasReturned = false;

openPage(
  async (reader, { bootstrap, mine }) => {
    user = reader;
    lists = bootstrap;
    if (!state) {
      state = openedState(user.id);
      input.value = state.text;
    }
    const list = await storedHouseholds(user.id, bootstrap);
    const all = ownEntries(await entriesOf(database, user.id).catch(() => []), mine.entries);
    const own = ofTeam(all, user);
    // Unchanged content is not replaced, so that no row disappears while it is tapped.
    const content = JSON.stringify(
      list ? [list.etag ?? list.at, list.since, own, bootstrap.settings] : [request, sync.lastError],
    );
    showAge(list);
    if (content === drawn) return;
    drawn = content;
    tools.hidden = !list;
    if (list) showList(list, own);
    else showMissing();
  },
  { afterReadings: followAtOnce },
);

/**
 * Shows when the list was read, and warns where it does not have what others did since.
 * @param {List | undefined} list
 */
function showAge(list) {
  document.getElementById("list-time").textContent = list ? message("list_of", { moment: formatMoment(list.at) }) : "";
  const isStale = list && (Date.now() - list.at > DAY_MS || (request.error && !request.isRunning));
  stale.hidden = !isStale;
}

/**
 * @param {List} list
 * @param {import("./types.js").OwnEntry[]} own
 */
function showList(list, own) {
  const { body } = list;
  const households = withOwnVisits(body.households, own, list);
  const merchants = withOwnMerchants(body.merchants ?? [], own, list);
  rows = {
    households: households.map((one) => householdRow(one, lists)),
    merchants: merchants.map((one) => merchantRow(one, lists)),
  };
  draw();
  // Who comes back from a form sees the household again that it was of.
  if (!hasReturned && state.tapped)
    document.querySelector(`[data-household="${state.tapped}"]`)?.scrollIntoView({ block: "center" });
  hasReturned = true;
}

/** The rows of the list that is shown: households, or merchants. */
function rowsOfKind() {
  return state.list === "merchants" ? rows.merchants : rows.households;
}

function draw() {
  if (!rows.merchants.length) state.list = "households";
  const listed = rowsOfKind();
  const found = state.text.trim() ? new Set(search([...listed], state.text, listed.length).found) : null;
  const isFound = (/** @type {ListedRow} */ row) => !found || found.has(row);
  const isWanted = (/** @type {ListedRow} */ row) =>
    isFound(row) && (!state.filter || row.filters.includes(state.filter));
  const content = listOf(listed, isWanted, lists, state, save);
  showProgress(listed);
  showKinds();
  showFilters(listed.filter(isFound));
  box.replaceChildren(...(content.length ? content : emptyList(listed)));
}

/** @param {ListedRow[]} listed */
function emptyList(listed) {
  if (!listed.length) return [element("p", { class: "notice" }, message(user.team ? "no_households" : "no_team"))];
  const showAll = () => {
    Object.assign(state, { filter: "", text: "" });
    input.value = "";
    save();
    draw();
  };
  return [
    element(
      "div",
      { class: "notice" },
      element("p", {}, message("no_household_found")),
      actionButton(message("show_all"), showAll),
    ),
  ];
}

/** @param {ListedRow[]} listed */
function showProgress(listed) {
  const met = listed.filter(({ isMet }) => isMet).length;
  const values = { met: formatNumber(met), number: formatNumber(listed.length) };
  const text = message(state.list === "merchants" ? "merchants_visited" : "households_met", values);
  document.getElementById("list-progress").textContent = listed.length ? text : "";
}

function showKinds() {
  const kinds = document.getElementById("list-kind");
  kinds.hidden = rows.merchants.length === 0;
  for (const button of kinds.querySelectorAll("button"))
    button.setAttribute("aria-pressed", String(button.value === state.list));
}

/** @param {ListedRow[]} found */
function showFilters(found) {
  const names = [...new Set(rowsOfKind().flatMap(({ filters }) => filters))];
  if (state.filter && !names.includes(state.filter)) names.push(state.filter);
  const order = [FILTERS.never, FILTERS.absent, FILTERS.unknown, FILTERS.wrong];
  const place = (/** @type {string} */ name) => (order.includes(name) ? order.indexOf(name) : order.length);
  const buttons = names
    .sort((one, other) => place(one) - place(other))
    .map((name) => {
      const number = found.filter(({ filters }) => filters.includes(name)).length;
      const choose = () => {
        state.filter = state.filter === name ? "" : name;
        save();
        draw();
        /** @type {HTMLElement | null} */ (document.querySelector(`#list-filter [data-filter="${name}"]`))?.focus();
      };
      const attributes = { "aria-pressed": String(state.filter === name), "data-filter": name };
      return actionButton(`${nameOf(name)} (${formatNumber(number)})`, choose, attributes);
    });
  const row = document.getElementById("list-filter");
  row.replaceChildren(...buttons);
  showChosen(row);
}

/** @param {string} filter */
function nameOf(filter) {
  if (filter === FILTERS.never) return message("never_visited");
  if (filter === FILTERS.absent) return message("come_again");
  if (filter === FILTERS.unknown) return message("state_unknown");
  if (filter === FILTERS.wrong) return message("qr_to_mend");
  const code = filter.slice(FILTERS.missing.length);
  const asked = lists.settings.state_services ?? [];
  const name = asked.find((one) => one.code === code)?.name ?? findItem(lists, "services", code)?.name ?? code;
  return message("not_everybody_has", { names: name });
}

/** Says why there is no list, and what helps. */
function showMissing() {
  document.getElementById("list-progress").textContent = "";
  const reason = request.error ?? sync.lastError;
  if (!reason || request.isRunning) {
    box.replaceChildren(element("p", { class: "lead" }, message("fetching_list")));
    return;
  }
  const isOld = reason === "old_server";
  const retry = () => fetchHouseholds(user.id, lists, 0);
  const actions = [
    isOld ? null : actionButton(message("try_again"), retry, { class: "primary" }),
    linkButton(message("log_visit"), "/log/visit"),
  ];
  box.replaceChildren(
    element(
      "div",
      { class: "notice warning", "data-missing": reason },
      element("p", {}, message(isOld ? "old_server" : "list_missing")),
      element("div", { class: "actions" }, ...actions),
    ),
  );
}

stale.querySelector("button").addEventListener("click", () => fetchHouseholds(user.id, lists, 0));

function save() {
  saveState(user.id, state);
}

document.getElementById("list-kind").addEventListener("click", ({ target }) => {
  const { value } = /** @type {HTMLButtonElement} */ (target);
  if (!value || value === state.list) return;
  Object.assign(state, { list: value, filter: "" });
  save();
  draw();
});

/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;
input.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(() => {
    state.text = input.value;
    save();
    draw();
  }, TYPING_PAUSE_MS);
});
