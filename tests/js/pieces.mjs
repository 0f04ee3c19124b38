// What the tests of the outbox have in common: a phone's store without a phone, and entries to put into it.
import "fake-indexeddb/auto";
import { Database } from "../../static/js/outbox/database.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { saveEntries } from "../../static/js/outbox/outbox_store.js";

export const ANA = { id: 1, name: "Ana", ward: { id: 1, code: "16417", name: "A" } };
export const LEO = { id: 3, name: "Leo", ward: null };

const { put } = IDBObjectStore.prototype;
let stores = 0;

/** Returns a store of its own, which keeps nothing from the one before. */
export function freshDatabase() {
  stores += 1;
  return new Database(`phone-${stores}`);
}

/** Returns a visit as a form hands it over. */
export function visit(fields = {}, { id = uuid7(), revision = 1 } = {}) {
  return {
    id,
    kind: "visit",
    revision,
    recorded_at: "2026-11-22T08:00:00.000Z",
    form: 1,
    fields: { happened_on: "2026-11-22", neighbourhood: 1, household: null, people: 2, ...fields },
  };
}

/** Returns the receipt that a server gives for a copy, with `changes`. */
export function receiptOf(copy, changes = {}) {
  const { id, revision, digest } = copy;
  return { id, revision, outcome: "stored", code: "", digest, errors: {}, ...changes };
}

/** Keeps `number` visits of `user`, each a millisecond older than the next, and returns the copies. */
export async function keep(database, user, number) {
  const copies = await saveEntries(
    database,
    user,
    Array.from({ length: number }, (_, n) => visit({ people: n }, { id: uuid7(n) })),
  );
  return copies;
}

/** Lets the phone run out of room as browsers do: the transaction ends with the error, its requests are aborted. */
export function fillDisk(isFull) {
  IDBObjectStore.prototype.put = function fail(...values) {
    const request = put.apply(this, values);
    if (isFull(this.name)) this.transaction._abort("QuotaExceededError");
    return request;
  };
}

/** Gives the phone its room back. */
export function emptyDisk() {
  IDBObjectStore.prototype.put = put;
}
