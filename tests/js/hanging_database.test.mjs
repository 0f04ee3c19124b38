// A database that takes what it is given and never answers: a read or a write is given up, and what comes late is not doubled.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Database, StorageError } from "../../static/js/outbox/database.js";
import { digest } from "../../static/js/outbox/digest.js";
import { sendWithoutSaving } from "../../static/js/outbox/direct_sender.js";
import { readFact, saveFact } from "../../static/js/outbox/fact_store.js";
import { entriesOf, saveEntries } from "../../static/js/outbox/outbox_store.js";
import { ANA, freshDatabase, receiptOf, saveVisits, visit } from "./helpers.mjs";
import { locks, send, ward } from "./sending_helpers.mjs";

const TIMEOUT_MS = 800;
const { put } = IDBObjectStore.prototype;
const { open } = indexedDB;
const hangs = (error) => error instanceof StorageError && error.reason === "storage_hangs";
const answering = () =>
  ward({
    send: async (batch) =>
      Promise.all(batch.map(async (one) => receiptOf({ ...one, digest: await digest(one.fields) }))),
  });

afterEach(() => {
  IDBObjectStore.prototype.put = put;
  indexedDB.open = open;
});

/** Returns two connections to one database, the first of which waits for it only for a moment. */
function phone() {
  const { name } = freshDatabase();
  return { impatient: new Database(name, { timeout: TIMEOUT_MS }), other: new Database(name) };
}

/** Holds a write transaction over all stores, so that every other one waits; returns what ends it. */
async function hold(database) {
  let release = () => {};
  const released = new Promise((resolve) => (release = resolve));
  let isHeld = () => {};
  const held = new Promise((resolve) => (isHeld = resolve));
  const done = database.write(["outbox", "photos", "drafts", "lists", "facts"], async (tx) => {
    let isOpen = true;
    released.then(() => (isOpen = false));
    isHeld();
    // A transaction stays open as long as it is asked something.
    while (isOpen) await tx.objectStore("facts").get("held");
  });
  await held;
  return () => {
    release();
    return done;
  };
}

test("a held transaction is given up, and the next one works when it ends", async () => {
  const { impatient, other } = phone();
  await saveFact(impatient, "user", ANA);
  const release = await hold(other);
  await assert.rejects(saveEntries(impatient, ANA, [visit()]), hangs);
  await assert.rejects(readFact(impatient, "user"), hangs);
  await release();
  await saveEntries(impatient, ANA, [visit()]);
  assert.equal((await entriesOf(other, ANA.id)).length, 1, "what was given up is not stored as well");
});

test("an opening that never answers is given up", async () => {
  const { impatient } = phone();
  indexedDB.open = () => new IDBOpenDBRequest();
  await assert.rejects(readFact(impatient, "user"), hangs);
  indexedDB.open = open;
  await saveFact(impatient, "user", ANA);
  assert.deepEqual(await readFact(impatient, "user"), ANA);
});

test("a request that never answers is given up, and its transaction is rolled back", async () => {
  const { impatient, other } = phone();
  let isStuck = true;
  IDBObjectStore.prototype.put = function never(...values) {
    const request = put.apply(this, values);
    if (!isStuck) return request;
    // The value is taken; the answer does not come.
    return new IDBRequest();
  };
  await assert.rejects(saveFact(impatient, "user", ANA), hangs);
  isStuck = false;
  await saveVisits(impatient, ANA, 1);
  assert.equal((await entriesOf(other, ANA.id)).length, 1);
});

test("sending goes on in the other tabs when one meets a database that hangs", async () => {
  const { impatient, other } = phone();
  const [copy] = await saveVisits(other, ANA, 1);
  const release = await hold(other);
  const shared = locks();
  const api = answering();
  const first = send(impatient, api, { locks: shared });
  const second = send(other, api, { locks: shared });
  await assert.rejects(first, hangs);
  await release();
  assert.deepEqual(
    (await second).receipts.map(({ id }) => id),
    [copy.id],
  );
});

test("an entry that was sent past the store and stored late is one at the ward", async () => {
  const { impatient, other } = phone();
  const entry = visit();
  const api = answering();
  await sendWithoutSaving(ANA, [entry], api);
  // What was given up reaches the disk after all.
  await saveEntries(other, ANA, [entry]);
  const { receipts } = await send(impatient, api);
  assert.deepEqual(
    receipts.map(({ id, revision }) => [id, revision]),
    [[entry.id, 1]],
  );
  assert.deepEqual(await entriesOf(other, ANA.id), []);
  assert.deepEqual(
    api.log.map(({ batch }) => batch),
    [[entry.id], [entry.id]],
    "the ward gets the same id twice, which it knows the second time",
  );
});

test("an entry that was stored late is the same when it is saved again", async () => {
  const { impatient, other } = phone();
  const entry = visit();
  await saveEntries(other, ANA, [entry]);
  const [copy] = await saveEntries(impatient, ANA, [entry]);
  assert.equal(copy.revision, 1);
  assert.equal((await entriesOf(other, ANA.id)).length, 1);
});
