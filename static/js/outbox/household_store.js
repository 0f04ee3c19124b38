// The last answer of the server to `households`, for each user: what a team knows of homes. It stays for 30 days at most.
/** @import { IDBPObjectStore } from "idb" */
/** @import { Database } from "./database.js" */
/** @import { Copy, Layout, List, Names, Reading } from "./types.js" */

const NAME = "households";
const PERSONAL = [NAME, "team"]; // lists with personal data of others, which may not stay for long
const EVERY_LANGUAGE = ""; // nothing in it is translated
const DAY_MS = 86_400_000;

/** How many days a list may stay on the phone after the server was last asked. */
export const LIST_DAYS = 30;

/**
 * Returns the stored list of a user, or undefined. `scope` is what it was asked for; a list of another one is not theirs
 * any more.
 * @param {Database} database
 * @param {number} user
 * @param {string} scope
 * @returns {Promise<List | undefined>}
 */
export async function readHouseholds(database, user, scope) {
  const stored = await database.read(["lists"], (tx) => tx.store.get([user, NAME, EVERY_LANGUAGE]));
  return stored?.scope === scope && !isTooOld(stored.at) ? stored : undefined;
}

/**
 * Saves a list in place of the one before, or deletes that where `reading` is null. A list is not saved for somebody who
 * has signed out while it was on its way. `known` are the entries that the ward had received before it was asked for:
 * they are in it; those that it has received since may not be.
 * @param {Database} database
 * @param {number} user
 * @param {string} scope
 * @param {Reading | null} reading
 * @param {string[]} [known]
 */
export function saveHouseholds(database, user, scope, reading, known = []) {
  return database.write(["facts", "lists"], async (tx) => {
    const lists = tx.objectStore("lists");
    const isReader = (await tx.objectStore("facts").get("user"))?.id === user;
    if (!isReader || !reading) return lists.delete([user, NAME, EVERY_LANGUAGE]);
    const { etag, body } = reading;
    const before = await lists.get([user, NAME, EVERY_LANGUAGE]);
    const since = before?.since?.filter((id) => !known.includes(id)) ?? [];
    return lists.put({ user, name: NAME, language: EVERY_LANGUAGE, etag, body, at: Date.now(), scope, since });
  });
}

/**
 * Notes that the ward has just received entries, which the stored list of their user lacks until it is fetched again.
 * @param {IDBPObjectStore<Layout, Names, "lists", "readwrite">} lists
 * @param {number} user
 * @param {Copy[]} copies
 */
export async function noteReceived(lists, user, copies) {
  const list = copies.length ? await lists.get([user, NAME, EVERY_LANGUAGE]) : undefined;
  if (list) await lists.put({ ...list, since: [...(list.since ?? []), ...copies.map(({ id }) => id)] });
}

/**
 * Deletes the lists of all users that hold personal data of others and have become too old.
 * @param {Database} database
 */
export function deleteOldLists(database, now = Date.now()) {
  return database.write(["lists"], async (tx) => {
    const keys = (await tx.store.getAllKeys()).filter(([_, name]) => PERSONAL.includes(name));
    for (const key of keys) {
      const list = await tx.store.get(key);
      if (list && isTooOld(list.at, now)) await tx.store.delete(key);
    }
  });
}

/**
 * Tells whether a list of the moment `at` is too old. One from the future was stored, or is read, under a wrong clock.
 * @param {number} at
 */
export function isTooOld(at, now = Date.now()) {
  return now - at > LIST_DAYS * DAY_MS || now - at < -DAY_MS;
}
