// The last answers of the server to `bootstrap` and `mine`, for each user and language.
/** @import { Database } from "./database.js" */
/** @import { Reading } from "./types.js" */

/**
 * Returns a stored reading, or undefined.
 * @param {Database} database
 * @param {number} user
 * @param {string} name
 * @param {string} language
 */
export function readList(database, user, name, language) {
  return database.read(["lists"], (tx) => tx.store.get([user, name, language]));
}

/**
 * Saves a reading in place of the one before.
 * @param {Database} database
 * @param {number} user
 * @param {string} name
 * @param {string} language
 * @param {Reading} reading
 */
export function saveList(database, user, name, language, { etag, body }) {
  return database.write(["lists"], (tx) => tx.store.put({ user, name, language, etag, body, at: Date.now() }));
}
