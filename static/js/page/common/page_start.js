// Opens a page of the phone: first with what is stored on the phone, then with what the server answers.
import { SendError, session } from "../../outbox/api.js";
import { StorageError } from "../../outbox/database.js";
import { endingUser } from "../../outbox/ending_user.js";
import { readFact, saveFact, signOut } from "../../outbox/fact_store.js";
import { deleteOldLists } from "../../outbox/household_store.js";
import { flush } from "../../outbox/sender.js";
import { today } from "./calendar.js";
import { linkButton, showMessage } from "./elements.js";
import { language, message } from "./messages.js";
import { reopenPage, showOnlyToReader } from "./signed_out.js";
import { showStatusBar } from "./status_bar.js";
import {
  broadcastChange,
  database,
  followReadings,
  onChange,
  refresh,
  setSyncError,
  startSync,
  storedReadings,
  sync,
} from "./sync.js";
import "./unexpected_errors.js";
import { useClockReading } from "./ward_clock.js";
import { completeCache, registerWorker } from "./worker.js";

/** @import { Lists, Readings } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */
/** @typedef {(user: User, lists: Readings, isFresh: boolean) => Promise<unknown>} Show */

/** The roles that log entries; others only see figures. */
const LOGGING_ROLES = ["member", "leader", "coordinator"];
/**
 * The readings on the page, also when the phone has no room to keep them.
 * @type {Readings | undefined}
 */
let shownReadings;
/**
 * The id of the user whose readings are shown.
 * @type {number | undefined}
 */
let reader;
/** @type {Promise<void>} */
let renderQueue = Promise.resolve();

/**
 * Opens the page for the user of the phone. `show(user, lists, isFresh)` is called with what is stored on the phone, if
 * anything is, again with the server's answer, and whenever something has changed. While `isBusy()` no update of the
 * app is offered. `afterReadings` is called each time that they have come.
 * @param {Show} show
 * @param {{ isBusy?: () => boolean, afterReadings?: (user: number, lists: Lists) => unknown }} [options]
 */
export async function openPage(show, { isBusy = () => false, afterReadings } = {}) {
  /** @type {User | null} */
  let user = null;
  /** @type {unknown} */
  let following;
  if (afterReadings)
    followReadings((id, lists) => {
      following = afterReadings(id, lists);
    });
  // A browser without a worker has nobody else who deletes a list that may not stay.
  deleteOldLists(database).catch(() => {});
  try {
    user = await showStored(show);
    // Without its code no newer version is offered, and the page goes on as it is.
    registerWorker(isBusy).catch(() => {});
    // A very slow connection may take long; entries that are saved meanwhile must not wait for it.
    if (user) followChanges(user, show);
    const reached = await fetchAndShow(user, show);
    user = reached ?? user;
    if (user) followChanges(user, show);
    // A form that waits for the server's answer is shown without it.
    if (user && !reached && shownReadings) await render(show, user, shownReadings, true);
    await following;
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    setSyncError(error.reason);
    if (!user) showError(error);
    else if (shownReadings) await render(show, user, shownReadings, true);
  } finally {
    if (sync.lastError && isFollowing) await broadcastChange();
    markReady();
    document.documentElement.dataset.fresh = "true";
    // The user's own lists come first over a slow line.
    completeCache();
  }
}

showOnlyToReader(async () => (await readFact(database, "user"))?.id === reader);

let isFollowing = false;

/**
 * Renders the page at each change, and sends what waits.
 * @param {User} user
 * @param {Show} show
 */
function followChanges(user, show) {
  if (isFollowing) return;
  isFollowing = true;
  onChange(async () => {
    shownReadings = (await storedReadings(user.id).catch(() => undefined)) ?? shownReadings;
    if (shownReadings) await render(show, user, shownReadings, false);
  });
  startSync(user);
}

/**
 * Shows what is stored on the phone.
 * @param {Show} show
 * @returns {Promise<User | null>}
 */
