// Drafts of corrections that cannot be gone on with any more.

import assert from "node:assert/strict";
import { test } from "node:test";
import { draftsOf, saveDraft } from "../../static/js/outbox/draft_store.js";
import { deleteOldDrafts } from "../../static/js/outbox/old_drafts.js";
import { photosOf } from "../../static/js/outbox/photo_store.js";
import { ANA, addPhoto, freshDatabase, idsOf, LEO, saveVisits } from "./helpers.mjs";

const DAY_MS = 86_400_000;
const later = (days) => Date.now() + days * DAY_MS;
const never = () => false;

async function phone() {
  const database = freshDatabase();
  const [waiting] = await saveVisits(database, ANA, 1);
  for (const draft of [
    { id: "approved", isEdit: true },
    { id: "open", isEdit: true },
    { id: waiting.id, isEdit: true },
    { id: "again", replaces: "closed" },
    { id: "new" },
  ]) {
    await saveDraft(database, { user: ANA.id, kind: "visit", ...draft });
    await addPhoto(database, draft.id);
  }
  await saveDraft(database, { id: "other", user: LEO.id, kind: "visit", isEdit: true });
  await addPhoto(database, "forgotten");
  return { database, waiting: waiting.id };
}

const left = async (database) => [
  new Set(idsOf(await draftsOf(database, ANA.id))),
  new Set((await photosOf(database, ANA.id)).map(({ entry }) => entry)),
];

test("nothing is deleted within 60 days", async () => {
  const { database, waiting } = await phone();
  await deleteOldDrafts(database, ANA.id, never, later(59));
  const all = new Set(["approved", "open", waiting, "again", "new"]);
  assert.deepEqual(await left(database), [all, new Set([...all, "forgotten"])]);
});

test("corrections that cannot be saved any more go after 60 days, what may be saved stays", async () => {
  const { database, waiting } = await phone();
  await deleteOldDrafts(database, ANA.id, (id) => id === "open", later(61));
  const kept = new Set(["open", waiting, "new"]);
  assert.deepEqual(await left(database), [kept, kept]);
  assert.equal((await draftsOf(database, LEO.id)).length, 1, "the drafts of others are theirs");
});

test("a clock that was set back deletes nothing", async () => {
  const { database } = await phone();
  await deleteOldDrafts(database, ANA.id, never, later(-400));
  assert.equal((await draftsOf(database, ANA.id)).length, 5);
});
