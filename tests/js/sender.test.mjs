// Sending: what goes out, in which order, and what stays when something goes wrong on the way.
import assert from "node:assert/strict";
import { test } from "node:test";
import { SendError } from "../../static/js/outbox/api.js";
import { StorageError } from "../../static/js/outbox/database.js";
import { digest, digestOf } from "../../static/js/outbox/digest.js";
import { draftsOf, saveDraft } from "../../static/js/outbox/draft_store.js";
import { readFact } from "../../static/js/outbox/fact_store.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { entriesOf, parkEntry, saveEntries } from "../../static/js/outbox/outbox_store.js";
import { photosOf, savePhoto } from "../../static/js/outbox/photo_store.js";
import { flush, sendPhotosWithoutSaving, sendWithoutSaving } from "../../static/js/outbox/sender.js";
import { PARKED, REFUSED, UNSAVED, WAITING } from "../../static/js/outbox/states.js";
import { ANA, emptyDisk, fillDisk, freshDatabase, keep, LEO, receiptOf, visit } from "./pieces.mjs";

const JPEG = new Uint8Array([255, 216, 255]).buffer;

/** Web Locks as browsers keep them: one at a time, in the order of asking. */
function locks() {
  let last = Promise.resolve();
  return { request: (_name, work) => (last = last.then(work, work)) };
}

/** A ward that takes everything. `answers` overrides what it does; `log` tells what was sent to it. */
function ward({ user = ANA, ...answers } = {}) {
  const log = [];
  const api = {
    session: async () => ({ user, csrf: "token" }),
    send: async (batch) => batch.map((copy) => receiptOf(copy)),
    sendPhoto: async ({ jpeg }) => ({ digest: await digestOf(jpeg) }),
    ...answers,
  };
  return {
    log,
    session: () => api.session(),
    send: (batch, token) => {
      log.push({ batch: batch.map(({ id }) => id), token });
      return api.send(batch, log.length);
    },
    sendPhoto: (photo, token) => {
      log.push({ photo: photo.id, token });
      return api.sendPhoto(photo);
    },
  };
}

const send = (database, api, options = {}) => flush(database, { locks: locks(), api, ...options });
const idsOf = (copies) => copies.map(({ id }) => id);
const states = async (database) => (await entriesOf(database, ANA.id)).map(({ state }) => state);
const sendError = (reason) => (error) => error instanceof SendError && error.reason === reason;

async function addPhoto(database, entry) {
  const id = uuid7();
  await savePhoto(database, { id, entry, user: ANA.id, jpeg: JPEG });
  return id;
}

/** Saves a visit with a photo; returns the copy and the photo's id. */
async function keepWithPhoto(database) {
  const entry = visit();
  const photo = await addPhoto(database, entry.id);
  const [copy] = await saveEntries(database, ANA, [entry]);
  return { copy, photo };
}

test("everything that waits goes out once, the oldest first, in batches of twenty", async () => {
  const database = freshDatabase();
  const copies = await keep(database, ANA, 45);
  const api = ward();
  const { user, receipts } = await send(database, api);
  assert.equal(user, ANA);
  assert.equal(receipts.length, 45);
  assert.deepEqual(
    api.log.map(({ batch }) => batch.length),
    [20, 20, 5],
  );
  assert.deepEqual(
    api.log.flatMap(({ batch }) => batch),
    idsOf(copies),
  );
  assert.deepEqual(new Set(api.log.map(({ token }) => token)), new Set(["token"]));
  assert.deepEqual(await entriesOf(database, ANA.id), []);
  assert.ok((await readFact(database, `sent ${ANA.id}`)) > Date.now() - 60_000);
});

test("with nothing to send nothing is sent", async () => {
  const database = freshDatabase();
  const api = ward();
  assert.deepEqual((await send(database, api)).receipts, []);
  assert.deepEqual(api.log, []);
  assert.equal(await readFact(database, `sent ${ANA.id}`), undefined);
});

