// Sending photos after their entries.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SendError } from "../../static/js/outbox/api.js";
import { digestOf } from "../../static/js/outbox/digest.js";
import { readFact } from "../../static/js/outbox/fact_store.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { entriesOf, saveEntries } from "../../static/js/outbox/outbox_store.js";
import { droppedFact, photosOf } from "../../static/js/outbox/photo_store.js";
import { PARKED, REFUSED, WAITING } from "../../static/js/outbox/states.js";
import { ANA, addPhoto, freshDatabase, idsOf, JPEG, receiptOf, visit } from "./helpers.mjs";
import { saveWithPhoto, send, sendError, ward } from "./sending_helpers.mjs";

const states = async (database) => (await entriesOf(database, ANA.id)).map(({ state }) => state);

test("a photo is sent after its entry and deleted when the ward has its bytes", async () => {
  const database = freshDatabase();
  const { copy, photo } = await saveWithPhoto(database);
  const unsaved = await addPhoto(database, uuid7());
  const api = ward();
  await send(database, api);
  assert.deepEqual(api.log, [
    { batch: [copy.id], token: "token" },
    { photo, token: "token" },
  ]);
  assert.deepEqual(idsOf(await photosOf(database, ANA.id)), [unsaved]);
});

test("a photo is not sent before its entry", async () => {
  const database = freshDatabase();
  const { photo } = await saveWithPhoto(database);
  const api = ward({ send: async () => Promise.reject(new SendError("unsendable")) });
  await send(database, api);
  assert.equal(
    api.log.some((one) => one.photo),
    false,
  );
  const [kept] = await photosOf(database, ANA.id);
  assert.deepEqual([kept.id, kept.state], [photo, WAITING]);
});

test("a photo of a correction that was refused still belongs to what the ward has", async () => {
  const database = freshDatabase();
  const { photo } = await saveWithPhoto(database);
  const api = ward({ send: async ([one]) => [receiptOf(one, { outcome: "refused", code: "invalid" })] });
  await send(database, api);
  assert.deepEqual(api.log.at(-1), { photo, token: "token" });
  assert.deepEqual(await states(database), [REFUSED]);
});

test("entries saved while photos are sent go before the other photos", async () => {
  const database = freshDatabase();
  const { photo: first } = await saveWithPhoto(database);
  const { photo: second } = await saveWithPhoto(database);
  const meanwhile = visit();
  const api = ward({
    sendPhoto: async ({ id, jpeg }) => {
      if (id === first) await saveEntries(database, ANA, [meanwhile]);
      return { digest: await digestOf(jpeg) };
    },
  });
  await send(database, api);
  assert.deepEqual(
    api.log.slice(1).map(({ batch, photo }) => photo ?? batch[0]),
    [first, meanwhile.id, second],
  );
});

for (const [what, answer, state] of [
  ["a digest of other bytes", { digest: "0".repeat(64) }, WAITING],
  ["no digest", {}, WAITING],
  ["an entry that the ward does not have", { code: "unknown_entry" }, PARKED],
  ["bytes that are no picture", { code: "unreadable" }, PARKED],
  ["too many bytes", { code: "too_large" }, PARKED],
  ["an id that has other bytes", { code: "other_photo" }, PARKED],
]) {
  test(`a photo stays after ${what}, ${state}`, async () => {
    const database = freshDatabase();
    const { photo } = await saveWithPhoto(database);
    await send(database, ward({ sendPhoto: async () => answer }));
    const [kept] = await photosOf(database, ANA.id);
    assert.deepEqual([kept.id, kept.state, kept.code], [photo, state, state === PARKED ? answer.code : undefined]);
    assert.deepEqual(kept.jpeg, JPEG);
  });
}

test("a parked photo is sent when its author asks", async () => {
  const database = freshDatabase();
  const { photo } = await saveWithPhoto(database);
  await send(database, ward({ sendPhoto: async () => ({ code: "unreadable" }) }));
  const api = ward();
  await send(database, api);
  assert.deepEqual(api.log, []);
  await send(database, api, { withParked: true });
  assert.deepEqual(api.log, [{ photo, token: "token" }]);
  assert.deepEqual(await photosOf(database, ANA.id), []);
});

/** A ward that refuses entries as long as `isRefusing()`, and takes photos only of entries that it has. */
function strictWard(isRefusing) {
  const stored = new Set();
  return ward({
    send: async (batch) => {
      if (isRefusing()) return batch.map((one) => receiptOf(one, { outcome: "refused", code: "invalid" }));
      for (const { id } of batch) stored.add(id);
      return batch.map((one) => receiptOf(one));
    },
    sendPhoto: async ({ entry, jpeg }) =>
      stored.has(entry) ? { digest: await digestOf(jpeg) } : { code: "unknown_entry" },
  });
}

