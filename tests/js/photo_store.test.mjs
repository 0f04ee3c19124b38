// Photos of entries, and what happens to them with their entries.

import assert from "node:assert/strict";
import { test } from "node:test";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { applyReceipts, discardEntry, entriesOf, saveEntries } from "../../static/js/outbox/outbox_store.js";
import { parkPhoto } from "../../static/js/outbox/photo_sender.js";
import { deletePhoto, photosOf } from "../../static/js/outbox/photo_store.js";
import { PARKED, UNSAVED, WAITING } from "../../static/js/outbox/states.js";
import { ANA, addPhoto, freshDatabase, idsOf, receiptOf, saveVisits, visit } from "./helpers.mjs";

test("photos wait once their entry is saved", async () => {
  const database = freshDatabase();
  const entry = visit();
  const [ours, others] = [await addPhoto(database, entry.id), await addPhoto(database, uuid7())];
  const stateOf = async (id) => (await photosOf(database, ANA.id)).find((photo) => photo.id === id)?.state;
  assert.equal(await stateOf(ours), UNSAVED);
  await saveEntries(database, ANA, [entry]);
  assert.deepEqual([await stateOf(ours), await stateOf(others)], [WAITING, UNSAVED]);
  await parkPhoto(database, ours, "gone");
  assert.equal(await stateOf(ours), PARKED);
  await saveEntries(database, ANA, [{ ...entry, revision: 2 }]);
  assert.equal(await stateOf(ours), PARKED, "what the ward did not take is not sent by itself");
  await parkPhoto(database, uuid7(), "gone");
  await deletePhoto(database, ours);
  assert.equal(await stateOf(ours), undefined);
});

test("a discarded entry is deleted with its photos and no others", async () => {
  const database = freshDatabase();
  const [one, other] = await saveVisits(database, ANA, 2);
  await addPhoto(database, one.id);
  const kept = await addPhoto(database, other.id);
  await discardEntry(database, one.id);
  await discardEntry(database, uuid7());
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [other.id]);
  assert.deepEqual(idsOf(await photosOf(database, ANA.id)), [kept]);
});

test("photos of an entry at the ward stay when its correction is discarded", async () => {
  const database = freshDatabase();
  const [copy] = await saveVisits(database, ANA, 1);
  const photo = await addPhoto(database, copy.id);
  await discardEntry(database, copy.id, { keepPhotos: true });
  assert.deepEqual(await entriesOf(database, ANA.id), []);
  assert.deepEqual(idsOf(await photosOf(database, ANA.id)), [photo]);
});

test("photos of a withdrawn entry are deleted", async () => {
  const database = freshDatabase();
  const [withdrawn, other] = await saveEntries(database, ANA, [visit({ withdrawn: true }), visit()]);
  await addPhoto(database, withdrawn.id);
  const kept = await addPhoto(database, other.id);
  await applyReceipts(database, ANA.id, [receiptOf(withdrawn), receiptOf(other)]);
  assert.deepEqual(idsOf(await photosOf(database, ANA.id)), [kept]);
});

test("photos are taken over by the replacement of their entry", async () => {
  const database = freshDatabase();
  const old = visit();
  const photo = await addPhoto(database, old.id);
  await saveEntries(database, ANA, [old]);
  await parkPhoto(database, photo, "gone");
  const [fresh] = await saveEntries(database, ANA, [visit()], { replaces: old.id });
  const [moved] = await photosOf(database, ANA.id);
  assert.deepEqual([moved.id, moved.entry, moved.state], [photo, fresh.id, WAITING]);
});
