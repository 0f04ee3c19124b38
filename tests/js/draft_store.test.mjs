// Drafts of forms, and their photos.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deleteDraft, draftsOf, saveDraft } from "../../static/js/outbox/draft_store.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { saveEntries } from "../../static/js/outbox/outbox_store.js";
import { photosOf } from "../../static/js/outbox/photo_store.js";
import { ANA, addPhoto, freshDatabase, idsOf, visit } from "./helpers.mjs";

const idle = () => new Promise((resolve) => setTimeout(resolve, 2));

test("drafts are returned newest first until their form is saved", async () => {
  const database = freshDatabase();
  const entry = visit();
  await saveDraft(database, { id: entry.id, user: ANA.id, kind: "visit", values: { people: 1 } });
  await idle();
  await saveDraft(database, { id: "other", user: ANA.id, kind: "training" });
  assert.deepEqual(idsOf(await draftsOf(database, ANA.id)), ["other", entry.id]);
  await idle();
  await saveDraft(database, { id: entry.id, user: ANA.id, kind: "visit", values: { people: 2 } });
  const [newest, ...rest] = await draftsOf(database, ANA.id);
  assert.deepEqual([newest.values, rest.length], [{ people: 2 }, 1]);
  await saveEntries(database, ANA, [entry], { draft: entry.id });
  assert.deepEqual(idsOf(await draftsOf(database, ANA.id)), ["other"]);
});

test("a discarded draft deletes only its unsaved photos", async () => {
  const database = freshDatabase();
  const entry = visit();
  const sent = await addPhoto(database, entry.id);
  await saveEntries(database, ANA, [entry]);
  const added = await addPhoto(database, entry.id);
  const others = await addPhoto(database, uuid7());
  await saveDraft(database, { id: entry.id, user: ANA.id, kind: "visit" });
  await deleteDraft(database, ANA.id, entry.id);
  const left = idsOf(await photosOf(database, ANA.id));
  assert.deepEqual(new Set(left), new Set([sent, others]), added);
  assert.deepEqual(await draftsOf(database, ANA.id), []);
});
