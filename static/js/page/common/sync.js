// Sends what waits on this phone whenever there is reason to hope that it gets through, and fetches what is new.

import { read, SendError } from "../../outbox/api.js";
import { Database } from "../../outbox/database.js";
import { entriesOf } from "../../outbox/outbox_store.js";
import { photosOf } from "../../outbox/photo_store.js";
import { readList, saveList } from "../../outbox/reading_store.js";
import { flush, isToSend } from "../../outbox/sender.js";
import { language } from "./messages.js";

/** @import { Readings } from "../types.js" */
/** @import { List, Reading, User } from "../../outbox/types.js" */

export const database = new Database();

const FIRST_RETRY_MS = 5_000; // until the next try; each doubles it
const LONGEST_RETRY_MS = 300_000;
const LONGEST_PAUSE_MS = 900_000; // a server may ask for as much, and nobody for more
const STALE_AFTER_MS = 60_000; // a page that comes back after it reads anew
const READINGS = ["bootstrap", "mine"];

const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("tung-nha") : null;
/** @type {Set<() => unknown>} */
const listeners = new Set();

/**
 * How the last try went: `lastError` names a message of the page; null when nothing stood in the way.
 * @type {{ lastError: string | null }}
 */
export const sync = { lastError: null };

/**
 * Notes what stood in the way of whoever asked the server, or that nothing did.
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

async function notifyListeners() {
  for (const listener of listeners) await listener();
}

/**
 * Starts sending for somebody: now, and at every sign that the line may be back.
 * @param {User} somebody
 */
export function startSync(somebody) {
  user = somebody;
  channel?.addEventListener("message", async ({ data }) => {
    await notifyListeners();
    // The worker sent; what follows from it is fetched here, where it is shown.
    if (data === "sent") await refresh().then(notifyListeners, () => {});
  });
  addEventListener("online", () => sendWaiting());
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
 * Sends what waits; with `withParked` also what was set aside. One try at a time: what is asked for meanwhile is done
 * after it. Never fails; `sync.lastError` says what stood in the way.
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
  // Who asks to be left alone is left alone, unless somebody taps the button.
  if (Date.now() < pausedUntil && !withParked) return;
  clearTimeout(timer);
  try {
    if (!(await hasWork(withParked))) return;
    const { receipts, user: sender } = await flush(database, { withParked });
    // Who is signed in by now may be somebody else, whose work is not this page's.
    scheduleRetry(sender.id === user.id ? null : new SendError("signed_out"));
    // The receipts are shown before what follows from them is fetched.
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
  // Phones that lost the same mast must not all come back in the same second.
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
  const waits = (/** @type {{ state: string }} */ one) => isToSend(one, withParked);
  return (await entriesOf(database, user.id)).some(waits) || (await photosOf(database, user.id)).some(waits);
}

/** Lets the browser send in the background where it can, also after the page is closed. */
export async function sendInBackground() {
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("send").catch(() => {});
}

/**
 * Returns the readings that this phone has of somebody as `{bootstrap, mine}`; undefined where one is missing.
 * @param {number} id
 * @returns {Promise<Readings | undefined>}
 */
export async function keptLists(id) {
  const kept = await Promise.all(READINGS.map((name) => readList(database, id, name, language)));
  const [bootstrap, mine] = kept;
  return bootstrap && mine ? { bootstrap: bootstrap.body, mine: mine.body } : undefined;
}

/**
 * Reads anew what changed at the ward, and keeps it. Returns `{bootstrap, mine}`.
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
  return { bootstrap, mine };
}

/**
 * @param {number} id
 * @param {string} name
 */
async function fetchReading(id, name) {
  const kept = await readList(database, id, name, language).catch(() => undefined);
  const fresh = await read(name, language, kept?.etag);
  return { kept, fresh, body: (fresh ?? kept)?.body };
}

/**
 * @param {number} id
 * @param {string} name
 * @param {{ kept?: List, fresh: Reading | null, body: any }} found
 */
async function saveReading(id, name, { kept, fresh, body }) {
  if (!fresh) return body;
  const present = await readList(database, id, name, language).catch(() => undefined);
  // Receipts that came meanwhile are newer than what was read.
  if (present && present.at !== kept?.at) return present.body;
  // A phone without room still shows what it just read.
  await saveList(database, id, name, language, fresh).catch(() => {});
  return body;
}
