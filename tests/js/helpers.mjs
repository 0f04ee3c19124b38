// Helpers of the outbox tests: a database without a browser, and entries and photos to put into it.
import "fake-indexeddb/auto";
import { Database } from "../../static/js/outbox/database.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { saveEntries } from "../../static/js/outbox/outbox_store.js";
import { savePhoto } from "../../static/js/outbox/photo_store.js";
import { saveList } from "../../static/js/outbox/reading_store.js";

export const ANA = { id: 1, name: "Ana", ward: { id: 1, code: "16417", name: "A" } };
export const LEO = { id: 3, name: "Leo", ward: null };

export const MONTH = "2026-11";
export const JPEG = new Uint8Array([255, 216, 255]).buffer;
const { put } = IDBObjectStore.prototype;
let databases = 0;

/** Returns a new, empty database. */
export function freshDatabase() {
  databases += 1;
  return new Database(`phone-${databases}`);
}

/** Returns a visit as a form saves it. */
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

/** Saves `number` visits of `user`, each a millisecond older than the next, and returns the copies. */
export async function saveVisits(database, user, number) {
  const copies = await saveEntries(
    database,
    user,
    Array.from({ length: number }, (_, n) => visit({ people: n }, { id: uuid7(n) })),
  );
  return copies;
}

/** Makes writing fail as on a full phone: the transaction ends with the error, and its requests are aborted. */
export function fillDisk(isFull) {
  IDBObjectStore.prototype.put = function fail(...values) {
    const request = put.apply(this, values);
    if (isFull(this.name)) this.transaction._abort("QuotaExceededError");
    return request;
  };
}

/** Ends what `fillDisk` began. */
export function emptyDisk() {
  IDBObjectStore.prototype.put = put;
}

/** Saves a photo of an entry, and returns its id. */
export async function addPhoto(database, entry, { id = uuid7(), user = ANA.id } = {}) {
  await savePhoto(database, { id, entry, user, jpeg: JPEG });
  return id;
}

/** Returns the ids of entries or photos. */
export const idsOf = (copies) => copies.map(({ id }) => id);

/** Saves what a server has answered to `mine`, in both languages, and to `bootstrap`. */
export function saveLists(database) {
  const body = {
    entries: [{ id: "older", kind: "visit", revision: 1, status: "approved", happened_on: `${MONTH}-01`, fields: {} }],
    received: { month: MONTH, visit: 5, training: 1 },
    approved: { month: MONTH, visit: 1 },
    last_visited: {},
  };
  const one = (language) => saveList(database, ANA.id, "mine", language, { etag: '"1"', body: structuredClone(body) });
  return Promise.all([
    one("vi"),
    one("en"),
    saveList(database, ANA.id, "bootstrap", "vi", { etag: '"b"', body: { places: [] } }),
  ]);
}
