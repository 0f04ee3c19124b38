// Sends what waits on this phone whenever a connection is likely, and fetches what is new.

import { read, SendError } from "../../outbox/api.js";
import { Database } from "../../outbox/database.js";
import { entriesOf } from "../../outbox/outbox_store.js";
import { photosOf } from "../../outbox/photo_store.js";
import { readList, saveList } from "../../outbox/reading_store.js";
import { flush, isToSend } from "../../outbox/sender.js";
import { language } from "./messages.js";

/** @import { Lists, Readings } from "../types.js" */
/** @import { List, Reading, User } from "../../outbox/types.js" */

export const database = new Database();

const FIRST_RETRY_MS = 5_000; // until the next try; each doubles it
const LONGEST_RETRY_MS = 300_000;
const LONGEST_PAUSE_MS = 900_000; // the longest Retry-After that is obeyed
const STALE_AFTER_MS = 60_000; // a page that becomes visible after it reads again
const READINGS = ["bootstrap", "mine"];

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("tung-nha") : null;
/** @type {Set<() => unknown>} */
const listeners = new Set();

/**
 * The state of sending: `lastError` names a message of the page; it is null after a success.
 * @type {{ lastError: string | null }}
 */
export const sync = { lastError: null };

/**
 * Sets the error of the last request, or null after a success.
 * @param {string | null} reason
 */
export function setSyncError(reason) {
  sync.lastError = reason;
}

/** @type {User} */
let user;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
let tries = 0;
let pausedUntil = 0;
/** @type {Promise<void> | null} */
let running = null;
/** @type {Promise<void> | null} */
let queued = null;
let isQueuedWithParked = false;
let readAt = 0;

/**
 * Calls `listener` whenever something on this phone has changed, here, in another tab or in the background.
 * @param {() => unknown} listener
 */
export function onChange(listener) {
  listeners.add(listener);
}

/** Tells this page and the others that something has changed. */
export async function broadcastChange() {
  channel?.postMessage("changed");
  await notifyListeners();
}

/** @type {(user: number, lists: Lists) => unknown} */
let onReadings = () => {};

/**
 * Calls `listener` whenever the readings of a user have come from the server.
 * @param {(user: number, lists: Lists) => unknown} listener
 */
export function followReadings(listener) {
  onReadings = listener;
}

/** Never fails: a page that cannot show a change must not hold back the sending, and says so itself. */
async function notifyListeners() {
  for (const listener of listeners) {
    try {
      await listener();
    } catch (error) {
      // Left to the handler of what no page expects.
      Promise.reject(error);
    }
  }
}

/**
 * Starts sending for a user: now, and at every sign that there is a connection again.
 * @param {User} somebody
 */
export function startSync(somebody) {
  user = somebody;
  channel?.addEventListener("message", async ({ data }) => {
    await notifyListeners();
    // The worker has sent entries; the page that shows them fetches the new lists.
    if (data === "sent") await refresh().then(notifyListeners, () => {});
  });
  addEventListener("online", onReturn);
  addEventListener("offline", () => notifyListeners());
  addEventListener("pageshow", ({ persisted }) => persisted && onReturn());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && onReturn());
  return sendWaiting();
}

async function onReturn() {
  await sendWaiting();
  if (sync.lastError !== "signed_out" && Date.now() - readAt < STALE_AFTER_MS) return;
  await refresh().then(
    () => {
      if (sync.lastError === "signed_out") setSyncError(null);
      return broadcastChange();
    },
    () => {},
  );
}

/**
 * Sends what waits; with `withParked` also what was set aside. One try at a time: calls meanwhile are done after it.
 * Never fails; `sync.lastError` names the error.
 * @returns {Promise<void>}
 */
export function sendWaiting({ withParked = false } = {}) {
  if (!running) {
    running = attempt(withParked).finally(() => (running = null));
    return running;
  }
  isQueuedWithParked ||= withParked;
  queued ??= running.then(() => {
    const options = { withParked: isQueuedWithParked };
    queued = null;
    isQueuedWithParked = false;
    return sendWaiting(options);
  });
  return queued;
}

