// The week of a leader's team on the phone: of one reader and one post, and not for long.
import "fake-indexeddb/auto";
import assert from "node:assert/strict";
import { test } from "node:test";
import { Database } from "../../static/js/outbox/database.js";
import { saveFact, signOut } from "../../static/js/outbox/fact_store.js";
import { deleteOldLists, LIST_DAYS } from "../../static/js/outbox/household_store.js";
import { readTeam, saveTeam } from "../../static/js/outbox/team_store.js";

const DAY_MS = 86_400_000;
const LEADER = 3;
const POST = "leader of team 1";
const READING = { etag: "a", body: { members: [{ name: "Lý Ví Dụ Mai", phone: "0912000900" }] } };

async function leaderPhone(name) {
  const database = new Database(name);
  await saveFact(database, "user", { id: LEADER });
  await saveTeam(database, LEADER, POST, READING);
  return database;
}

const allOf = (database) => database.read(["lists"], (tx) => tx.store.getAll());

test("the week is there for its reader and their post alone", async () => {
  const database = await leaderPhone("post");
  assert.deepEqual((await readTeam(database, LEADER, POST)).body, READING.body);
  assert.equal(await readTeam(database, LEADER, "leader of team 2"), undefined);
  assert.equal(await readTeam(database, 4, POST), undefined);
});

test("the week leaves the phone at sign-out, and is not stored when its answer comes later", async () => {
  const database = await leaderPhone("out");
  await signOut(database, LEADER);
  assert.deepEqual(await allOf(database), []);
  await saveTeam(database, LEADER, POST, READING);
  assert.deepEqual(await allOf(database), []);
});

test("the week leaves the phone of whoever leads no team any more", async () => {
  const database = await leaderPhone("member");
  await saveTeam(database, LEADER, "member of team 1", null);
  assert.deepEqual(await allOf(database), []);
});

test("the week leaves the phone after 30 days without an answer", async () => {
  const database = await leaderPhone("old");
  await deleteOldLists(database, Date.now() + LIST_DAYS * DAY_MS - 1000);
  assert.equal((await allOf(database)).length, 1);
  await deleteOldLists(database, Date.now() + LIST_DAYS * DAY_MS + 1000);
  assert.deepEqual(await allOf(database), []);
});
