// Sending entries: which, in which order, and what stays after an error.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SendError } from "../../static/js/outbox/api.js";
import { readFact } from "../../static/js/outbox/fact_store.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { entriesOf, parkEntry, saveEntries } from "../../static/js/outbox/outbox_store.js";
import { flush } from "../../static/js/outbox/sender.js";
import { PARKED, REFUSED, WAITING } from "../../static/js/outbox/states.js";
import { ANA, freshDatabase, idsOf, LEO, receiptOf, saveVisits, visit } from "./helpers.mjs";
import { locks, send, sendError, ward } from "./sending_helpers.mjs";

const states = async (database) => (await entriesOf(database, ANA.id)).map(({ state }) => state);

test("waiting entries are sent once, the oldest first, in batches of twenty", async () => {
  const database = freshDatabase();
  const copies = await saveVisits(database, ANA, 45);
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

test("an empty outbox sends nothing", async () => {
  const database = freshDatabase();
  const api = ward();
  assert.deepEqual((await send(database, api)).receipts, []);
  assert.deepEqual(api.log, []);
  assert.equal(await readFact(database, `sent ${ANA.id}`), undefined);
});

test("entries of other users are not sent", async () => {
  const database = freshDatabase();
  const anas = await saveVisits(database, ANA, 1);
  const leos = await saveVisits(database, LEO, 1);
  const api = ward({ user: LEO });
  await send(database, api);
  assert.deepEqual(
    api.log.flatMap(({ batch }) => batch),
    idsOf(leos),
  );
  assert.deepEqual(await entriesOf(database, ANA.id), anas);
});

test("a signed-out user sends nothing", async () => {
  const database = freshDatabase();
  const copies = await saveVisits(database, ANA, 1);
  const api = ward({ user: null });
  await assert.rejects(send(database, api), sendError("signed_out"));
  assert.deepEqual(api.log, []);
  assert.deepEqual(await entriesOf(database, ANA.id), copies);
});

for (const reason of ["no_network", "unavailable", "signed_out", "forbidden"]) {
  test(`entries answered by ${reason} stay, and the rest is not tried`, async () => {
    const database = freshDatabase();
    const copies = await saveVisits(database, ANA, 45);
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

test("an unreadable batch is halved until the faulty entry is alone, which is parked", async () => {
  const database = freshDatabase();
  const copies = await saveVisits(database, ANA, 25);
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

test("a lost connection while halving leaves the rest waiting, not parked", async () => {
  const database = freshDatabase();
  await saveVisits(database, ANA, 4);
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

test("a parked entry is tried again once when its author asks", async () => {
  const database = freshDatabase();
  const [copy] = await saveVisits(database, ANA, 1);
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

test("a refused entry is not sent again", async () => {
  const database = freshDatabase();
  const copies = await saveVisits(database, ANA, 2);
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
  test(`${what}: nothing is deleted or sent endlessly, and it counts as unanswered`, async () => {
    const database = freshDatabase();
    const copies = await saveVisits(database, ANA, 2);
    const api = ward({ send: async (batch) => receipts(batch) });
    await assert.rejects(send(database, api), sendError("unavailable"));
    assert.equal(api.log.length, 1);
    assert.deepEqual(await entriesOf(database, ANA.id), copies);
    assert.equal(await readFact(database, `sent ${ANA.id}`), undefined);
  });
}

test("entries saved while others are sent are sent too", async () => {
  const database = freshDatabase();
  await saveVisits(database, ANA, 1);
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

test("an edit made while its entry is being sent is sent as the next revision", async () => {
  const database = freshDatabase();
  const [copy] = await saveVisits(database, ANA, 1);
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

test("pages take turns, and the second sends the rest", async () => {
  const database = freshDatabase();
  await saveVisits(database, ANA, 3);
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

test("a page that fails does not block the next", async () => {
  const database = freshDatabase();
  await saveVisits(database, ANA, 1);
  const shared = locks();
  const broken = flush(database, {
    locks: shared,
    api: ward({ session: async () => Promise.reject(new SendError("no_network")) }),
  });
  const next = flush(database, { locks: shared, api: ward() });
  await assert.rejects(broken, sendError("no_network"));
  assert.equal((await next).receipts.length, 1);
});

test("a browser without Web Locks sends as well", async () => {
  const database = freshDatabase();
  await saveVisits(database, ANA, 1);
  assert.equal((await flush(database, { locks: null, api: ward() })).receipts.length, 1);
});