/** @param {boolean} withParked */
async function attempt(withParked) {
  // Retry-After of the server is obeyed, unless the user taps the button.
  if (Date.now() < pausedUntil && !withParked) return;
  clearTimeout(timer);
  try {
    if (!(await hasWork(withParked))) return;
    const { receipts, user: sender } = await flush(database, { withParked });
    // Another user may have signed in meanwhile, whose entries are not those of this page.
    scheduleRetry(sender.id === user.id ? null : new SendError("signed_out"));
    // The receipts are shown before the new lists are fetched.
    if (receipts.length) await broadcastChange();
    if (receipts.length && sender.id === user.id) await refresh();
  } catch (error) {
    scheduleRetry(error instanceof SendError ? error : new SendError("unavailable"));
    if (!(error instanceof SendError)) console.warn(error);
  } finally {
    await broadcastChange();
  }
}

/** @param {SendError | null} error */
function scheduleRetry(error) {
  setSyncError(error?.reason ?? null);
  tries = error ? tries + 1 : 0;
  pausedUntil = Date.now() + Math.min(LONGEST_PAUSE_MS, (error?.wait ?? 0) * 1000);
  if (!error) return;
  // Phones that lost the same mast must not all try again in the same second.
  const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1)) * (0.75 + Math.random() / 2);
  const retry = () => {
    // The phone's clock may have been set back meanwhile.
    pausedUntil = 0;
    return sendWaiting();
  };
  timer = setTimeout(retry, Math.max(wait, pausedUntil - Date.now()));
}

/** @param {boolean} withParked */
async function hasWork(withParked) {
  const isWaiting = (/** @type {{ state: string }} */ one) => isToSend(one, withParked);
  return (await entriesOf(database, user.id)).some(isWaiting) || (await photosOf(database, user.id)).some(isWaiting);
}

/** Shows what was saved just now, and starts to send it. Waits for no answer: the page goes on meanwhile. */
export async function announceSaved() {
  sendInBackground();
  await broadcastChange();
  sendWaiting();
}

/** Lets the browser send in the background where it can, also after the page is closed. */
export async function sendInBackground() {
  // Where it cannot, the page sends.
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  await worker?.sync?.register("send").catch(() => {});
}

/**
 * Returns the stored readings of a user as `{bootstrap, mine}`; undefined when one is missing.
 * @param {number} id
 * @returns {Promise<Readings | undefined>}
 */
export async function storedReadings(id) {
  const stored = await Promise.all(READINGS.map((name) => readList(database, id, name, language)));
  const [bootstrap, mine] = stored;
  return bootstrap && mine ? { bootstrap: bootstrap.body, mine: mine.body } : undefined;
}

/**
 * Fetches what changed at the ward, and stores it. Returns `{bootstrap, mine}`.
 * @param {number} id
 * @returns {Promise<Readings>}
 */
export async function refresh(id = user.id) {
  const found = await Promise.all(READINGS.map((name) => fetchReading(id, name)));
  const { body } = found[READINGS.indexOf("bootstrap")];
  // Somebody else may have signed in on this phone since the page was opened.
  if (body.user.id !== id) throw new SendError("signed_out");
  const lists = await Promise.all(found.map((one, i) => saveReading(id, READINGS[i], one)));
  readAt = Date.now();
  const [bootstrap, mine] = lists;
  onReadings(id, bootstrap);
  return { bootstrap, mine };
}

/**
 * @param {number} id
 * @param {string} name
 */
async function fetchReading(id, name) {
  const stored = await readList(database, id, name, language).catch(() => undefined);
  const fresh = await read(name, language, stored?.etag);
  return { stored, fresh, body: (fresh ?? stored)?.body };
}

/**
 * @param {number} id
 * @param {string} name
 * @param {{ stored?: List, fresh: Reading | null, body: any }} found
 */
async function saveReading(id, name, { stored, fresh, body }) {
  if (!fresh) return body;
  const current = await readList(database, id, name, language).catch(() => undefined);
  // Receipts that arrived meanwhile are newer than this reading.
  if (current && current.at !== stored?.at) return current.body;
  // A full phone still shows what it has just read.
  await saveList(database, id, name, language, fresh).catch(() => {});
  return body;
}