test("only what is one's own goes out", async () => {
  const database = freshDatabase();
  const anas = await keep(database, ANA, 1);
  const leos = await keep(database, LEO, 1);
  const api = ward({ user: LEO });
  await send(database, api);
  assert.deepEqual(
    api.log.flatMap(({ batch }) => batch),
    idsOf(leos),
  );
  assert.deepEqual(await entriesOf(database, ANA.id), anas);
});

test("who is signed out sends nothing", async () => {
  const database = freshDatabase();
  const copies = await keep(database, ANA, 1);
  const api = ward({ user: null });
  await assert.rejects(send(database, api), sendError("signed_out"));
  assert.deepEqual(api.log, []);
  assert.deepEqual(await entriesOf(database, ANA.id), copies);
});

for (const reason of ["no_network", "unavailable", "signed_out", "forbidden"]) {
  test(`what was answered by ${reason} stays, and the rest is not tried`, async () => {
    const database = freshDatabase();
    const copies = await keep(database, ANA, 45);
    const api = ward({
      send: async (batch, number) => {
        if (number === 2) throw new SendError(reason, 7);
        return batch.map((copy) => receiptOf(copy));
      },
    });
    await assert.rejects(send(database, api), (error) => sendError(reason)(error) && error.wait === 7);
    assert.equal(api.log.length, 2);
    assert.deepEqual(await entriesOf(database, ANA.id), copies.slice(20));
  });
}

test("a batch that cannot be read is halved until the faulty entry stands alone, which is set aside", async () => {
  const database = freshDatabase();
  const copies = await keep(database, ANA, 25);
  const bad = [copies[6].id, copies[7].id, copies[22].id];
  const api = ward({
    send: async (batch) => {
      if (batch.some(({ id }) => bad.includes(id))) throw new SendError("unsendable");
      return batch.map((copy) => receiptOf(copy));
    },
  });
  const { receipts } = await send(database, api);
  assert.equal(receipts.length, 22);
  const left = await entriesOf(database, ANA.id);
  assert.deepEqual(idsOf(left), bad);
  for (const { state, code } of left) assert.deepEqual([state, code], [PARKED, "unsendable"]);
  const accepted = api.log.flatMap(({ batch }) => (batch.some((id) => bad.includes(id)) ? [] : batch));
  assert.deepEqual(new Set(accepted).size, accepted.length, "nothing was sent again after its receipt");
});

test("a line that breaks while halving leaves the rest waiting, not set aside", async () => {
  const database = freshDatabase();
  await keep(database, ANA, 4);
  const api = ward({
    send: async (batch, number) => {
      if (number === 1) throw new SendError("unsendable");
      if (number === 2) return batch.map((copy) => receiptOf(copy));
      throw new SendError("no_network");
    },
  });
  await assert.rejects(send(database, api), sendError("no_network"));
  assert.deepEqual(await states(database), [WAITING, WAITING]);
});

test("what was set aside is tried again when its author asks, and once", async () => {
  const database = freshDatabase();
  const [copy] = await keep(database, ANA, 1);
  await parkEntry(database, copy.id, 1, "unsendable");
  const api = ward();
  await send(database, api);
  assert.deepEqual(api.log, []);
  const unwilling = ward({ send: async () => Promise.reject(new SendError("unsendable")) });
  await send(database, unwilling, { withParked: true });
  assert.equal(unwilling.log.length, 1);
  assert.deepEqual(await states(database), [PARKED]);
  await send(database, api, { withParked: true });
  assert.deepEqual(
    api.log.flatMap(({ batch }) => batch),
    [copy.id],
  );
  assert.deepEqual(await entriesOf(database, ANA.id), []);
});

test("what was refused waits for its author, also when asked to try again", async () => {
  const database = freshDatabase();
  const copies = await keep(database, ANA, 2);
  const api = ward({
    send: async ([one, other]) => [receiptOf(one, { outcome: "refused", code: "invalid" }), receiptOf(other)],
  });
  assert.equal((await send(database, api)).receipts.length, 2);
  assert.deepEqual(await states(database), [REFUSED]);
  await send(database, api, { withParked: true });
  assert.equal(api.log.length, 1, copies[0].id);
});

