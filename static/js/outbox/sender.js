// Brings what waits on this phone to the ward: entries first, then their photos.
import { digest, digestOf } from "./digest.js";
import { receiptMatches } from "./receipts.js";
import * as server from "./server.js";
import { PARKED, REFUSED, WAITING } from "./store.js";

/** @import { Store } from "./store.js" */
/** @import { Copy, Entry, Photo, Receipt, Server, User } from "./types.js" */

const BATCH_SIZE = 20; // entries of one request
const LOCK = "tung-nha-send";

/**
 * Sends everything that waits for who is signed in, in one tab at a time. Others queue for their turn, so that nothing
 * saved meanwhile is left behind. With `again` it also tries what was set aside.
 *
 * Returns `{user, receipts}` when nothing was left unanswered; throws SendError when something was.
 * @param {Store} store
 * @param {{ again?: boolean, locks?: LockManager | null, door?: Server }} [options]
 * @returns {Promise<{ user: User, receipts: Receipt[] }>}
 */
export function flush(store, { again = false, locks = navigator.locks, door = server } = {}) {
  const work = () => sendAll(store, again, door);
  // The oldest iPhones that open the app know no locks; their tabs may send twice, which the ward tells apart.
  return locks ? locks.request(LOCK, work) : work();
}

/**
 * @param {Store} store
 * @param {boolean} again
 * @param {Server} door
 */
async function sendAll(store, again, door) {
  const { user, csrf } = await door.session();
  if (!user) throw new server.SendError("signed_out");
  /** @type {Set<string>} */
  const tried = new Set();
  /** @type {Receipt[]} */
  const receipts = [];
  const next = async () => {
    const copies = await store.entries(user.id);
    return copies.filter((copy) => isToGo(copy, again) && !tried.has(nameOf(copy))).slice(0, BATCH_SIZE);
  };
  do {
    for (let batch = await next(); batch.length; batch = await next()) {
      for (const copy of batch) tried.add(nameOf(copy));
      receipts.push(...(await sendBatch(store, user, batch, csrf, door)));
    }
    // What is saved while photos are on their way, which may take minutes, goes before the rest of them.
  } while (await sendPhoto(store, user, csrf, again, door, tried));
  const isStillWaiting = (/** @type {Copy} */ copy) => copy.state === WAITING && tried.has(nameOf(copy));
  if ((await store.entries(user.id)).some(isStillWaiting)) throw new server.SendError("unavailable");
  return { user, receipts };
}

/**
 * Tells whether an entry or a photo is to be sent; with `again` also what was set aside.
 * @param {{ state: string }} kept
 * @param {boolean} again
 */
export function isToGo({ state }, again) {
  return state === WAITING || (again && state === PARKED);
}

const nameOf = (/** @type {Copy} */ { id, revision }) => `${id} ${revision}`;

/**
 * Sends a batch; one that the server cannot read as a whole is halved until the faulty entry stands alone.
 * @param {Store} store
 * @param {User} user
 * @param {Copy[]} batch
 * @param {string} token
 * @param {Server} door
 * @returns {Promise<Receipt[]>}
 */
async function sendBatch(store, user, batch, token, door) {
  let answer;
  try {
    answer = await door.send(batch, token, user);
  } catch (error) {
    if (/** @type {server.SendError} */ (error).reason !== "unsendable") throw error;
    if (batch.length === 1) {
      await store.park(batch[0].id, batch[0].revision, "unsendable");
      return [];
    }
    const middle = Math.ceil(batch.length / 2);
    return [
      ...(await sendBatch(store, user, batch.slice(0, middle), token, door)),
      ...(await sendBatch(store, user, batch.slice(middle), token, door)),
    ];
  }
  const applied = await store.applyReceipts(user.id, answer);
  if (applied.length) await store.keepFact(`sent ${user.id}`, Date.now());
  return applied;
}

/**
 * Sends the next photo that was not tried yet, each after its entry; tells whether there was one. What stays unanswered
 * is simply sent again later.
 * @param {Store} store
 * @param {User} user
 * @param {string} token
 * @param {boolean} again
 * @param {Server} door
 * @param {Set<string>} tried
 */
async function sendPhoto(store, user, token, again, door, tried) {
  const held = new Set((await store.entries(user.id)).filter(({ state }) => state !== REFUSED).map(({ id }) => id));
  const isReady = (/** @type {Photo} */ photo) =>
    isToGo(photo, again) && !held.has(photo.entry) && !tried.has(photo.id);
  const photo = (await store.photos(user.id)).find(isReady);
  if (!photo) return false;
  tried.add(photo.id);
  const code = await bringPhoto(store, photo, token, user, door);
  if (code && code !== "unknown_entry") await store.parkPhoto(photo.id, code);
  return true;
}

/**
 * Sends a photo, which goes from here when the ward has exactly its bytes; returns the code when it will not take it.
 * @param {Store} store
 * @param {Photo} photo
 * @param {string} token
 * @param {User} user
 * @param {Server} door
 */
async function bringPhoto(store, photo, token, user, door) {
  const { digest: received, code } = await door.sendPhoto(photo, token, user);
  if (received && received === (await digestOf(photo.jpeg))) await store.dropPhoto(photo.id);
  return code;
}

/**
 * Sends entries of `user` past a phone that has no room for them. Returns `{receipts, csrf}`; throws SendError unless each
 * of them was answered by a receipt that fits it.
 * @param {User} user
 * @param {Entry[]} entries
 * @param {Server} door
 */
export async function sendPast(user, entries, door = server) {
  const { user: sender, csrf } = await door.session();
  if (sender?.id !== user.id) throw new server.SendError("signed_out");
  const receipts = await door.send(entries, csrf, user);
  for (const [i, entry] of entries.entries()) {
    const copy = { ...entry, digest: await digest(JSON.parse(JSON.stringify(entry.fields))) };
    if (!receiptMatches(copy, receipts[i])) throw new server.SendError("unavailable");
  }
  return { receipts: receipts.slice(0, entries.length), csrf };
}

/**
 * Sends the photos of an entry that went past the phone, and ends its form; what the ward does not have then waits.
 * @param {Store} store
 * @param {User} user
 * @param {string} entry
 * @param {string} token
 * @param {Server} door
 */
export async function sendPhotosPast(store, user, entry, token, door = server) {
  const own = (await store.photos(user.id)).filter((photo) => photo.entry === entry);
  try {
    for (const photo of own) await bringPhoto(store, photo, token, user, door);
  } finally {
    await store.endDraft(user.id, entry, { keepPhotos: true });
  }
}
