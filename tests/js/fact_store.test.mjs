// Signing out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { draftsOf, saveDraft } from "../../static/js/outbox/draft_store.js";
import { readFact, saveFact, signOut } from "../../static/js/outbox/fact_store.js";
import { entriesOf } from "../../static/js/outbox/outbox_store.js";
import { photosOf } from "../../static/js/outbox/photo_store.js";
import { readList, saveList } from "../../static/js/outbox/reading_store.js";
import { ANA, addPhoto, freshDatabase, idsOf, LEO, saveLists, saveVisits } from "./helpers.mjs";

test("signing out deletes the user and their lists, and nothing that waits", async () => {
  const database = freshDatabase();
  await saveFact(database, "user", ANA);
  await saveFact(database, "language", "vi");
  await saveLists(database);
  await saveList(database, LEO.id, "mine", "vi", { etag: null, body: {} });
  const copies = await saveVisits(database, ANA, 2);
  const photo = await addPhoto(database, copies[0].id);
  await saveDraft(database, { id: "draft", user: ANA.id, kind: "visit" });
  await signOut(database, ANA.id);
  assert.equal(await readFact(database, "user"), undefined);
  assert.equal(await readFact(database, "language"), "vi");
  for (const name of ["mine", "bootstrap"]) assert.equal(await readList(database, ANA.id, name, "vi"), undefined);
  assert.ok(await readList(database, LEO.id, "mine", "vi"));
  assert.deepEqual(await entriesOf(database, ANA.id), copies);
  assert.deepEqual(idsOf(await photosOf(database, ANA.id)), [photo]);
  assert.equal((await draftsOf(database, ANA.id)).length, 1);
});