for (const [what, receipts] of [
  ["no receipts", () => []],
  ["receipts of others", (batch) => batch.map((copy) => receiptOf(copy, { id: uuid7() }))],
  ["a digest of something else", (batch) => batch.map((copy) => receiptOf(copy, { digest: "0".repeat(64) }))],
]) {
  test(`${what}: nothing is let go, nothing is sent in a circle, and it counts as unanswered`, async () => {
    const database = freshDatabase();
    const copies = await keep(database, ANA, 2);
    const api = ward({ send: async (batch) => receipts(batch) });
    await assert.rejects(send(database, api), sendError("unavailable"));
    assert.equal(api.log.length, 1);
    assert.deepEqual(await entriesOf(database, ANA.id), copies);
    assert.equal(await readFact(database, `sent ${ANA.id}`), undefined);
  });
}

test("what is saved while others are sent goes out too", async () => {
  const database = freshDatabase();
  await keep(database, ANA, 1);
  const meanwhile = visit();
  const api = ward({
    send: async (batch, number) => {
      if (number === 1) await saveEntries(database, ANA, [meanwhile]);
      return batch.map((copy) => receiptOf(copy));
    },
  });
  await send(database, api);
  assert.deepEqual(api.log[1].batch, [meanwhile.id]);
  assert.deepEqual(await entriesOf(database, ANA.id), []);
});

test("an edit made while its entry is being sent goes out as the next revision", async () => {
  const database = freshDatabase();
  const [copy] = await keep(database, ANA, 1);
  const sent = [];
  const api = ward({
    send: async (batch, number) => {
      sent.push(...batch.map(({ revision, fields }) => [revision, fields.people]));
      if (number === 1) await saveEntries(database, ANA, [{ ...visit({ people: 9 }), id: copy.id, revision: 2 }]);
      return batch.map((one) => receiptOf(one));
    },
  });
  await send(database, api);
  assert.deepEqual(sent, [
    [1, 0],
    [2, 9],
  ]);
  assert.deepEqual(await entriesOf(database, ANA.id), []);
});

test("two pages take turns, and the second finds what the first left", async () => {
  const database = freshDatabase();
  await keep(database, ANA, 3);
  const shared = locks();
  let underway = 0;
  const api = ward({
    send: async (batch) => {
      underway += 1;
      assert.equal(underway, 1, "two send at once");
      await new Promise((resolve) => setTimeout(resolve, 5));
      underway -= 1;
      return batch.map((copy) => receiptOf(copy));
    },
  });
  const first = flush(database, { locks: shared, api });
  const second = flush(database, { locks: shared, api });
  assert.equal((await first).receipts.length, 3);
  assert.equal((await second).receipts.length, 0);
  assert.equal(api.log.length, 1);
});

test("one that fails does not keep the next from its turn", async () => {
  const database = freshDatabase();
  await keep(database, ANA, 1);
  const shared = locks();
  const broken = flush(database, {
    locks: shared,
    api: ward({ session: async () => Promise.reject(new SendError("no_network")) }),
  });
  const next = flush(database, { locks: shared, api: ward() });
  await assert.rejects(broken, sendError("no_network"));
  assert.equal((await next).receipts.length, 1);
});

test("a photo goes after its entry and leaves the phone when the ward has its bytes", async () => {
  const database = freshDatabase();
  const { copy, photo } = await keepWithPhoto(database);
  const unsaved = await addPhoto(database, uuid7());
  const api = ward();
  await send(database, api);
  assert.deepEqual(api.log, [
    { batch: [copy.id], token: "token" },
    { photo, token: "token" },
  ]);
  assert.deepEqual(idsOf(await photosOf(database, ANA.id)), [unsaved]);
});

test("a photo does not go before its entry", async () => {
  const database = freshDatabase();
  const { photo } = await keepWithPhoto(database);
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
  const { photo } = await keepWithPhoto(database);
  const api = ward({ send: async ([one]) => [receiptOf(one, { outcome: "refused", code: "invalid" })] });
  await send(database, api);
  assert.deepEqual(api.log.at(-1), { photo, token: "token" });
  assert.deepEqual(await states(database), [REFUSED]);
});

