// The user's own entries at the ward, as far as this phone knows.
/** @import { IDBPObjectStore } from "idb" */
/** @import { Copy, Entry, Layout, Names } from "./types.js" */

/**
 * Adds what the ward has just received to the stored list of own entries, before it is fetched again.
 * @param {IDBPObjectStore<Layout, Names, "lists", "readwrite">} lists
 * @param {number} user
 * @param {Copy[]} copies
 */
export async function addToOwnLists(lists, user, copies) {
  for (const list of copies.length ? await lists.getAll(IDBKeyRange.bound([user, "mine"], [user, "mine", []])) : []) {
    for (const copy of copies) addToOwnList(list.body, copy);
    // The next reading must not be answered by 304.
    await lists.put({ ...list, etag: null, at: Date.now() });
  }
}

/**
 * @param {any} mine
 * @param {Copy} copy
 */
function addToOwnList(mine, { id, kind, revision, fields }) {
  const status = fields.withdrawn ? "void" : "submitted";
  const { entries, received } = mine;
  const before = entries.find((/** @type {Entry} */ one) => one.id === id);
  const counted = (before && before.status !== "void" ? -1 : 0) + (fields.withdrawn ? 0 : 1);
  const isOfMonth = (fields.count_in || fields.happened_on?.slice(0, 7)) === received.month;
  if (isOfMonth && kind in received) received[kind] += counted;
  const line = { id, kind, revision, status, reason: "", comment: "", happened_on: fields.happened_on, fields };
  mine.entries = [line, ...entries.filter((/** @type {Entry} */ one) => one !== before)];
}
