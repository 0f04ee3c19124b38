// Sending entries and photos of a full phone without saving them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SendError } from "../../static/js/outbox/api.js";
import { StorageError } from "../../static/js/outbox/database.js";
import { digest, digestOf } from "../../static/js/outbox/digest.js";
import { noteReplacement, sendPhotosWithoutSaving, sendWithoutSaving } from "../../static/js/outbox/direct_sender.js";
import { draftsOf, saveDraft } from "../../static/js/outbox/draft_store.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { entriesOf, readReplacements } from "../../static/js/outbox/outbox_store.js";
import { photosOf } from "../../static/js/outbox/photo_store.js";
import { UNSAVED, WAITING } from "../../static/js/outbox/states.js";
import { ANA, addPhoto, emptyDisk, fillDisk, freshDatabase, LEO, receiptOf, visit } from "./helpers.mjs";
import { saveWithPhoto, sendError, ward } from "./sending_helpers.mjs";

/** Answers entries that were sent past the phone, with `changes` to the second receipt. */
function answering(changes = {}) {
  const answer = async (one, i) => {
    const { fields } = JSON.parse(JSON.stringify(one));
    return receiptOf({ ...one, digest: await digest(fields) }, i === 1 ? changes : {});
  };
  return ward({ send: (batch) => Promise.all(batch.map(answer)) });
}

/** Keeps an unfinished form with a photo for each of `answers`; returns the entry, the photos, and who answers them. */
async function unfinishedWithPhotos(database, answers) {
  const entry = visit();
  await saveDraft(database, { id: entry.id, user: ANA.id, kind: "visit" });
  const photos = [];
  for (const _ of answers) photos.push(await addPhoto(database, entry.id));
  const other = await addPhoto(database, uuid7());
  const api = ward({
    sendPhoto: async ({ id, jpeg }) => {
      return answers[photos.indexOf(id)] ?? { digest: await digestOf(jpeg) };
    },
  });
  return { entry, photos, other, api };
}

const standings = async (database) =>
  Object.fromEntries((await photosOf(database, ANA.id)).map(({ id, state }) => [id, state]));

test("entries of a full phone count as sent when the ward has exactly them", async () => {
  const entries = [visit({ left_out: undefined }), visit()];
  const { receipts, csrf } = await sendWithoutSaving(ANA, entries, answering());
  assert.deepEqual(
    receipts.map(({ outcome }) => outcome),
    ["stored", "stored"],
  );
  assert.equal(csrf, "token");
  const refused = { outcome: "refused", digest: "", errors: { people: ["?"] } };
  assert.deepEqual((await sendWithoutSaving(ANA, entries, answering(refused))).receipts[1].errors, refused.errors);
});

for (const [what, changes] of Object.entries({
  "of another entry": { id: uuid7() },
  "of another revision": { revision: 2 },
  "of other fields": { digest: "0".repeat(64) },
  "known with other fields": { outcome: "known", digest: "0".repeat(64) },
  "refused, of another revision": { outcome: "refused", revision: 7 },
})) {
  test(`a receipt ${what} does not count for an unsaved entry`, async () => {
    await assert.rejects(sendWithoutSaving(ANA, [visit(), visit()], answering(changes)), sendError("unavailable"));
  });
}

test("an entry without a receipt is not taken for sent; a surplus receipt is ignored", async () => {
  const lone = visit();
  const receipt = receiptOf({ ...lone, digest: await digest(lone.fields) });
  const giving = (...receipts) => ward({ send: async () => receipts });
  await assert.rejects(sendWithoutSaving(ANA, [lone], giving()), sendError("unavailable"));
  await assert.rejects(sendWithoutSaving(ANA, [lone, visit()], giving(receipt)), sendError("unavailable"));
  assert.deepEqual((await sendWithoutSaving(ANA, [lone], giving(receipt, receipt))).receipts, [receipt]);
});

test("entries of another user are not sent unsaved", async () => {
  for (const user of [null, LEO]) {
    const api = ward({ user });
    await assert.rejects(sendWithoutSaving(ANA, [visit()], api), sendError("signed_out"));
    assert.deepEqual(api.log, []);
  }
});

test("photos of an unsaved entry are deleted when the ward has them; the others wait", async () => {
  const database = freshDatabase();
  const answers = [
    null,
    { code: "gone" },
    { code: "unreadable" },
    { digest: "0".repeat(64) },
    { code: "unknown_entry" },
  ];
  const { entry, photos, other, api } = await unfinishedWithPhotos(database, answers);
  await sendPhotosWithoutSaving(database, ANA, entry.id, "token", api);
  const [, ...left] = photos;
  assert.deepEqual(await standings(database), {
    ...Object.fromEntries(left.map((id) => [id, WAITING])),
    [other]: UNSAVED,
  });
  assert.deepEqual(await draftsOf(database, ANA.id), []);
  assert.equal(api.log.length, 5);
});

test("photos of an unsaved entry wait after a lost connection", async () => {
  const database = freshDatabase();
  const { entry, photos, other, api } = await unfinishedWithPhotos(database, [null, null, null]);
  const asked = [];
  const breaking = (photo, token) => {
    if (asked.push(photo.id) === 2) throw new SendError("no_network");
    return api.sendPhoto(photo, token);
  };
  const work = sendPhotosWithoutSaving(database, ANA, entry.id, "token", { ...api, sendPhoto: breaking });
  await assert.rejects(work, sendError("no_network"));
  const left = photos.filter((id) => id !== asked[0]).map((id) => [id, WAITING]);
  assert.deepEqual(await standings(database), { ...Object.fromEntries(left), [other]: UNSAVED });
  assert.deepEqual(await draftsOf(database, ANA.id), []);
});

test("the draft and its photos stay as they were on a full phone", async () => {
  const database = freshDatabase();
  const { entry, photos, other, api } = await unfinishedWithPhotos(database, [null, { code: "unreadable" }]);
  fillDisk(() => true);
  const isFull = (error) => error instanceof StorageError && error.reason === "storage_full";
  await assert.rejects(sendPhotosWithoutSaving(database, ANA, entry.id, "token", api), isFull);
  emptyDisk();
  assert.deepEqual(await standings(database), { [photos[1]]: UNSAVED, [other]: UNSAVED });
  assert.equal((await draftsOf(database, ANA.id)).length, 1);
});

test("an entry that was sent without saving takes the place of the one that it replaces, and its photos", async () => {
  const database = freshDatabase();
  const { copy, photo } = await saveWithPhoto(database);
  const again = visit();
  await noteReplacement(database, ANA, again.id, copy.id);
  assert.deepEqual(await entriesOf(database, ANA.id), []);
  assert.deepEqual([...(await readReplacements(database))], [[copy.id, again.id]]);
  const api = ward();
  await sendPhotosWithoutSaving(database, ANA, again.id, "token", api);
  assert.deepEqual(api.log, [{ photo, token: "token" }]);
  assert.deepEqual(await photosOf(database, ANA.id), []);
});
