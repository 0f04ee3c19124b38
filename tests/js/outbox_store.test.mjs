// Saving entries on the phone, and deleting them by receipts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Database } from "../../static/js/outbox/database.js";
import { digest } from "../../static/js/outbox/digest.js";
import { draftsOf, saveDraft } from "../../static/js/outbox/draft_store.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import {
  applyReceipts,
  entriesOf,
  parkEntry,
  readReplacements,
  saveEntries,
} from "../../static/js/outbox/outbox_store.js";
import { photosOf } from "../../static/js/outbox/photo_store.js";
import { PARKED, REFUSED, WAITING } from "../../static/js/outbox/states.js";
import { ANA, addPhoto, freshDatabase, idsOf, LEO, receiptOf, saveVisits, visit } from "./helpers.mjs";

const revisions = async (database) => (await entriesOf(database, ANA.id)).map(({ revision }) => revision);
const idle = () => new Promise((resolve) => setTimeout(resolve, 2));

test("a saved entry waits with all that sending needs, also for the next page", async () => {
  const database = freshDatabase();
  const entry = visit({ note: "Nhà số 5" });
  const before = Date.now();
  await saveEntries(database, ANA, [entry]);
  const [copy] = await entriesOf(new Database(database.name), ANA.id);
  const { saved_at, ...rest } = copy;
  assert.ok(saved_at >= before && saved_at <= Date.now());
  assert.deepEqual(rest, {
    ...entry,
    digest: await digest(entry.fields),
    user: ANA.id,
    author: ANA.name,
    state: WAITING,
  });
});

test("the digest of a copy is that of the fields on the wire", async () => {
  const database = freshDatabase();
  const [copy] = await saveEntries(database, ANA, [visit({ note: undefined, met: "met" })]);
  assert.equal("note" in copy.fields, false);
  assert.equal(copy.digest, await digest(JSON.parse(JSON.stringify(copy.fields))));
});

test("entries are returned oldest first", async () => {
  const database = freshDatabase();
  const late = visit({}, { id: uuid7(2_000_000_000_000) });
  await saveEntries(database, ANA, [late]);
  await idle();
  const pair = [visit({}, { id: uuid7(20) }), visit({}, { id: uuid7(10) })];
  await saveEntries(database, ANA, pair);
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [late.id, pair[1].id, pair[0].id]);
});

for (const outcome of ["stored", "known"]) {
  test(`a copy is deleted when the ward has exactly it: ${outcome}`, async () => {
    const database = freshDatabase();
    const [one, other] = await saveVisits(database, ANA, 2);
    const receipt = receiptOf(one, { outcome });
    assert.deepEqual(await applyReceipts(database, ANA.id, [receipt]), [receipt]);
    assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [other.id]);
  });

  for (const [what, changes] of [
    ["id", { id: uuid7() }],
    ["revision", { revision: 2 }],
    ["older revision", { revision: 0 }],
    ["digest", { digest: "0".repeat(64) }],
    ["missing digest", { digest: undefined }],
    ["kind of id", { id: null }],
  ]) {
    test(`a receipt with another ${what} is no receipt: ${outcome}`, async () => {
      const database = freshDatabase();
      const copies = await saveVisits(database, ANA, 1);
      assert.deepEqual(await applyReceipts(database, ANA.id, [receiptOf(copies[0], { outcome, ...changes })]), []);
      assert.deepEqual(await entriesOf(database, ANA.id), copies);
    });
  }
}

test("an unreadable or unknown receipt changes nothing", async () => {
  const database = freshDatabase();
  const copies = await saveVisits(database, ANA, 1);
  const strange = [null, undefined, 5, "stored", {}, receiptOf(copies[0], { outcome: "queued" })];
  assert.deepEqual(await applyReceipts(database, ANA.id, strange), []);
  assert.deepEqual(await entriesOf(database, ANA.id), copies);
});

test("a receipt without a copy does not stop the others", async () => {
  const database = freshDatabase();
  const [one, other] = await saveVisits(database, ANA, 2);
  const receipts = [receiptOf(one, { digest: "" }), receiptOf(other)];
  assert.deepEqual(await applyReceipts(database, ANA.id, receipts), [receipts[1]]);
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [one.id]);
});

test("a refusal keeps the copy with the reason, and needs no digest", async () => {
  const database = freshDatabase();
  const [one, other] = await saveVisits(database, ANA, 2);
  const errors = { people: ["?"] };
  await applyReceipts(database, ANA.id, [
    receiptOf(one, { outcome: "refused", code: "invalid", digest: "", errors }),
    receiptOf(other, { outcome: "conflict", code: "approved", errors: undefined }),
  ]);
  const [refused, conflict] = await entriesOf(database, ANA.id);
  assert.deepEqual(refused, { ...one, state: REFUSED, outcome: "refused", code: "invalid", errors });
  assert.deepEqual(conflict, { ...other, state: REFUSED, outcome: "conflict", code: "approved", errors: {} });
});

