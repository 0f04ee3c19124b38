// Copies of drafts in the page's own storage, which is written at once: the database may not finish while a page is
// left. The next form that is opened takes them over into the database. Uses no page.
import { saveDraft } from "../../outbox/draft_store.js";

/** @import { Database } from "../../outbox/database.js" */
/** @typedef {{ id: string, user: number, kind: string }} Answers */

const prefixOf = (/** @type {number} */ user) => `tung-nha-draft ${user} `;

/**
 * Copies what is written in a form. Without room, or without such a storage, there is no copy.
 * @param {Answers} answers
 */
export function copyDraft(answers) {
  try {
    localStorage.setItem(prefixOf(answers.user) + answers.id, JSON.stringify(answers));
  } catch {
    // The database has what was written until a moment ago.
  }
}

/**
 * Deletes the copy of a form: the database has it, or it is saved or discarded.
 * @param {Answers} answers
 */
export function deleteCopy({ user, id }) {
  try {
    localStorage.removeItem(prefixOf(user) + id);
  } catch {
    // Without such a storage there is no copy.
  }
}

/**
 * Moves the copies of a user to the drafts. One that cannot be stored there stays.
 * @param {Database} database
 * @param {number} user
 */
export async function takeOverCopies(database, user) {
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(prefixOf(user)))) {
      await saveDraft(database, JSON.parse(/** @type {string} */ (localStorage.getItem(key))));
      localStorage.removeItem(key);
    }
  } catch (error) {
    console.warn(error);
  }
}
