// The last answer of the server to `team`: the week of a leader's team, with telephone numbers. It stays for 30 days at most.
import { isTooOld } from "./household_store.js";

/** @import { Database } from "./database.js" */
/** @import { List, Reading } from "./types.js" */

const NAME = "team";
const EVERY_LANGUAGE = ""; // nothing in it is translated

/**
 * Returns the stored week of a user's team, or undefined. `scope` is the post for which it was asked; one of another post
 * is not theirs any more.
 * @param {Database} database
 * @param {number} user
 * @param {string} scope
 * @returns {Promise<List | undefined>}
 */
export async function readTeam(database, user, scope) {
  const stored = await database.read(["lists"], (tx) => tx.store.get([user, NAME, EVERY_LANGUAGE]));
  return stored?.scope === scope && !isTooOld(stored.at) ? stored : undefined;
}

/**
 * Saves a week in place of the one before, or deletes that where `reading` is null. It is not saved for somebody who has
 * signed out while it was on its way.
 * @param {Database} database
 * @param {number} user
 * @param {string} scope
 * @param {Reading | null} reading
 */
export function saveTeam(database, user, scope, reading) {
  return database.write(["facts", "lists"], async (tx) => {
    const lists = tx.objectStore("lists");
    const isReader = (await tx.objectStore("facts").get("user"))?.id === user;
    if (!isReader || !reading) return lists.delete([user, NAME, EVERY_LANGUAGE]);
    const { etag, body } = reading;
    return lists.put({ user, name: NAME, language: EVERY_LANGUAGE, etag, body, at: Date.now(), scope });
  });
}