for (const withParked of [false, true]) {
  test(`a photo of a refused entry is held until its entry is taken, withParked ${withParked}`, async () => {
    const database = freshDatabase();
    const { copy, photo } = await saveWithPhoto(database);
    let isRefusing = true;
    const api = strictWard(() => isRefusing);
    for (let i = 0; i < 3; i += 1) await send(database, api, { withParked });
    assert.equal(api.log.filter((one) => one.photo).length, 1, "the ward is asked once, not at each sending");
    isRefusing = false;
    const { id, kind, recorded_at, form, fields } = copy;
    await saveEntries(database, ANA, [{ id, kind, revision: 2, recorded_at, form, fields }]);
    api.log.length = 0;
    await send(database, api, { withParked });
    assert.deepEqual(api.log, [
      { batch: [id], token: "token" },
      { photo, token: "token" },
    ]);
    assert.deepEqual(await photosOf(database, ANA.id), []);
  });
}

/** Logs an entry anew, and sees that the ward gets that first, then the photo that was held. */
async function assertSentAnew(database, api, { copy, photo }) {
  const again = visit();
  await saveEntries(database, ANA, [again], { replaces: copy.id });
  api.log.length = 0;
  await send(database, api);
  assert.deepEqual(
    api.log.map((one) => one.photo ?? one.batch[0]),
    [again.id, photo],
  );
  assert.deepEqual(await photosOf(database, ANA.id), []);
}

test("a photo that was held goes with the entry that is logged anew", async () => {
  const database = freshDatabase();
  const { copy, photo } = await saveWithPhoto(database);
  let isRefusing = true;
  const api = strictWard(() => isRefusing);
  await send(database, api);
  isRefusing = false;
  await assertSentAnew(database, api, { copy, photo });
});

test("a photo of an entry that counts no more is deleted, and that is noted", async () => {
  const database = freshDatabase();
  await saveWithPhoto(database);
  await saveWithPhoto(database);
  await send(database, ward({ sendPhoto: async () => ({ code: "gone" }) }));
  assert.deepEqual(await photosOf(database, ANA.id), []);
  assert.equal(await readFact(database, droppedFact(ANA.id)), 2);
});

test("a photo of an entry that counts no more goes with the correction that is logged anew", async () => {
  const database = freshDatabase();
  const { copy, photo } = await saveWithPhoto(database);
  const isVoid = (one) => one.id === copy.id;
  const api = ward({
    send: async (batch) =>
      batch.map((one) => receiptOf(one, isVoid(one) ? { outcome: "conflict", code: "void", digest: "" } : {})),
    sendPhoto: async ({ entry, jpeg }) => (entry === copy.id ? { code: "gone" } : { digest: await digestOf(jpeg) }),
  });
  await send(database, api);
  const [held] = await photosOf(database, ANA.id);
  assert.deepEqual([held?.id, held?.state, held?.code], [photo, PARKED, "gone"]);
  assert.equal(await readFact(database, droppedFact(ANA.id)), undefined);
  await assertSentAnew(database, api, { copy, photo });
});

test("a photo that a replacement took over while it was sent goes with that", async () => {
  const database = freshDatabase();
  const { copy, photo } = await saveWithPhoto(database);
  const again = visit();
  const api = ward({
    sendPhoto: async ({ entry, jpeg }) => {
      if (entry !== copy.id) return { digest: await digestOf(jpeg) };
      await saveEntries(database, ANA, [again], { replaces: copy.id });
      return { code: "gone" };
    },
  });
  await send(database, api);
  const [waiting] = await photosOf(database, ANA.id);
  assert.deepEqual([waiting?.id, waiting?.entry, waiting?.state], [photo, again.id, WAITING]);
  await send(database, api);
  assert.deepEqual(await photosOf(database, ANA.id), []);
});

test("a photo without an answer stops sending, and waits", async () => {
  const database = freshDatabase();
  await saveWithPhoto(database);
  await saveWithPhoto(database);
  const api = ward({ sendPhoto: async () => Promise.reject(new SendError("no_network")) });
  await assert.rejects(send(database, api), sendError("no_network"));
  assert.equal(api.log.filter((one) => one.photo).length, 1);
  assert.deepEqual(
    (await photosOf(database, ANA.id)).map(({ state }) => state),
    [WAITING, WAITING],
  );
  assert.deepEqual(await entriesOf(database, ANA.id), []);
});
