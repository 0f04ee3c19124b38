// What is on this phone and not with the ward, counted in one way for every page: what the phone sends by itself, and what
// its author has to see to. Nothing is in both, and nothing in neither.
import { UNSAVED, WAITING } from "./states.js";

/** @import { Amount, Copy, Photo, Unsent } from "./types.js" */

/**
 * Divides the work of one user. A photo stands with its entry: where that waits for its author, the photo is `held` until
 * it is corrected. `stuck` are the entries that wait for their author, and the photos that the ward refused. The photos of
 * an unfinished form are its draft's.
 * @param {Pick<Copy, "id" | "state" | "saved_at">[]} copies
 * @param {Pick<Photo, "entry" | "state" | "at">[]} photos
 * @returns {Unsent}
 */
export function unsentWork(copies, photos) {
  const stuck = copies.filter(({ state }) => state !== WAITING);
  const stuckIds = new Set(stuck.map(({ id }) => id));
  const saved = photos.filter(({ state }) => state !== UNSAVED);
  const free = saved.filter(({ entry }) => !stuckIds.has(entry));
  const entries = copies.filter(({ state }) => state === WAITING);
  const waiting = free.filter(({ state }) => state === WAITING);
  return {
    waiting: { entries: entries.length, photos: waiting.length },
    stuck: { entries: stuck.length, photos: free.length - waiting.length },
    held: saved.length - free.length,
    since: Math.min(...entries.map(({ saved_at }) => saved_at), ...waiting.map(({ at }) => at)),
  };
}

/**
 * Returns all of it as one amount: what a file for the ward holds.
 * @param {Unsent} unsent
 * @returns {Amount}
 */
export function allOf({ waiting, stuck, held }) {
  return { entries: waiting.entries + stuck.entries, photos: waiting.photos + stuck.photos + held };
}

/**
 * Tells whether there is anything.
 * @param {Amount} amount
 */
export function isSome({ entries, photos }) {
  return entries + photos > 0;
}
