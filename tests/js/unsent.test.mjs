// How much is on this phone and not at the ward: two numbers that hold all of it, and nothing twice.

import assert from "node:assert/strict";
import { test } from "node:test";
import { applyReceipts, entriesOf, parkEntry, saveEntries } from "../../static/js/outbox/outbox_store.js";
import { parkPhoto } from "../../static/js/outbox/photo_sender.js";
import { photosOf } from "../../static/js/outbox/photo_store.js";
import { PARKED, REFUSED, UNSAVED, WAITING } from "../../static/js/outbox/states.js";
import { allOf, unsentWork } from "../../static/js/outbox/unsent.js";
import { unsentOfOthers } from "../../static/js/outbox/unsent_of_others.js";
import { ANA, addPhoto, freshDatabase, LEO, receiptOf, visit } from "./helpers.mjs";

const entry = (id, state, saved_at = 5) => ({ id, state, saved_at });
const photo = (of, state = WAITING, at = 5) => ({ entry: of, state, at });

for (const [what, copies, photos, waiting, stuck, held] of [
  ["nothing", [], [], [0, 0], [0, 0], 0],
  ["an entry", [entry("a", WAITING)], [], [1, 0], [0, 0], 0],
  ["an entry with its photo", [entry("a", WAITING)], [photo("a")], [1, 1], [0, 0], 0],
  ["a photo alone, whose entry the ward has", [], [photo("a")], [0, 1], [0, 0], 0],
  ["a refused entry with its photo", [entry("a", REFUSED)], [photo("a")], [0, 0], [1, 0], 1],
  ["a refused entry whose photo was asked about", [entry("a", REFUSED)], [photo("a", PARKED)], [0, 0], [1, 0], 1],
  ["an entry that could not be sent, with a photo", [entry("a", PARKED)], [photo("a")], [0, 0], [1, 0], 1],
  ["a photo that the ward refused", [], [photo("a", PARKED)], [0, 0], [0, 1], 0],
  ["a refused photo of an entry that waits", [entry("a", WAITING)], [photo("a", PARKED)], [1, 0], [0, 1], 0],
  ["the photo of an unfinished form", [], [photo("a", UNSAVED)], [0, 0], [0, 0], 0],
  [
    "all at once",
    [entry("a", WAITING), entry("b", WAITING), entry("c", REFUSED), entry("d", PARKED)],
    [photo("a"), photo("c"), photo("d"), photo("e"), photo("e", PARKED), photo("f", UNSAVED)],
    [2, 2],
    [2, 1],
    2,
  ],
]) {
  test(`counted: ${what}`, () => {
    const amount = ([entries, photoCount]) => ({ entries, photos: photoCount });
    const { since, ...unsent } = unsentWork(copies, photos);
    assert.equal(since, waiting.some(Boolean) ? 5 : Infinity);
    assert.deepEqual(unsent, { waiting: amount(waiting), stuck: amount(stuck), held });
    const saved = photos.filter(({ state }) => state !== UNSAVED).length;
    assert.deepEqual(
      allOf(unsent),
      { entries: copies.length, photos: saved },
      "nothing is missing, nothing is in both",
    );
  });
}

test("what waits is as old as the oldest entry or photo that goes by itself", () => {
  const copies = [entry("a", WAITING, 30), entry("b", REFUSED, 1)];
  assert.equal(unsentWork(copies, [photo("b", WAITING, 2), photo("x", PARKED, 3), photo("y", UNSAVED, 4)]).since, 30);
  assert.equal(unsentWork(copies, [photo("y", WAITING, 20)]).since, 20);
});

test("what others have here is counted with their photos, by their names", async () => {
  const database = freshDatabase();
  const ofAna = visit();
  await addPhoto(database, ofAna.id);
  const [copy] = await saveEntries(database, ANA, [ofAna]);
  const [stuck] = await saveEntries(database, ANA, [visit()]);
  await parkEntry(database, stuck.id, 1, "unsendable");
  await addPhoto(database, "draft");
  assert.deepEqual(await unsentOfOthers(database, ANA.id), []);
  assert.deepEqual(await unsentOfOthers(database, LEO.id), [{ author: "Ana", entries: 2, photos: 1 }]);
  await applyReceipts(database, ANA.id, [receiptOf(copy)]);
  await parkEntry(database, stuck.id, 1, "unsendable");
  const [{ id }] = await photosOf(database, ANA.id);
  await parkPhoto(database, id, "unreadable");
  assert.deepEqual(await unsentOfOthers(database, LEO.id), [{ author: "Ana", entries: 1, photos: 1 }]);
});

test("a photo alone still names its owner", async () => {
  const database = freshDatabase();
  const one = visit();
  await addPhoto(database, one.id);
  const [copy] = await saveEntries(database, ANA, [one]);
  await applyReceipts(database, ANA.id, [receiptOf(copy)]);
  assert.deepEqual(await entriesOf(database, ANA.id), []);
  assert.deepEqual(await unsentOfOthers(database, LEO.id), [{ author: "Ana", entries: 0, photos: 1 }]);
});
