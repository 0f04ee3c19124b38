// Opens a page of the phone: at once with what is kept on the phone, then with what the server says.
import { SendError, session } from "../../outbox/api.js";
import { StorageError } from "../../outbox/database.js";
import { readFact, saveFact, signOut } from "../../outbox/fact_store.js";
import { linkButton, showMessage } from "./elements.js";
import { language, message } from "./messages.js";
import { keepFromOthers, openAnew } from "./signed_out.js";
import { showStatusBar } from "./status_bar.js";
import { broadcastChange, database, keptLists, onChange, refresh, setSyncError, startSync, sync } from "./sync.js";
import { registerWorker } from "./worker.js";

/** @import { Readings } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */
/** @typedef {(user: User, lists: Readings, isFresh: boolean) => Promise<unknown>} Show */

/** The roles that log work; others look at figures. */
const LOGGING_ROLES = ["member", "leader", "coordinator"];
/**
 * The readings on the page, also when the phone has no room to keep them.
 * @type {Readings | undefined}
 */
let shownLists;
/**
 * Whose they are.
 * @type {number | undefined}
 */
let reader;
/** @type {Promise<void>} */
let renderQueue = Promise.resolve();

/**
 * Opens the page for who uses the phone. `show(user, lists, isFresh)` is called with what the phone has, if it has
 * anything, and again with what the server says; and whenever something changed. `isBusy()` tells whether somebody is
 * in the middle of something, which an update of the app must not disturb.
 * @param {Show} show
 * @param {{ isBusy?: () => boolean }} [options]
 */
export async function openPage(show, { isBusy = () => false } = {}) {
  /** @type {User | null} */
  let user = null;
  try {
    user = await showKept(show);
    registerWorker(isBusy);
    // A line that is not dead but nearly may take its time; what is written meanwhile is not to wait for it.
    if (user) followChanges(user, show);
    user = (await fetchAndShow(user, show)) ?? user;
    if (user) followChanges(user, show);
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    setSyncError(error.reason);
    if (!user) showError(error);
    // What was waiting for the server's word goes on without it.
    else if (shownLists) await render(show, user, shownLists, true);
  } finally {
    if (sync.lastError && isFollowing) await broadcastChange();
    markReady();
    document.documentElement.dataset.fresh = "true";
  }
}

keepFromOthers(async () => (await readFact(database, "user"))?.id === reader);

let isFollowing = false;

/**
 * Follows what changes, and sends what waits.
 * @param {User} user
 * @param {Show} show
 */
function followChanges(user, show) {
  if (isFollowing) return;
  isFollowing = true;
  onChange(async () => {
    shownLists = (await keptLists(user.id).catch(() => undefined)) ?? shownLists;
    if (shownLists) await render(show, user, shownLists, false);
  });
  startSync(user);
}

/**
 * Shows what the phone has, without asking anybody.
 * @param {Show} show
 * @returns {Promise<User | null>}
 */
async function showKept(show) {
  try {
    const [kept, user] = await Promise.all([readFact(database, "language"), readFact(database, "user")]);
    if (kept !== language) await saveFact(database, "language", language);
    const lists = user && (await keptLists(user.id));
    if (lists) await render(show, user, lists, false);
    return user ?? null;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    showMessage(message(error.reason), "bad");
    return null;
  }
}

/**
 * Shows what the server says. Returns who is signed in there, or null.
 * @param {User | null} known
 * @param {Show} show
 * @returns {Promise<User | null>}
 */
async function fetchAndShow(known, show) {
  const { user } = await session();
  if (!user) {
    setSyncError(known ? "signed_out" : null);
    if (!known)
      closePage(message("sign_in_first"), linkButton(message("sign_in"), "/login", { class: "button primary" }));
    else if (!(await keptLists(known.id))) showError(new SendError("signed_out"));
    return null;
  }
  const mayLog = LOGGING_ROLES.includes(user.role);
  if (known && (known.id !== user.id || !mayLog)) {
    // What stands on the page is the other one's, and so are the lists that this phone has.
    await signOut(database, known.id);
    if (mayLog) await saveFact(database, "user", user);
    openAnew();
    return new Promise(() => {});
  }
  if (!mayLog) {
    closePage(message("no_logging"), linkButton(message("figures"), "/overview/"));
    return null;
  }
  await saveFact(database, "user", user).catch(() => {});
  await render(show, user, await refresh(user.id), true);
  return user;
}

/**
 * Shows the page, once what was shown before stands.
 * @param {Show} show
 * @param {User} user
 * @param {Readings} lists
 * @param {boolean} isFresh
 */
function render(show, user, lists, isFresh) {
  const work = async () => {
    shownLists = lists;
    reader = user.id;
    await Promise.all([showStatusBar(user, lists), show(user, lists, isFresh)]);
    markReady();
  };
  renderQueue = renderQueue.catch(() => {}).then(work);
  return renderQueue;
}

/**
 * @param {string} text
 * @param {Node} action
 */
function closePage(text, action) {
  document.querySelector(".pending")?.remove();
  document.getElementById("status-bar").remove();
  showMessage(text, "warning", action);
}

function markReady() {
  document.getElementById("loading")?.remove();
  document.documentElement.dataset.ready = "true";
}

/**
 * Says why something could not be read or sent, with the way on.
 * @param {unknown} error
 */
export function showError(error) {
  if (!(error instanceof SendError) && !(error instanceof StorageError)) throw error;
  // In a page of its own, so that what is written here stays.
  const signIn = linkButton(message("sign_in"), "/login", { target: "_blank", rel: "noopener" });
  return showMessage(message(error.reason), "bad", error.reason === "signed_out" ? signIn : null);
}

// The page carries no token; the one form of its frame asks for one when it is needed.
document.querySelector(".languages")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const target = /** @type {HTMLFormElement} */ (event.target);
  const submitter = /** @type {HTMLButtonElement} */ (/** @type {SubmitEvent} */ (event).submitter);
  try {
    target.elements.csrf_token.value = (await session()).csrf;
    await saveFact(database, "language", submitter.value).catch(() => {});
    navigator.serviceWorker?.controller?.postMessage({ language: submitter.value });
    target.append(
      Object.assign(document.createElement("input"), { type: "hidden", name: "language", value: submitter.value }),
    );
    target.submit();
  } catch (error) {
    showError(error);
  }
});