test("what is saved while photos are on their way goes before the rest of them", async () => {
  const database = freshDatabase();
  const { photo: first } = await keepWithPhoto(database);
  const { photo: second } = await keepWithPhoto(database);
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

test("a browser without locks sends all the same", async () => {
  const database = freshDatabase();
  await keep(database, ANA, 1);
  assert.equal((await flush(database, { locks: null, api: ward() })).receipts.length, 1);
});

for (const [what, answer, state] of [
  ["a digest of other bytes", { digest: "0".repeat(64) }, WAITING],
  ["no digest", {}, WAITING],
  ["an entry that is not there yet", { code: "unknown_entry" }, WAITING],
  ["an entry that was withdrawn", { code: "gone" }, PARKED],
  ["bytes that are no picture", { code: "unreadable" }, PARKED],
  ["too many bytes", { code: "too_large" }, PARKED],
  ["an id that has other bytes", { code: "other_photo" }, PARKED],
]) {
  test(`a photo stays after ${what}, ${state}`, async () => {
    const database = freshDatabase();
    const { photo } = await keepWithPhoto(database);
    await send(database, ward({ sendPhoto: async () => answer }));
    const [kept] = await photosOf(database, ANA.id);
    assert.deepEqual([kept.id, kept.state, kept.code], [photo, state, state === PARKED ? answer.code : undefined]);
    assert.deepEqual(kept.jpeg, JPEG);
  });
}

test("a photo that was set aside goes when its author asks", async () => {
  const database = freshDatabase();
  const { photo } = await keepWithPhoto(database);
  await send(database, ward({ sendPhoto: async () => ({ code: "gone" }) }));
  const api = ward();
  await send(database, api);
  assert.deepEqual(api.log, []);
  await send(database, api, { withParked: true });
  assert.deepEqual(api.log, [{ photo, token: "token" }]);
  assert.deepEqual(await photosOf(database, ANA.id), []);
});

test("a photo that nobody answered for stops the sending, and waits", async () => {
  const database = freshDatabase();
  await keepWithPhoto(database);
  await keepWithPhoto(database);
  const api = ward({ sendPhoto: async () => Promise.reject(new SendError("no_network")) });
  await assert.rejects(send(database, api), sendError("no_network"));
  assert.equal(api.log.filter((one) => one.photo).length, 1);
  assert.deepEqual(
    (await photosOf(database, ANA.id)).map(({ state }) => state),
    [WAITING, WAITING],
  );
  assert.deepEqual(await entriesOf(database, ANA.id), []);
});

/** Answers entries that were sent past the phone, with `changes` to the second receipt. */
function answering(changes = {}) {
  const answer = async (one, i) => {
    const { fields } = JSON.parse(JSON.stringify(one));
    return receiptOf({ ...one, digest: await digest(fields) }, i === 1 ? changes : {});
  };
  return ward({ send: (batch) => Promise.all(batch.map(answer)) });
}

test("what a full phone sends past itself counts as sent when the ward has exactly that", async () => {
  const entries = [visit({ left_out: undefined }), visit()];
  const { receipts, csrf } = await sendWithoutSaving(ANA, entries, answering());
  assert.deepEqual(
    receipts.map(({ outcome }) => outcome),
    ["stored", "stored"],
  );
  assert.equal(csrf, "token");
  const refused = { outcome: "refused", digest: "", errors: { people: ["?"] } };
  assert.deepEqual((await sendWithoutSaving(ANA, entries, answering(refused))).receipts[1].errors, refused.errors);
});

for (const [what, changes] of Object.entries({
  "of another entry": { id: uuid7() },
  "of another revision": { revision: 2 },
  "of other fields": { digest: "0".repeat(64) },
  "known with other fields": { outcome: "known", digest: "0".repeat(64) },
  "refused, of another revision": { outcome: "refused", revision: 7 },
})) {
  test(`a receipt ${what} does not count for what was sent past the phone`, async () => {
    await assert.rejects(sendWithoutSaving(ANA, [visit(), visit()], answering(changes)), sendError("unavailable"));
  });
}

test("an entry without a receipt is not taken for sent; a receipt too many is ignored", async () => {
  const lone = visit();
  const receipt = receiptOf({ ...lone, digest: await digest(lone.fields) });
  const giving = (...receipts) => ward({ send: async () => receipts });
  await assert.rejects(sendWithoutSaving(ANA, [lone], giving()), sendError("unavailable"));
  await assert.rejects(sendWithoutSaving(ANA, [lone, visit()], giving(receipt)), sendError("unavailable"));
  assert.deepEqual((await sendWithoutSaving(ANA, [lone], giving(receipt, receipt))).receipts, [receipt]);
});

test("nothing is sent past the phone for somebody else", async () => {
  for (const user of [null, LEO]) {
    const api = ward({ user });
    await assert.rejects(sendWithoutSaving(ANA, [visit()], api), sendError("signed_out"));
    assert.deepEqual(api.log, []);
  }
});

/** Keeps an unfinished form with a photo for each of `answers`; returns the entry, the photos, and who answers them. */
async function unfinishedWithPhotos(database, answers) {
  const entry = visit();
  await saveDraft(database, { id: entry.id, user: ANA.id, kind: "visit" });
  const photos = [];
  for (const _ of answers) photos.push(await addPhoto(database, entry.id));
  const other = await addPhoto(database, uuid7());
  const api = ward({
    sendPhoto: async ({ id, jpeg }) => {
      return answers[photos.indexOf(id)] ?? { digest: await digestOf(jpeg) };
    },
  });
  return { entry, photos, other, api };
}

const standings = async (database) =>
  Object.fromEntries((await photosOf(database, ANA.id)).map(({ id, state }) => [id, state]));

test("photos sent past the phone go when the ward has them; the others wait", async () => {
  const database = freshDatabase();
  const answers = [
    null,
    { code: "gone" },
    { code: "unreadable" },
    { digest: "0".repeat(64) },
    { code: "unknown_entry" },
  ];
  const { entry, photos, other, api } = await unfinishedWithPhotos(database, answers);
  await sendPhotosWithoutSaving(database, ANA, entry.id, "token", api);
  const [, ...left] = photos;
  assert.deepEqual(await standings(database), {
    ...Object.fromEntries(left.map((id) => [id, WAITING])),
    [other]: UNSAVED,
  });
  assert.deepEqual(await draftsOf(database, ANA.id), []);
  assert.equal(api.log.length, 5);
});

test("when the line breaks between photos sent past the phone, those that are left wait", async () => {
  const database = freshDatabase();
  const { entry, photos, other, api } = await unfinishedWithPhotos(database, [null, null, null]);
  const asked = [];
  const breaking = (photo, token) => {
    if (asked.push(photo.id) === 2) throw new SendError("no_network");
    return api.sendPhoto(photo, token);
  };
  const work = sendPhotosWithoutSaving(database, ANA, entry.id, "token", { ...api, sendPhoto: breaking });
  await assert.rejects(work, sendError("no_network"));
  const left = photos.filter((id) => id !== asked[0]).map((id) => [id, WAITING]);
  assert.deepEqual(await standings(database), { ...Object.fromEntries(left), [other]: UNSAVED });
  assert.deepEqual(await draftsOf(database, ANA.id), []);
});

test("where there is no room to note it, the form and its photos stay as they were", async () => {
  const database = freshDatabase();
  const { entry, photos, other, api } = await unfinishedWithPhotos(database, [null, { code: "unreadable" }]);
  fillDisk(() => true);
  const isFull = (error) => error instanceof StorageError && error.reason === "storage_full";
  await assert.rejects(sendPhotosWithoutSaving(database, ANA, entry.id, "token", api), isFull);
  emptyDisk();
  assert.deepEqual(await standings(database), { [photos[1]]: UNSAVED, [other]: UNSAVED });
  assert.equal((await draftsOf(database, ANA.id)).length, 1);
});
