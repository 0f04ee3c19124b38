// Sends what waits on this phone to the ward: entries first, then their photos.

import { SendError, send, session } from "./api.js";
import { saveFact } from "./fact_store.js";
import { applyReceipts, entriesOf, parkEntry } from "./outbox_store.js";
import { photosOf } from "./photo_store.js";
import { PARKED, WAITING } from "./states.js";

/** @import { Database } from "./database.js" */
/** @import { Copy, Receipt, Api, User } from "./types.js" */

const BATCH_SIZE = 20; // entries of one request
const LOCK = "tung-nha-send";
export const wardApi = { session, send };

/**
 * Sends everything that waits for the signed-in user, in one tab at a time. Other tabs wait for their turn, so that
 * entries saved meanwhile are sent too. With `withParked` it also tries what was set aside.
 *
 * Returns `{user, receipts}`; throws SendError when something was not answered.
 * @param {Database} database
 * @param {{ withParked?: boolean, locks?: LockManager | null, api?: Api }} [options]
 * @returns {Promise<{ user: User, receipts: Receipt[] }>}
 */
export function flush(database, { withParked = false, locks = navigator.locks, api = wardApi } = {}) {
  const work = () => sendAll(database, withParked, api);
  // The oldest iPhones have no Web Locks: their tabs may send an entry twice, which the ward recognises.
  return locks ? locks.request(LOCK, work) : work();
}

/**
 * @param {Database} database
 * @param {boolean} withParked
 * @param {Api} api
 */
async function sendAll(database, withParked, api) {
  const { user, csrf } = await api.session();
  if (!user) throw new SendError("signed_out");
  /** @type {Set<string>} */
  const tried = new Set();
  /** @type {Receipt[]} */
  const receipts = [];
  const next = async () => {
    const copies = await entriesOf(database, user.id);
    return copies.filter((copy) => isToSend(copy, withParked) && !tried.has(revisionKey(copy))).slice(0, BATCH_SIZE);
  };
  do {
    for (let batch = await next(); batch.length; batch = await next()) {
      for (const copy of batch) tried.add(revisionKey(copy));
      receipts.push(...(await sendBatch(database, user, batch, csrf, api)));
    }
    // Entries saved while photos are being sent, which may take minutes, are sent before the other photos.
  } while (await sendPhoto(database, user, csrf, withParked, api, tried, receipts.length > 0));
  const isStillWaiting = (/** @type {Copy} */ copy) => copy.state === WAITING && tried.has(revisionKey(copy));
  if ((await entriesOf(database, user.id)).some(isStillWaiting)) throw new SendError("unavailable");
  return { user, receipts };
}

/**
 * Tells whether an entry or a photo is to be sent; with `withParked` also what was set aside.
 * @param {{ state: string }} kept
 * @param {boolean} withParked
 */
export function isToSend({ state }, withParked) {
  return state === WAITING || (withParked && state === PARKED);
}

const revisionKey = (/** @type {Copy} */ { id, revision }) => `${id} ${revision}`;

/**
 * Sends a batch; one that the server cannot read as a whole is halved until the faulty entry is alone.
 * @param {Database} database
 * @param {User} user
 * @param {Copy[]} batch
 * @param {string} token
 * @param {Api} api
 * @returns {Promise<Receipt[]>}
 */
async function sendBatch(database, user, batch, token, api) {
  let answer;
  try {
    answer = await api.send(batch, token, user);
  } catch (error) {
    if (/** @type {SendError} */ (error).reason !== "unsendable") throw error;
    if (batch.length === 1) {
      await parkEntry(database, batch[0].id, batch[0].revision, "unsendable");
      return [];
    }
    const middle = Math.ceil(batch.length / 2);
    return [
      ...(await sendBatch(database, user, batch.slice(0, middle), token, api)),
      ...(await sendBatch(database, user, batch.slice(middle), token, api)),
    ];
  }
  const applied = await applyReceipts(database, user.id, answer);
  if (applied.length) await saveFact(database, `sent ${user.id}`, Date.now());
  return applied;
}

/**
 * Sends one more photo; tells whether there was one. Most sendings have none, so its code is loaded here; where it cannot
 * be had, the photos wait, and fail only where nothing else was sent: receipts are not dropped for them.
 * @param {Database} database
 * @param {User} user
 * @param {string} token
 * @param {boolean} withParked
 * @param {Api} api
 * @param {Set<string>} tried
 * @param {boolean} hasReceipts
 */
async function sendPhoto(database, user, token, withParked, api, tried, hasReceipts) {
  if (!(await photosOf(database, user.id)).some((photo) => isToSend(photo, withParked))) return false;
  const code = await import("./photo_sender.js").catch(console.warn);
  if (!code && !hasReceipts) throw new SendError("no_network");
  return code ? code.sendNextPhoto(database, user, token, withParked, api, tried) : false;
}
