// The file that a phone writes when it cannot send any more: what another program will read in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileName, waitingFile } from "../../static/js/outbox/waiting_file.js";
import { ANA, freshStore, visit } from "./pieces.mjs";

const JPEG = Uint8Array.from({ length: 70_000 }, (_, n) => n % 256);

test("the file holds what would have been sent, and whose it is", async () => {
  const store = freshStore();
  const entry = visit({ note: "Nhà số 5, hẹn tối thứ bảy" });
  const copies = await store.save(ANA, [entry]);
  await store.keepPhoto({ id: "photo", entry: entry.id, user: ANA.id, jpeg: JPEG.buffer });
  const before = Date.now();
  const file = JSON.parse(waitingFile(ANA, copies, await store.photos(ANA.id)));
  assert.deepEqual(Object.keys(file), ["format", "version", "exported_at", "member", "entries", "photos"]);
  assert.equal(file.format, "tung-nha/waiting");
  assert.equal(file.version, 1);
  assert.ok(Date.parse(file.exported_at) >= before);
  assert.deepEqual(file.member, ANA);
  assert.deepEqual(file.entries, [entry]);
  const [photo] = file.photos;
  assert.deepEqual(Object.keys(photo), ["id", "entry", "jpeg"]);
  assert.equal(photo.entry, entry.id);
  assert.deepEqual(Uint8Array.from(Buffer.from(photo.jpeg, "base64")), JPEG);
});

test("what came back goes into the file too", async () => {
  const store = freshStore();
  const [one, other] = await store.save(ANA, [visit(), visit()]);
  await store.settle(ANA.id, [{ id: one.id, revision: 1, outcome: "refused", code: "invalid", errors: { people: ["?"] } }]);
  await store.park(other.id, 1, "unsendable");
  const file = JSON.parse(waitingFile(ANA, await store.entries(ANA.id), []));
  assert.deepEqual(new Set(file.entries.map(({ id }) => id)), new Set([one.id, other.id]));
  assert.deepEqual(file.photos, []);
});

test("the file's name says whose it is and when it was made", () => {
  assert.equal(fileName(ANA, new Date("2026-11-22T08:05:59Z")), "tung-nha-1-20261122-0805.json");
});
