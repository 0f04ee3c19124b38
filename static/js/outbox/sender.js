// Brings what waits on this phone to the ward: entries first, then their photos.
import { digestOf } from "./digest.js";
import * as server from "./server.js";
import { PARKED, REFUSED, WAITING } from "./store.js";

const BATCH = 20; // entries of one request
const LOCK = "tung-nha-send";

/**
 * Sends everything that waits for who is signed in, in one tab at a time. Others queue for their turn, so that nothing
 * saved meanwhile is left behind. With `again` it also tries what was set aside.
 *
 * Returns `{user, receipts}` when nothing was left unanswered; throws Unsent when something was.
 */
export function flush(store, { again = false, locks = navigator.locks, door = server } = {}) {
  const work = () => sendAll(store, again, door);
  // The oldest iPhones that open the app know no locks; their tabs may send twice, which the ward tells apart.
  return locks ? locks.request(LOCK, work) : work();
}

async function sendAll(store, again, door) {
  const { user, csrf } = await door.session();
  if (!user) throw new server.Unsent("signed_out");
  const tried = new Set();
  const receipts = [];
  const states = again ? [WAITING, PARKED] : [WAITING];
  const ready = async () => {
    const copies = await store.entries(user.id);
    return copies.filter((copy) => states.includes(copy.state) && !tried.has(nameOf(copy)));
  };
  do {
    for (let batch; (batch = (await ready()).slice(0, BATCH)).length; ) {
      for (const copy of batch) tried.add(nameOf(copy));
      receipts.push(...(await sendBatch(store, user, batch, csrf, door)));
    }
    // What is saved while photos are on their way, which may take minutes, goes before the rest of them.
  } while (await sendPhoto(store, user, csrf, again, door, tried));
  const isLeft = (copy) => copy.state === WAITING && tried.has(nameOf(copy));
  if ((await store.entries(user.id)).some(isLeft)) throw new server.Unsent("unavailable");
  return { user, receipts };
}

const nameOf = ({ id, revision }) => `${id} ${revision}`;

/** Sends a batch; one that the server cannot read as a whole is halved until the faulty entry stands alone. */
async function sendBatch(store, user, batch, token, door) {
  let answer;
  try {
    answer = await door.send(batch, token, user);
  } catch (error) {
    if (error.reason !== "unsendable") throw error;
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
  const settled = await store.settle(user.id, answer);
  if (settled.length) await store.keepFact(`sent ${user.id}`, Date.now());
  return settled;
}

/**
 * Sends the next photo that was not tried yet, each after its entry; tells whether there was one. What stays unanswered
 * is simply sent again later.
 */
async function sendPhoto(store, user, token, again, door, tried) {
  const held = new Set((await store.entries(user.id)).filter(({ state }) => state !== REFUSED).map(({ id }) => id));
  const isReady = ({ id, entry, state }) => {
    return (state === WAITING || (again && state === PARKED)) && !held.has(entry) && !tried.has(id);
  };
  const photo = (await store.photos(user.id)).find(isReady);
  if (!photo) return false;
  tried.add(photo.id);
  const { digest, code } = await door.sendPhoto(photo, token, user);
  if (digest && digest === (await digestOf(photo.jpeg))) await store.dropPhoto(photo.id);
  else if (code && code !== "unknown_entry") await store.parkPhoto(photo.id, code);
  return true;
}
