// What was handed to the ward as a file, and when.
import { readFact, saveFact } from "./fact_store.js";
import { UNSAVED } from "./states.js";

/** @import { Database } from "./database.js" */
/** @import { Amount, Copy, Photo } from "./types.js" */
/** @typedef {Amount & { at: number, isShared: boolean, keys: string[] }} Handed */

/**
 * What was handed over while the phone's store takes nothing more.
 * @type {Map<number, Handed>}
 */
const unsaved = new Map();

/** @param {number} user */
const nameOf = (user) => `handed ${user}`;

/**
 * Returns a key for each entry in its revision, and for each photo.
 * @param {Pick<Copy, "id" | "revision">[]} copies
 * @param {Pick<Photo, "id" | "state">[]} photos
 */
export function keysOf(copies, photos) {
  const saved = photos.filter(({ state }) => state !== UNSAVED);
  return [...copies.map(({ id, revision }) => `${id} ${revision}`), ...saved.map(({ id }) => id)];
}

/**
 * Notes what was handed over. `isShared` means to another app, and not as a file on the phone.
 * @param {Database} database
 * @param {number} user
 * @param {Handed} handed
 */
export async function saveHanded(database, user, handed) {
  unsaved.set(user, handed);
  await saveFact(database, nameOf(user), handed).catch(() => {});
}

/**
 * Returns what was last handed over, as long as nothing is on the phone that was not in it; else undefined.
 * @param {Database} database
 * @param {number} user
 * @param {Pick<Copy, "id" | "revision">[]} copies
 * @param {Pick<Photo, "id" | "state">[]} photos
 * @returns {Promise<Handed | undefined>}
 */
export async function readHanded(database, user, copies, photos) {
  const stored = await readFact(database, nameOf(user)).catch(() => undefined);
  /** @type {Handed | undefined} */
  const handed = unsaved.get(user) ?? stored;
  const now = keysOf(copies, photos);
  return now.length && handed && now.every((key) => handed.keys.includes(key)) ? handed : undefined;
}
