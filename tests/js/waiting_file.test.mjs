// The file that a phone writes when it cannot send any more: what another program will read in it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { applyReceipts, entriesOf, parkEntry, saveEntries } from "../../static/js/outbox/outbox_store.js";
import { photosOf, savePhoto } from "../../static/js/outbox/photo_store.js";
import { fileName, waitingFiles } from "../../static/js/outbox/waiting_file.js";
import { ANA, freshDatabase, visit } from "./helpers.mjs";

const JPEG = Uint8Array.from({ length: 70_000 }, (_, n) => n % 256);

test("the file holds what would have been sent, and whose it is", async () => {
  const database = freshDatabase();
  const entry = visit({ note: "Nhà số 5, hẹn tối thứ bảy" });
  await savePhoto(database, { id: "photo", entry: entry.id, user: ANA.id, jpeg: JPEG.buffer });
  const copies = await saveEntries(database, ANA, [entry]);
  await savePhoto(database, { id: "unsaved", entry: "draft", user: ANA.id, jpeg: JPEG.buffer });
  const before = Date.now();
  const files = waitingFiles(ANA, copies, await photosOf(database, ANA.id));
  assert.equal(files.length, 1);
  const file = JSON.parse(files[0]);
  assert.deepEqual(Object.keys(file), ["format", "version", "exported_at", "member", "entries", "photos"]);
  assert.equal(file.format, "tung-nha/waiting");
  assert.equal(file.version, 1);
  assert.ok(Date.parse(file.exported_at) >= before);
  assert.deepEqual(file.member, ANA);
  assert.deepEqual(file.entries, [entry]);
  const [photo, ...others] = file.photos;
  assert.deepEqual(others, [], "a photo of a form that is not saved belongs to no entry yet");
  assert.deepEqual(Object.keys(photo), ["id", "entry", "jpeg"]);
  assert.equal(photo.entry, entry.id);
  assert.deepEqual(Uint8Array.from(Buffer.from(photo.jpeg, "base64")), JPEG);
});

test("the file says which changes the ward is to take only where it has not returned the entry", async () => {
  const corrections = [{ ...visit(), revision: 2, if_submitted: true }, visit()];
  const copies = await saveEntries(freshDatabase(), ANA, corrections);
  const [file] = waitingFiles(ANA, copies, []).map((text) => JSON.parse(text));
  assert.deepEqual(
    file.entries.map((one) => one.if_submitted),
    [true, undefined],
  );
});

test("what came back goes into the file too", async () => {
  const database = freshDatabase();
  const [one, other] = await saveEntries(database, ANA, [visit(), visit()]);
  await applyReceipts(database, ANA.id, [
    { id: one.id, revision: 1, outcome: "refused", code: "invalid", errors: { people: ["?"] } },
  ]);
  await parkEntry(database, other.id, 1, "unsendable");
  const [file] = waitingFiles(ANA, await entriesOf(database, ANA.id), []).map((text) => JSON.parse(text));
  assert.deepEqual(new Set(file.entries.map(({ id }) => id)), new Set([one.id, other.id]));
  assert.deepEqual(file.photos, []);
});

test("what is too much for one file goes into several, each small enough to be taken in", async () => {
  const jpeg = new Uint8Array(4 * 2 ** 20).buffer;
  const photos = Array.from({ length: 8 }, (_, n) => ({ id: `photo ${n}`, entry: "entry", jpeg, state: "waiting" }));
  const texts = waitingFiles(ANA, [visit()], photos);
  const files = texts.map((text) => JSON.parse(text));
  for (const text of texts) assert.ok(text.length < 40 * 2 ** 20, `${text.length}`);
  assert.deepEqual(
    files.map(({ entries }) => entries.length),
    [1, 0, 0],
  );
  assert.deepEqual(
    files.flatMap((file) => file.photos.map(({ id }) => id)),
    photos.map(({ id }) => id),
  );
});

test("a file's name says whose it is, when it was made and which part it is", () => {
  const moment = new Date("2026-11-22T08:05:59Z");
  assert.equal(fileName(ANA, "json", 0, moment), "tung-nha-1-20261122-0805.json");
  assert.equal(fileName(ANA, "txt", 1, moment), "tung-nha-1-20261122-0805-2.txt");
});
