// The entries that wait on this phone. A copy is deleted only when a receipt matches it. All records carry the id of
// their user, so that two may share a phone.
import { digest } from "./digest.js";
import { noteReceived } from "./household_store.js";
import { addToOwnLists } from "./own_list.js";
import { deletePhotosOf, markPhotosWaiting, releasePhotos } from "./photo_store.js";
import { isAccepted, receiptMatches } from "./receipts.js";
import { PARKED, REFUSED, WAITING } from "./states.js";

/** @import { Database, StorageError } from "./database.js" */
/** @import { IDBPTransaction } from "idb" */
/** @import { Copy, Entry, Fields, Layout, Receipt, User } from "./types.js" */

const REPLACEMENT = "anew "; // before the id of an entry, in the name of a fact

/**
 * Saves entries of `user` until the ward has them, and deletes the draft that they were written in. An entry that is
 * on the phone already gets a higher revision: its copy may have been sent without an answer. `replaces` is the id of
 * the entry that the first one replaces.
 * @param {Database} database
 * @param {User} user
 * @param {Entry[]} entries
 * @param {{ draft?: string | null, replaces?: string | null }} [options]
 */
export async function saveEntries(database, user, entries, { draft = null, replaces = null } = {}) {
  const at = Date.now();
  const copies = await Promise.all(
    entries.map(async (entry) => {
      /** @type {Fields} */
      const fields = JSON.parse(JSON.stringify(entry.fields));
      const owner = { user: user.id, author: user.name, saved_at: at, state: WAITING };
      return { ...entry, fields, digest: await digest(fields), ...owner };
    }),
  );
  await database.write(["outbox", "drafts", "photos", "facts"], async (tx) => {
    const outbox = tx.objectStore("outbox");
    for (const copy of copies) {
      const existing = await outbox.get(copy.id);
      if (existing) Object.assign(copy, nextRevision(existing, copy));
      await outbox.put(copy);
    }
    if (draft) await tx.objectStore("drafts").delete(draft);
    await takeOver(tx, user, copies, replaces);
  });
  return copies;
}

/**
 * Lets the photos of saved entries be sent; the first entry takes over those of the one that it `replaces`, whose copy is
 * deleted. Inside a transaction.
 * @param {IDBPTransaction<Layout, any, "readwrite">} tx
 * @param {User} user
 * @param {Pick<Copy, "id">[]} copies
 * @param {string | null} replaces
 */
export async function takeOver(tx, user, copies, replaces) {
  if (replaces) {
    await tx.objectStore("outbox").delete(replaces);
    await tx.objectStore("facts").put(copies[0].id, REPLACEMENT + replaces);
  }
  await markPhotosWaiting(tx.objectStore("photos"), user, copies, replaces);
}

/**
 * Returns what a copy takes over from the existing one.
 * @param {Copy} existing
 * @param {Copy} copy
 */
function nextRevision(existing, copy) {
  // A correction does not reset how long an entry has waited.
  const saved_at = existing.state === WAITING ? existing.saved_at : copy.saved_at;
  const isSame = existing.digest === copy.digest && existing.state === WAITING && existing.revision >= copy.revision;
  return { saved_at, revision: isSame ? existing.revision : Math.max(copy.revision, existing.revision + 1) };
}

/**
 * Returns the id of the replacement of each replaced entry, by its id.
 * @param {Database} database
 */
export async function readReplacements(database) {
  const found = IDBKeyRange.bound(REPLACEMENT, `${REPLACEMENT}\uffff`);
  const [keys, ids] = await database.read(["facts"], (tx) =>
    Promise.all([tx.store.getAllKeys(found), tx.store.getAll(found)]),
  );
  return new Map(keys.map((key, i) => [key.slice(REPLACEMENT.length), ids[i]]));
}

/**
 * Returns the user's entries on this phone, the oldest first.
 * @param {Database} database
 * @param {number} user
 */
export async function entriesOf(database, user) {
  const found = await database.read(["outbox"], (tx) => tx.store.index("user").getAll(user));
  return found.sort((one, other) => one.saved_at - other.saved_at || (one.id < other.id ? -1 : 1));
}

/**
 * Returns the copy of an entry; undefined once the ward has it.
 * @param {Database} database
 * @param {string} id
 */
export function findEntry(database, id) {
  return database.read(["outbox"], (tx) => tx.store.get(id));
}

/**
 * Deletes a copy that its author discarded; its photos too, unless the ward has an older revision.
 * @param {Database} database
 * @param {string} id
 */
export function discardEntry(database, id, { keepPhotos = false } = {}) {
  return database.write(["outbox", "photos"], async (tx) => {
    const existing = await tx.objectStore("outbox").get(id);
    await tx.objectStore("outbox").delete(id);
    if (existing && !keepPhotos) await deletePhotosOf(tx.objectStore("photos"), existing);
  });
}

/**
 * Applies the receipts for `user`. A copy is deleted only when the ward has the same id, revision and digest. A receipt
 * that matches no copy is ignored. Returns the receipts that were applied.
 * @param {Database} database
 * @param {number} user
 * @param {Receipt[]} receipts
 */
export async function applyReceipts(database, user, receipts) {
  try {
    return await applyInTransaction(database, user, receipts);
  } catch (error) {
    if (/** @type {StorageError} */ (error).reason !== "storage_full") throw error;
    // A full phone may have no room to update the lists: the received copies are deleted all the same.
    return applyInTransaction(database, user, receipts, { withOwnLists: false });
  }
}

/**
 * @param {Database} database
 * @param {number} user
 * @param {Receipt[]} receipts
 */
function applyInTransaction(database, user, receipts, { withOwnLists = true } = {}) {
  return database.write(["outbox", "photos", "lists"], async (tx) => {
    const outbox = tx.objectStore("outbox");
    /** @type {Receipt[]} */
    const applied = [];
    /** @type {Copy[]} */
    const received = [];
    for (const receipt of receipts) {
      const copy = typeof receipt?.id === "string" ? await outbox.get(receipt.id) : null;
      if (!copy || copy.user !== user || !receiptMatches(copy, receipt)) continue;
      const { outcome, code, errors } = receipt;
      if (isAccepted(receipt)) {
        await outbox.delete(copy.id);
        // A withdrawn entry has no photos any more.
        await (copy.fields.withdrawn ? deletePhotosOf : releasePhotos)(tx.objectStore("photos"), copy);
        received.push(copy);
      } else if (outcome === "refused" || outcome === "conflict") {
        await outbox.put({ ...copy, state: REFUSED, outcome, code, errors: errors ?? {} });
      } else {
        continue;
      }
      applied.push(receipt);
    }
    if (withOwnLists) {
      await addToOwnLists(tx.objectStore("lists"), user, received);
      await noteReceived(tx.objectStore("lists"), user, received);
    }
    return applied;
  });
}

/**
 * Sets a copy aside that could not be sent even alone.
 * @param {Database} database
 * @param {string} id
 * @param {number} revision
 * @param {string} code
 */
export function parkEntry(database, id, revision, code) {
  return database.write(["outbox"], async (tx) => {
    const copy = await tx.store.get(id);
    if (copy?.revision === revision) await tx.store.put({ ...copy, state: PARKED, code, errors: {} });
  });
}
