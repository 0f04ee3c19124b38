// What was handed to the ward as a file: how long the phone may say so.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { keysOf, readHanded, saveHanded } from "../../static/js/outbox/handed.js";
import { UNSAVED, WAITING } from "../../static/js/outbox/states.js";
import { emptyDisk, fillDisk, freshDatabase } from "./helpers.mjs";

const ENTRY = { id: "a", revision: 1 };
const PHOTO = { id: "p", state: WAITING };
const HANDED = { at: 5, isShared: true, entries: 1, photos: 1, keys: keysOf([ENTRY], [PHOTO]) };
let user = 0;

afterEach(emptyDisk);

test("it holds as long as nothing new is on the phone", async () => {
  const database = freshDatabase();
  user += 1;
  assert.equal(await readHanded(database, user, [ENTRY], [PHOTO]), undefined);
  await saveHanded(database, user, HANDED);
  assert.deepEqual(await readHanded(database, user, [ENTRY], [PHOTO]), HANDED);
  assert.deepEqual(await readHanded(database, user, [ENTRY], []), HANDED, "the photo went by itself since");
  assert.deepEqual(await readHanded(database, user, [ENTRY], [{ id: "q", state: UNSAVED }]), HANDED);
  assert.equal(await readHanded(database, user, [], []), undefined, "nothing is left to speak of");
  for (const [copies, photos] of [
    [[ENTRY, { id: "b", revision: 1 }], []],
    [[{ ...ENTRY, revision: 2 }], []],
    [[ENTRY], [PHOTO, { id: "q", state: WAITING }]],
  ])
    assert.equal(await readHanded(database, user, copies, photos), undefined, "what is new was not handed over");
  assert.equal(await readHanded(database, user + 1000, [ENTRY], []), undefined, "another user's");
});

test("a phone that stores nothing more still says it on this page", async () => {
  const database = freshDatabase();
  user += 1;
  fillDisk((store) => store === "facts");
  await saveHanded(database, user, HANDED);
  assert.deepEqual(await readHanded(database, user, [ENTRY], [PHOTO]), HANDED);
});
