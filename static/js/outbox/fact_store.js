// Single values on the phone: its user, the language of its pages, the time of the last sending.
/** @import { Database } from "./database.js" */

/**
 * Returns a single value, or undefined.
 * @param {Database} database
 * @param {string} name
 */
export function readFact(database, name) {
  return database.read(["facts"], (tx) => tx.store.get(name));
}

/**
 * Saves a value in place of the one before.
 * @param {Database} database
 * @param {string} name
 * @param {any} value
 */
export function saveFact(database, name, value) {
  return database.write(["facts"], (tx) => tx.store.put(value, name));
}

/**
 * Deletes a single value.
 * @param {Database} database
 * @param {string} name
 */
export function deleteFact(database, name) {
  return database.write(["facts"], (tx) => tx.store.delete(name));
}

/**
 * Deletes the user of the phone and their lists. What waits to be sent stays.
 * @param {Database} database
 * @param {number} user
 */
export function signOut(database, user) {
  return database.write(["facts", "lists"], async (tx) => {
    await tx.objectStore("facts").delete("user");
    const lists = tx.objectStore("lists");
    for (const key of await lists.index("user").getAllKeys(user)) await lists.delete(key);
  });
}
