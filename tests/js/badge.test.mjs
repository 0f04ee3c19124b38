// The number on the app's icon.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { showBadge } from "../../static/js/outbox/badge.js";
import { parkEntry } from "../../static/js/outbox/outbox_store.js";
import { ANA, freshDatabase, LEO, saveVisits } from "./helpers.mjs";
import { saveWithPhoto } from "./sending_helpers.mjs";

const shown = [];

/** Gives this browser an icon with a number, or with what `work` does. */
function setBadges(work = async (number) => shown.push(number)) {
  Object.defineProperty(globalThis, "navigator", { value: { setAppBadge: work }, configurable: true });
}

afterEach(() => {
  delete globalThis.navigator;
  shown.length = 0;
});

test("the icon shows what waits for the user, entries and photos, and nothing once nobody is signed in", async () => {
  setBadges();
  const database = freshDatabase();
  await saveWithPhoto(database);
  const [parked] = await saveVisits(database, ANA, 1);
  await parkEntry(database, parked.id, parked.revision, "unsendable");
  await saveVisits(database, LEO, 3);
  await showBadge(database, ANA.id);
  await showBadge(database, undefined);
  assert.deepEqual(shown, [2, 0]);
});

test("a browser without such a number, or that refuses it, is not disturbed", async () => {
  setBadges(undefined);
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  await showBadge(freshDatabase(), ANA.id);
  setBadges(async () => {
    throw new DOMException("no", "NotAllowedError");
  });
  await showBadge(freshDatabase(), ANA.id);
});
