// The stored list of own entries, as receipts change it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { applyReceipts, saveEntries } from "../../static/js/outbox/outbox_store.js";
import { readList, saveList } from "../../static/js/outbox/reading_store.js";
import { ANA, freshDatabase, idsOf, MONTH, receiptOf, saveLists, saveVisits, visit } from "./helpers.mjs";

const idle = () => new Promise((resolve) => setTimeout(resolve, 2));

const mine = async (database, language = "vi") => (await readList(database, ANA.id, "mine", language)).body;

test("an accepted entry is added to the own list in every language, without its tag", async () => {
  const database = freshDatabase();
  await saveLists(database);
  const before = await readList(database, ANA.id, "mine", "vi");
  const [copy] = await saveVisits(database, ANA, 1);
  await idle();
  await applyReceipts(database, ANA.id, [receiptOf(copy)]);
  for (const language of ["vi", "en"]) {
    const { etag, body, at } = await readList(database, ANA.id, "mine", language);
    assert.equal(etag, null);
    assert.ok(at > before.at, "an answer that is older than a receipt is known by that");
    assert.equal(body.received.visit, 6);
    assert.equal(body.received.training, 1);
    assert.equal(body.approved.visit, 1);
    assert.deepEqual(idsOf(body.entries), [copy.id, "older"]);
    const { fields, happened_on, ...rest } = body.entries[0];
    assert.deepEqual(rest, { id: copy.id, kind: "visit", revision: 1, status: "submitted", reason: "", comment: "" });
    assert.deepEqual([fields, happened_on], [copy.fields, "2026-11-22"]);
  }
  assert.equal((await readList(database, ANA.id, "bootstrap", "vi")).etag, '"b"');
});

test("counts of the own list include an edit once, no withdrawal, and no other month", async () => {
  const database = freshDatabase();
  await saveLists(database);
  const receive = async (fields, id, revision) => {
    const [copy] = await saveEntries(database, ANA, [visit(fields, { id, revision })]);
    await applyReceipts(database, ANA.id, [receiptOf(copy)]);
    return copy.id;
  };
  const id = await receive({}, uuid7(), 1);
  assert.equal((await mine(database)).received.visit, 6);
  await receive({ people: 7 }, id, 2);
  assert.equal((await mine(database)).received.visit, 6);
  assert.equal((await mine(database)).entries.filter((one) => one.id === id).length, 1);
  await receive({ withdrawn: true }, id, 3);
  assert.equal((await mine(database)).received.visit, 5);
  assert.equal((await mine(database)).entries[0].status, "void");
  await receive({ withdrawn: true }, uuid7(), 2);
  assert.equal((await mine(database)).received.visit, 5, "what was never counted is not taken off");
  await receive({ people: 7 }, id, 4);
  assert.equal((await mine(database)).received.visit, 6, "what counts again is counted");
  await receive({ withdrawn: true }, id, 5);
  await receive({ happened_on: "2026-10-30" }, uuid7(), 1);
  assert.equal((await mine(database)).received.visit, 5);
  await receive({ happened_on: "2026-10-30", count_in: MONTH }, uuid7(), 1);
  assert.equal((await mine(database)).received.visit, 6);
});

test("counts of the own list are those of the ward's period", async () => {
  const database = freshDatabase();
  await saveLists(database);
  const periods = [
    { month: MONTH, from: "2026-10-15", to: "2026-11-14", closed: false },
    { month: "2026-12", from: "2026-11-15", to: "2026-12-14", closed: false },
  ];
  for (const language of ["vi", "en"])
    await saveList(database, ANA.id, "bootstrap", language, { etag: '"b"', body: { periods, closed_months: [] } });
  const receive = async (fields) => {
    const [copy] = await saveEntries(database, ANA, [visit(fields)]);
    await applyReceipts(database, ANA.id, [receiptOf(copy)]);
    return (await mine(database)).received.visit;
  };
  assert.equal(await receive({ happened_on: "2026-11-15" }), 5);
  assert.equal(await receive({ happened_on: "2026-11-14" }), 6);
  assert.equal(await receive({ happened_on: "2026-10-15" }), 7);
  assert.equal(await receive({ happened_on: "2026-10-14", count_in: MONTH }), 8);
  assert.equal(await receive({ happened_on: "2026-11-20", count_in: MONTH }), 8, "chosen before the rule changed");
});

test("a refusal does not change the own list", async () => {
  const database = freshDatabase();
  await saveLists(database);
  const before = await mine(database);
  const [copy] = await saveVisits(database, ANA, 1);
  await applyReceipts(database, ANA.id, [receiptOf(copy, { outcome: "conflict", code: "approved" })]);
  assert.deepEqual(await mine(database), before);
});
