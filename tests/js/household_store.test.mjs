// The list of households on the phone: for one user and one team, for 30 days, and gone at sign-out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { saveFact, signOut } from "../../static/js/outbox/fact_store.js";
import {
  deleteOldLists,
  isTooOld,
  LIST_DAYS,
  noteReceived,
  readHouseholds,
  saveHouseholds,
} from "../../static/js/outbox/household_store.js";
import { ANA, freshDatabase, LEO, saveLists } from "./helpers.mjs";

const DAY_MS = 86_400_000;
const TEAM = "team 1";
const READING = { etag: '"1"', body: { households: [{ id: "a" }] } };

async function stored(user = ANA) {
  const database = freshDatabase();
  await saveFact(database, "user", user);
  await saveHouseholds(database, user.id, TEAM, READING);
  return database;
}

test("a list is read by its user and for its team alone", async () => {
  const database = await stored();
  assert.deepEqual((await readHouseholds(database, ANA.id, TEAM)).body, READING.body);
  assert.equal(await readHouseholds(database, LEO.id, TEAM), undefined);
  assert.equal(await readHouseholds(database, ANA.id, "team 2"), undefined);
});

test("a list leaves the phone at sign-out and does not come back with a late answer", async () => {
  const database = await stored();
  await signOut(database, ANA.id);
  assert.equal(await readHouseholds(database, ANA.id, TEAM), undefined);
  await saveHouseholds(database, ANA.id, TEAM, READING);
  assert.equal(await readHouseholds(database, ANA.id, TEAM), undefined);
});

test("a late answer is not stored for the next user of the phone", async () => {
  const database = await stored();
  await saveFact(database, "user", LEO);
  await saveHouseholds(database, ANA.id, TEAM, READING);
  assert.equal(await readHouseholds(database, ANA.id, TEAM), undefined);
});

test("saving nothing deletes the list", async () => {
  const database = await stored();
  await saveHouseholds(database, ANA.id, TEAM, null);
  assert.equal(await readHouseholds(database, ANA.id, TEAM), undefined);
});

test("old lists of all users are deleted, and no other readings", async () => {
  const database = await stored();
  await saveLists(database);
  await saveFact(database, "user", LEO);
  await saveHouseholds(database, LEO.id, TEAM, READING);
  await deleteOldLists(database, Date.now() + LIST_DAYS * DAY_MS - 1000);
  assert.ok(await readHouseholds(database, ANA.id, TEAM));
  await deleteOldLists(database, Date.now() + LIST_DAYS * DAY_MS + 1000);
  assert.equal(await readHouseholds(database, ANA.id, TEAM), undefined);
  assert.equal(await readHouseholds(database, LEO.id, TEAM), undefined);
  const rest = await database.read(["lists"], (tx) => tx.store.getAllKeys());
  assert.deepEqual(rest.map(([, name]) => name).sort(), ["bootstrap", "mine", "mine"]);
});

test("a list from the future has a wrong clock", () => {
  const now = Date.now();
  assert.ok(!isTooOld(now, now));
  assert.ok(!isTooOld(now + DAY_MS / 2, now));
  assert.ok(isTooOld(now + 2 * DAY_MS, now));
  assert.ok(isTooOld(now - 31 * DAY_MS, now));
});

test("what the ward receives while the list is on its way is not taken to be in it", async () => {
  const database = await stored();
  const note = (...ids) =>
    database.write(["lists"], (tx) =>
      noteReceived(
        tx.store,
        ANA.id,
        ids.map((id) => ({ id })),
      ),
    );
  await note("before");
  const { since } = await readHouseholds(database, ANA.id, TEAM);
  await note("meanwhile");
  await saveHouseholds(database, ANA.id, TEAM, READING, since);
  assert.deepEqual((await readHouseholds(database, ANA.id, TEAM)).since, ["meanwhile"]);
});