test("a refusal of an older revision does not change the newer one", async () => {
  const database = freshDatabase();
  const [sent] = await saveVisits(database, ANA, 1);
  const [edit] = await saveEntries(database, ANA, [{ ...visit({ people: 9 }), id: sent.id, revision: 2 }]);
  assert.deepEqual(
    await applyReceipts(database, ANA.id, [receiptOf(sent, { outcome: "refused", code: "invalid" })]),
    [],
  );
  assert.deepEqual(await entriesOf(database, ANA.id), [edit]);
});

test("an edit made while its entry was being sent survives the old revision's receipt", async () => {
  const database = freshDatabase();
  const [sent] = await saveVisits(database, ANA, 1);
  const [edit] = await saveEntries(database, ANA, [{ ...visit({ people: 9 }), id: sent.id, revision: 1 }]);
  assert.equal(edit.revision, 2);
  assert.deepEqual(await applyReceipts(database, ANA.id, [receiptOf(sent)]), []);
  assert.deepEqual(await entriesOf(database, ANA.id), [edit]);
  assert.equal((await applyReceipts(database, ANA.id, [receiptOf(edit)])).length, 1);
  assert.deepEqual(await entriesOf(database, ANA.id), []);
});

test("an entry that may have been sent gets a higher revision when it is changed, and only then", async () => {
  const database = freshDatabase();
  const entry = visit();
  const again = (fields, revision) =>
    saveEntries(database, ANA, [{ ...entry, fields: { ...entry.fields, ...fields }, revision }]);
  await saveEntries(database, ANA, [entry]);
  await again({}, 1);
  assert.deepEqual(await revisions(database), [1], "the same once more");
  await again({ people: 3 }, 1);
  assert.deepEqual(await revisions(database), [2], "other fields under an old number");
  await again({ people: 3 }, 3);
  assert.deepEqual(await revisions(database), [3], "an edit that says which it is");
  await again({ people: 4 }, 7);
  assert.deepEqual(await revisions(database), [7], "numbers may be left out");
  await again({ people: 4 }, 2);
  assert.deepEqual(await revisions(database), [7], "numbers never fall");
});

test("a refused entry gets another revision even unchanged, and waits from now on", async () => {
  const database = freshDatabase();
  const [copy] = await saveVisits(database, ANA, 1);
  await applyReceipts(database, ANA.id, [
    receiptOf(copy, { outcome: "refused", code: "invalid", errors: { people: ["?"] } }),
  ]);
  await idle();
  const [mended] = await saveEntries(database, ANA, [{ ...visit(copy.fields), id: copy.id, revision: 1 }]);
  assert.equal(mended.revision, 2);
  assert.equal(mended.state, WAITING);
  assert.equal("errors" in mended || "code" in mended || "outcome" in mended, false);
  assert.ok(mended.saved_at > copy.saved_at);
});

test("the waiting time is not reset by a correction", async () => {
  const database = freshDatabase();
  const [copy] = await saveVisits(database, ANA, 1);
  await idle();
  const [edit] = await saveEntries(database, ANA, [{ ...visit({ people: 9 }), id: copy.id, revision: 2 }]);
  assert.equal(edit.saved_at, copy.saved_at);
});

test("replacements of entries are stored on the phone", async () => {
  const database = freshDatabase();
  const left = uuid7();
  const [fresh] = await saveEntries(database, ANA, [visit()], { replaces: left });
  await saveEntries(database, ANA, [visit()]);
  assert.deepEqual(await readReplacements(database), new Map([[left, fresh.id]]));
});

test("a replacement deletes the copy of the replaced entry", async () => {
  const database = freshDatabase();
  const [old] = await saveVisits(database, ANA, 1);
  const [fresh] = await saveEntries(database, ANA, [visit()], { replaces: old.id });
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [fresh.id]);
});

test("entries of one form are saved together or not at all", async () => {
  const database = freshDatabase();
  const entries = [visit(), { ...visit(), id: undefined }];
  await assert.rejects(saveEntries(database, ANA, entries, { draft: "d" }));
  assert.deepEqual(await entriesOf(database, ANA.id), []);
});

test("users who share a phone are kept apart", async () => {
  const database = freshDatabase();
  const [anas] = await saveVisits(database, ANA, 1);
  const leos = await saveVisits(database, LEO, 2);
  await addPhoto(database, anas.id);
  await saveDraft(database, { id: uuid7(), user: LEO.id, kind: "visit" });
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [anas.id]);
  assert.deepEqual(idsOf(await entriesOf(database, LEO.id)), idsOf(leos));
  assert.deepEqual(await photosOf(database, LEO.id), []);
  assert.deepEqual(await draftsOf(database, ANA.id), []);
  assert.deepEqual(await applyReceipts(database, LEO.id, [receiptOf(anas)]), [], "a receipt is its sender's");
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [anas.id]);
});

test("a copy is parked only at the revision that could not be sent", async () => {
  const database = freshDatabase();
  const [copy] = await saveVisits(database, ANA, 1);
  await parkEntry(database, copy.id, 2, "unsendable");
  await parkEntry(database, uuid7(), 1, "unsendable");
  assert.deepEqual(await entriesOf(database, ANA.id), [copy]);
  await parkEntry(database, copy.id, 1, "unsendable");
  assert.deepEqual(await entriesOf(database, ANA.id), [{ ...copy, state: PARKED, code: "unsendable", errors: {} }]);
});
