// The database of the phone: full, missing or closed.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { StorageError } from "../../static/js/outbox/database.js";
import { draftsOf, saveDraft } from "../../static/js/outbox/draft_store.js";
import { readFact, saveFact } from "../../static/js/outbox/fact_store.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { applyReceipts, entriesOf, saveEntries } from "../../static/js/outbox/outbox_store.js";
import {
  ANA,
  addPhoto,
  emptyDisk,
  fillDisk,
  freshDatabase,
  receiptOf,
  saveLists,
  saveVisits,
  visit,
} from "./helpers.mjs";

const { put } = IDBObjectStore.prototype;
const { open } = indexedDB;
afterEach(() => {
  emptyDisk();
  indexedDB.open = open;
});

test("a full phone fails and keeps what it had", async () => {
  const database = freshDatabase();
  const copies = await saveVisits(database, ANA, 1);
  await saveDraft(database, { id: "draft", user: ANA.id, kind: "visit" });
  let puts = 0;
  fillDisk((name) => name === "outbox" && ++puts > 1);
  const full = (error) => error instanceof StorageError && error.reason === "storage_full";
  await assert.rejects(saveEntries(database, ANA, [visit(), visit()], { draft: "draft" }), full);
  assert.equal(puts, 2, "a full phone is not asked twice");
  fillDisk(() => true);
  await assert.rejects(addPhoto(database, uuid7()), full);
  await assert.rejects(saveFact(database, "user", ANA), full);
  emptyDisk();
  assert.deepEqual(await entriesOf(database, ANA.id), copies);
  assert.equal((await draftsOf(database, ANA.id)).length, 1, "the form can still be gone on with");
  await saveEntries(database, ANA, [visit()]);
  assert.equal((await entriesOf(database, ANA.id)).length, 2, "when there is room again, it is used");
});

test("receipts are applied on a full phone without the list", async () => {
  const database = freshDatabase();
  await saveLists(database);
  const [copy] = await saveVisits(database, ANA, 1);
  fillDisk((name) => name === "lists");
  assert.equal((await applyReceipts(database, ANA.id, [receiptOf(copy)])).length, 1);
  assert.deepEqual(await entriesOf(database, ANA.id), []);
});

test("a browser without storage fails, and is tried again", async () => {
  const database = freshDatabase();
  indexedDB.open = () => {
    throw new DOMException("denied", "SecurityError");
  };
  for (const work of [
    () => saveEntries(database, ANA, [visit()]),
    () => entriesOf(database, ANA.id),
    () => readFact(database, "user"),
  ]) {
    await assert.rejects(work, (error) => error instanceof StorageError && error.reason === "no_storage");
  }
  indexedDB.open = open;
  await saveEntries(database, ANA, [visit()]);
  assert.equal((await entriesOf(database, ANA.id)).length, 1);
});

test("a database that the browser closed is opened again", async () => {
  const handles = [];
  indexedDB.open = function remember(...values) {
    const request = open.apply(this, values);
    request.addEventListener("success", () => handles.push(request.result));
    return request;
  };
  const database = freshDatabase();
  await saveVisits(database, ANA, 1);
  handles[0].close();
  await saveVisits(database, ANA, 1);
  handles[1].close();
  assert.equal((await entriesOf(database, ANA.id)).length, 2);
  assert.equal(handles.length, 3);
});

test("a newer layout is not blocked by an older page", async () => {
  const database = freshDatabase();
  await saveVisits(database, ANA, 1);
  await new Promise((resolve, reject) => {
    const request = indexedDB.open(database.name, 2);
    Object.assign(request, { onblocked: () => reject(new Error("blocked")), onerror: reject });
    request.onsuccess = () => resolve(request.result.close());
  });
});

test("an error of the work is neither taken for a full phone nor hidden", async () => {
  const database = freshDatabase();
  let puts = 0;
  IDBObjectStore.prototype.put = function count(...values) {
    puts += 1;
    return put.apply(this, values);
  };
  await assert.rejects(saveDraft(database, { user: ANA.id }), { name: "DataError" });
  await assert.rejects(
    saveFact(database, "user", () => {}),
    { name: "DataCloneError" },
  );
  assert.equal(puts, 2, "a mistake is not made twice");
});
