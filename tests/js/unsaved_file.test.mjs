// The file of what a form could not save.

import assert from "node:assert/strict";
import { test } from "node:test";
import { photosOf } from "../../static/js/outbox/photo_store.js";
import { ANA, addPhoto, freshDatabase, visit } from "./helpers.mjs";

test("the file holds the photos of a draft that was resumed", async () => {
  const shared = [];
  const share = async ({ files }) => shared.push(...files);
  Object.defineProperty(globalThis, "navigator", { value: { canShare: () => true, share }, configurable: true });
  const made = { append: () => {}, setAttribute: () => {} };
  globalThis.document = {
    documentElement: { lang: "vi" },
    getElementById: () => made,
    createElement: () => made,
  };
  globalThis.PAGE = { words: {} };
  const { saveUnsaved } = await import("../../static/js/page/form/unsaved_file.js");
  const database = freshDatabase();
  const entry = visit();
  const photo = await addPhoto(database, entry.id);
  await saveUnsaved(ANA, [entry], await photosOf(database, ANA.id));
  const [file] = await Promise.all(shared.map(async (one) => JSON.parse(await one.text())));
  assert.deepEqual(
    file.photos.map(({ id, entry }) => [id, entry]),
    [[photo, entry.id]],
  );
});