async function showStored(show) {
  try {
    const names = ["language", "user", "clock"];
    const [storedLanguage, user, clock] = await Promise.all(names.map((name) => readFact(database, name)));
    useClockReading(clock);
    if (storedLanguage !== language) await saveFact(database, "language", language);
    const lists = user && (await storedReadings(user.id));
    if (lists) await render(show, user, lists, false);
    return user ?? null;
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    showMessage(message(error.reason), "bad");
    return null;
  }
}

/**
 * Shows the server's answer. Returns the user who is signed in there, or null.
 * @param {User | null} known
 * @param {Show} show
 * @returns {Promise<User | null>}
 */
async function fetchAndShow(known, show) {
  const { user, server_time } = await session();
  noteClock(Date.parse(server_time));
  if (user && endingUser() === user.id) {
    // Whoever signed out without a connection: any page of the server ends the session first.
    location.replace("/account");
    return new Promise(() => {});
  }
  if (!user) {
    setSyncError(known ? "signed_out" : null);
    // The card of whom the ward knows no more is not shown again, also without a connection.
    if (known) await saveFact(database, "user", { ...known, confirmed_on: null }).catch(() => {});
    if (!known)
      (await closedPage()).closePage(
        message("sign_in_first"),
        linkButton(message("sign_in"), "/login", { class: "button primary" }),
      );
    else if (!(await storedReadings(known.id))) showError(new SendError("signed_out"));
    return null;
  }
  // Nobody waits for the list on the page of signing in.
  const mayLog = LOGGING_ROLES.includes(user.role);
  // Whose post has ended may still send what was done before.
  if (!mayLog) await flush(database).catch(() => {});
  if (known && (known.id !== user.id || !mayLog)) {
    // The page and the stored readings belong to another user.
    await signOut(database, known.id);
    if (mayLog) await saveFact(database, "user", user);
    reopenPage();
    return new Promise(() => {});
  }
  if (!mayLog) {
    await (await closedPage()).closeForRole(user);
    return null;
  }
  const confirmed_on = today(0, Date.parse(server_time));
  await saveFact(database, "user", { ...user, confirmed_on }).catch(() => {});
  await render(show, user, await refresh(user.id), true);
  return user;
}

/**
 * Notes what the ward's clock and this phone's say; a server may leave it out.
 * @param {number} ward
 */
function noteClock(ward) {
  const clock = { phone: Date.now(), ward };
  if (!ward) return;
  useClockReading(clock);
  // What the page knows is enough while it is open.
  saveFact(database, "clock", clock).catch(() => {});
}

/** Returns what closes a page, which few need. */
const closedPage = () => import("./closed_page.js");

/**
 * Renders the page after all renderings before it have ended.
 * @param {Show} show
 * @param {User} user
 * @param {Readings} lists
 * @param {boolean} isFresh
 */
function render(show, user, lists, isFresh) {
  const work = async () => {
    shownReadings = lists;
    reader = user.id;
    await Promise.all([showStatusBar(user, lists), show(user, lists, isFresh)]);
    markReady();
  };
  renderQueue = renderQueue.catch(() => {}).then(work);
  return renderQueue;
}

function markReady() {
  document.getElementById("loading")?.remove();
  document.documentElement.dataset.ready = "true";
}

/**
 * Shows why something could not be read or sent, with a link that helps.
 * @param {unknown} error
 */
export function showError(error) {
  if (!(error instanceof SendError) && !(error instanceof StorageError)) throw error;
  // In a new tab, so that what was written on this page is not lost.
  const signIn = linkButton(message("sign_in"), "/login", { target: "_blank", rel: "noopener" });
  return showMessage(message(error.reason), "bad", error.reason === "signed_out" ? signIn : null);
}

document.querySelector(".languages")?.addEventListener("click", (event) => {
  event.preventDefault();
  // Another language needs a line anyway.
  import("./language_switch.js")
    .then(({ changeLanguage }) => changeLanguage(/** @type {Element} */ (event.target)))
    .catch((error) => showError(error.reason ? error : new SendError("no_network")));
});
