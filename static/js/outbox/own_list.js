// The user's own entries at the ward, as far as this phone knows.
import { countedIn } from "./periods.js";

/** @import { IDBPObjectStore } from "idb" */
/** @import { KnownPeriods } from "./periods.js" */
/** @import { Copy, Entry, Layout, Names } from "./types.js" */

/**
 * Adds what the ward has just received to the stored list of own entries, before it is fetched again.
 * @param {IDBPObjectStore<Layout, Names, "lists", "readwrite">} lists
 * @param {number} user
 * @param {Copy[]} copies
 */
export async function addToOwnLists(lists, user, copies) {
  for (const list of copies.length ? await lists.getAll(IDBKeyRange.bound([user, "mine"], [user, "mine", []])) : []) {
    const bootstrap = await lists.get([user, "bootstrap", list.language]);
    for (const copy of copies) addToOwnList(list.body, copy, bootstrap?.body ?? {});
    // The next reading must not be answered by 304.
    await lists.put({ ...list, etag: null, at: Date.now() });
  }
}

/**
 * @param {any} mine
 * @param {Copy} copy
 * @param {KnownPeriods} known
 */
function addToOwnList(mine, { id, kind, revision, fields }, known) {
  const status = fields.withdrawn ? "void" : "submitted";
  const { entries, received } = mine;
  const before = entries.find((/** @type {Entry} */ one) => one.id === id);
  const counted = (before && before.status !== "void" ? -1 : 0) + (fields.withdrawn ? 0 : 1);
  const { happened_on, count_in } = fields;
  const isOfPeriod = Boolean(happened_on) && countedIn(happened_on, count_in, known).month === received.month;
  if (isOfPeriod && kind in received) received[kind] += counted;
  const line = { id, kind, revision, status, reason: "", comment: "", happened_on, fields };
  mine.entries = [line, ...entries.filter((/** @type {Entry} */ one) => one !== before)];
}
