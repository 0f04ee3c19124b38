// What the phone keeps, and when it lets go of it.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Database, StorageError } from "../../static/js/outbox/database.js";
import { digest } from "../../static/js/outbox/digest.js";
import { draftsOf, endDraft, saveDraft } from "../../static/js/outbox/draft_store.js";
import { readFact, saveFact, signOut } from "../../static/js/outbox/fact_store.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import {
  applyReceipts,
  discardEntry,
  entriesOf,
  parkEntry,
  readReplacements,
  saveEntries,
  waitingOfOthers,
} from "../../static/js/outbox/outbox_store.js";
import { deletePhoto, parkPhoto, photosOf, savePhoto } from "../../static/js/outbox/photo_store.js";
import { readList, saveList } from "../../static/js/outbox/reading_store.js";
import { PARKED, REFUSED, UNSAVED, WAITING } from "../../static/js/outbox/states.js";
import { ANA, emptyDisk, fillDisk, freshDatabase, keep, LEO, receiptOf, visit } from "./pieces.mjs";

const JPEG = new Uint8Array([255, 216, 255]).buffer;
const { put } = IDBObjectStore.prototype;
const { open } = indexedDB;
const MONTH = "2026-11";

afterEach(() => {
  emptyDisk();
  indexedDB.open = open;
});

const idsOf = (copies) => copies.map(({ id }) => id);
const revisions = async (database) => (await entriesOf(database, ANA.id)).map(({ revision }) => revision);
const idle = () => new Promise((resolve) => setTimeout(resolve, 2));

async function addPhoto(database, entry, { id = uuid7(), user = ANA.id } = {}) {
  await savePhoto(database, { id, entry, user, jpeg: JPEG });
  return id;
}

test("what is saved waits with all that sending needs, also for the next page", async () => {
  const database = freshDatabase();
  const entry = visit({ note: "Nhà số 5" });
  const before = Date.now();
  await saveEntries(database, ANA, [entry]);
  const [copy] = await entriesOf(new Database(database.name), ANA.id);
  const { saved_at, ...rest } = copy;
  assert.ok(saved_at >= before && saved_at <= Date.now());
  assert.deepEqual(rest, {
    ...entry,
    digest: await digest(entry.fields),
    user: ANA.id,
    author: ANA.name,
    state: WAITING,
  });
});

test("the digest is over what goes on the wire", async () => {
  const database = freshDatabase();
  const [copy] = await saveEntries(database, ANA, [visit({ note: undefined, met: "met" })]);
  assert.equal("note" in copy.fields, false);
  assert.equal(copy.digest, await digest(JSON.parse(JSON.stringify(copy.fields))));
});

test("the oldest goes first", async () => {
  const database = freshDatabase();
  const late = visit({}, { id: uuid7(2_000_000_000_000) });
  await saveEntries(database, ANA, [late]);
  await idle();
  const pair = [visit({}, { id: uuid7(20) }), visit({}, { id: uuid7(10) })];
  await saveEntries(database, ANA, pair);
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [late.id, pair[1].id, pair[0].id]);
});

for (const outcome of ["stored", "known"]) {
  test(`a copy goes when the ward has exactly it: ${outcome}`, async () => {
    const database = freshDatabase();
    const [one, other] = await keep(database, ANA, 2);
    const receipt = receiptOf(one, { outcome });
    assert.deepEqual(await applyReceipts(database, ANA.id, [receipt]), [receipt]);
    assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [other.id]);
  });

  for (const [what, changes] of [
    ["id", { id: uuid7() }],
    ["revision", { revision: 2 }],
    ["older revision", { revision: 0 }],
    ["digest", { digest: "0".repeat(64) }],
    ["missing digest", { digest: undefined }],
    ["kind of id", { id: null }],
  ]) {
    test(`a receipt with another ${what} is no receipt: ${outcome}`, async () => {
      const database = freshDatabase();
      const copies = await keep(database, ANA, 1);
      assert.deepEqual(await applyReceipts(database, ANA.id, [receiptOf(copies[0], { outcome, ...changes })]), []);
      assert.deepEqual(await entriesOf(database, ANA.id), copies);
    });
  }
}

test("a receipt that is none, or has an outcome of tomorrow, changes nothing", async () => {
  const database = freshDatabase();
  const copies = await keep(database, ANA, 1);
  const strange = [null, undefined, 5, "stored", {}, receiptOf(copies[0], { outcome: "queued" })];
  assert.deepEqual(await applyReceipts(database, ANA.id, strange), []);
  assert.deepEqual(await entriesOf(database, ANA.id), copies);
});

test("a receipt that fits nothing does not keep its neighbours from being acted on", async () => {
  const database = freshDatabase();
  const [one, other] = await keep(database, ANA, 2);
  const receipts = [receiptOf(one, { digest: "" }), receiptOf(other)];
  assert.deepEqual(await applyReceipts(database, ANA.id, receipts), [receipts[1]]);
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [one.id]);
});

test("a refusal keeps the copy and its reason, and needs no digest", async () => {
  const database = freshDatabase();
  const [one, other] = await keep(database, ANA, 2);
  const errors = { people: ["?"] };
  await applyReceipts(database, ANA.id, [
    receiptOf(one, { outcome: "refused", code: "invalid", digest: "", errors }),
    receiptOf(other, { outcome: "conflict", code: "approved", errors: undefined }),
  ]);
  const [refused, conflict] = await entriesOf(database, ANA.id);
  assert.deepEqual(refused, { ...one, state: REFUSED, outcome: "refused", code: "invalid", errors });
  assert.deepEqual(conflict, { ...other, state: REFUSED, outcome: "conflict", code: "approved", errors: {} });
});

test("a refusal of an older revision says nothing about the newer one", async () => {
  const database = freshDatabase();
  const [sent] = await keep(database, ANA, 1);
  const [edit] = await saveEntries(database, ANA, [{ ...visit({ people: 9 }), id: sent.id, revision: 2 }]);
  assert.deepEqual(
    await applyReceipts(database, ANA.id, [receiptOf(sent, { outcome: "refused", code: "invalid" })]),
    [],
  );
  assert.deepEqual(await entriesOf(database, ANA.id), [edit]);
});

test("an edit made while its entry was being sent survives the old revision's receipt", async () => {
  const database = freshDatabase();
  const [sent] = await keep(database, ANA, 1);
  const [edit] = await saveEntries(database, ANA, [{ ...visit({ people: 9 }), id: sent.id, revision: 1 }]);
  assert.equal(edit.revision, 2);
  assert.deepEqual(await applyReceipts(database, ANA.id, [receiptOf(sent)]), []);
  assert.deepEqual(await entriesOf(database, ANA.id), [edit]);
  assert.equal((await applyReceipts(database, ANA.id, [receiptOf(edit)])).length, 1);
  assert.deepEqual(await entriesOf(database, ANA.id), []);
});

test("what may have been sent gets a higher revision when it is saved anew, and only then", async () => {
  const database = freshDatabase();
  const entry = visit();
  const again = (fields, revision) =>
    saveEntries(database, ANA, [{ ...entry, fields: { ...entry.fields, ...fields }, revision }]);
  await saveEntries(database, ANA, [entry]);
  await again({}, 1);
  assert.deepEqual(await revisions(database), [1], "the same once more");
  await again({ people: 3 }, 1);
  assert.deepEqual(await revisions(database), [2], "other fields under an old number");
  await again({ people: 3 }, 3);
  assert.deepEqual(await revisions(database), [3], "an edit that says which it is");
  await again({ people: 4 }, 7);
  assert.deepEqual(await revisions(database), [7], "numbers may be left out");
  await again({ people: 4 }, 2);
  assert.deepEqual(await revisions(database), [7], "numbers never fall");
});

test("what was refused is another revision even when it is saved unchanged, and waits from now on", async () => {
  const database = freshDatabase();
  const [copy] = await keep(database, ANA, 1);
  await applyReceipts(database, ANA.id, [
    receiptOf(copy, { outcome: "refused", code: "invalid", errors: { people: ["?"] } }),
  ]);
  await idle();
  const [mended] = await saveEntries(database, ANA, [{ ...visit(copy.fields), id: copy.id, revision: 1 }]);
  assert.equal(mended.revision, 2);
  assert.equal(mended.state, WAITING);
  assert.equal("errors" in mended || "code" in mended || "outcome" in mended, false);
  assert.ok(mended.saved_at > copy.saved_at);
});

test("how long something waits does not begin anew with a correction", async () => {
  const database = freshDatabase();
  const [copy] = await keep(database, ANA, 1);
  await idle();
  const [edit] = await saveEntries(database, ANA, [{ ...visit({ people: 9 }), id: copy.id, revision: 2 }]);
  assert.equal(edit.saved_at, copy.saved_at);
});

test("which entry was logged anew as which is known on this phone", async () => {
  const database = freshDatabase();
  const left = uuid7();
  const [fresh] = await saveEntries(database, ANA, [visit()], { replaces: left });
  await saveEntries(database, ANA, [visit()]);
  assert.deepEqual(await readReplacements(database), new Map([[left, fresh.id]]));
});

test("an entry that is logged anew replaces the one that it stands for", async () => {
  const database = freshDatabase();
  const [old] = await keep(database, ANA, 1);
  const [fresh] = await saveEntries(database, ANA, [visit()], { replaces: old.id });
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [fresh.id]);
});

test("entries of one form are kept together or not at all", async () => {
  const database = freshDatabase();
  const entries = [visit(), { ...visit(), id: undefined }];
  await assert.rejects(saveEntries(database, ANA, entries, { draft: "d" }));
  assert.deepEqual(await entriesOf(database, ANA.id), []);
});

function lists(database) {
  const body = {
    entries: [{ id: "older", kind: "visit", revision: 1, status: "approved", happened_on: `${MONTH}-01`, fields: {} }],
    received: { month: MONTH, visit: 5, training: 1 },
    approved: { month: MONTH, visit: 1 },
    last_visited: {},
  };
  const one = (language) => saveList(database, ANA.id, "mine", language, { etag: '"1"', body: structuredClone(body) });
  return Promise.all([
    one("vi"),
    one("en"),
    saveList(database, ANA.id, "bootstrap", "vi", { etag: '"b"', body: { places: [] } }),
  ]);
}

const mine = async (database, language = "vi") => (await readList(database, ANA.id, "mine", language)).body;

test("a receipt enters one's own list in every language, which is then read anew", async () => {
  const database = freshDatabase();
  await lists(database);
  const before = await readList(database, ANA.id, "mine", "vi");
  const [copy] = await keep(database, ANA, 1);
  await idle();
  await applyReceipts(database, ANA.id, [receiptOf(copy)]);
  for (const language of ["vi", "en"]) {
    const { etag, body, at } = await readList(database, ANA.id, "mine", language);
    assert.equal(etag, null);
    assert.ok(at > before.at, "an answer that is older than a receipt is known by that");
    assert.equal(body.received.visit, 6);
    assert.equal(body.received.training, 1);
    assert.equal(body.approved.visit, 1);
    assert.deepEqual(idsOf(body.entries), [copy.id, "older"]);
    const { fields, happened_on, ...rest } = body.entries[0];
    assert.deepEqual(rest, { id: copy.id, kind: "visit", revision: 1, status: "submitted", reason: "", comment: "" });
    assert.deepEqual([fields, happened_on], [copy.fields, "2026-11-22"]);
  }
  assert.equal((await readList(database, ANA.id, "bootstrap", "vi")).etag, '"b"');
});

test("an edit is counted once, a withdrawal no more, and other months are others' business", async () => {
  const database = freshDatabase();
  await lists(database);
  const receive = async (fields, id, revision) => {
    const [copy] = await saveEntries(database, ANA, [visit(fields, { id, revision })]);
    await applyReceipts(database, ANA.id, [receiptOf(copy)]);
    return copy.id;
  };
  const id = await receive({}, uuid7(), 1);
  assert.equal((await mine(database)).received.visit, 6);
  await receive({ people: 7 }, id, 2);
  assert.equal((await mine(database)).received.visit, 6);
  assert.equal((await mine(database)).entries.filter((one) => one.id === id).length, 1);
  await receive({ withdrawn: true }, id, 3);
  assert.equal((await mine(database)).received.visit, 5);
  assert.equal((await mine(database)).entries[0].status, "void");
  await receive({ withdrawn: true }, uuid7(), 2);
  assert.equal((await mine(database)).received.visit, 5, "what was never counted is not taken off");
  await receive({ people: 7 }, id, 4);
  assert.equal((await mine(database)).received.visit, 6, "what counts again is counted");
  await receive({ withdrawn: true }, id, 5);
  await receive({ happened_on: "2026-10-30" }, uuid7(), 1);
  assert.equal((await mine(database)).received.visit, 5);
  await receive({ happened_on: "2026-10-30", count_in: MONTH }, uuid7(), 1);
  assert.equal((await mine(database)).received.visit, 6);
});

test("a refusal does not touch the list of what the ward has", async () => {
  const database = freshDatabase();
  await lists(database);
  const before = await mine(database);
  const [copy] = await keep(database, ANA, 1);
  await applyReceipts(database, ANA.id, [receiptOf(copy, { outcome: "conflict", code: "approved" })]);
  assert.deepEqual(await mine(database), before);
});

test("two who share a phone are kept apart", async () => {
  const database = freshDatabase();
  const [anas] = await keep(database, ANA, 1);
  const leos = await keep(database, LEO, 2);
  await addPhoto(database, anas.id);
  await saveDraft(database, { id: uuid7(), user: LEO.id, kind: "visit" });
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [anas.id]);
  assert.deepEqual(idsOf(await entriesOf(database, LEO.id)), idsOf(leos));
  assert.deepEqual(await photosOf(database, LEO.id), []);
  assert.deepEqual(await draftsOf(database, ANA.id), []);
  assert.deepEqual(await waitingOfOthers(database, ANA.id), [{ author: "Leo", number: 2 }]);
  assert.deepEqual(await waitingOfOthers(database, LEO.id), [{ author: "Ana", number: 1 }]);
  assert.deepEqual(await applyReceipts(database, LEO.id, [receiptOf(anas)]), [], "a receipt is its sender's");
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [anas.id]);
});

test("signing out forgets who uses the phone and their lists, and nothing that waits", async () => {
  const database = freshDatabase();
  await saveFact(database, "user", ANA);
  await saveFact(database, "language", "vi");
  await lists(database);
  await saveList(database, LEO.id, "mine", "vi", { etag: null, body: {} });
  const copies = await keep(database, ANA, 2);
  const photo = await addPhoto(database, copies[0].id);
  await saveDraft(database, { id: "draft", user: ANA.id, kind: "visit" });
  await signOut(database, ANA.id);
  assert.equal(await readFact(database, "user"), undefined);
  assert.equal(await readFact(database, "language"), "vi");
  for (const name of ["mine", "bootstrap"]) assert.equal(await readList(database, ANA.id, name, "vi"), undefined);
  assert.ok(await readList(database, LEO.id, "mine", "vi"));
  assert.deepEqual(await entriesOf(database, ANA.id), copies);
  assert.deepEqual(idsOf(await photosOf(database, ANA.id)), [photo]);
  assert.equal((await draftsOf(database, ANA.id)).length, 1);
});

test("a copy is parked only at the revision that could not be sent", async () => {
  const database = freshDatabase();
  const [copy] = await keep(database, ANA, 1);
  await parkEntry(database, copy.id, 2, "unsendable");
  await parkEntry(database, uuid7(), 1, "unsendable");
  assert.deepEqual(await entriesOf(database, ANA.id), [copy]);
  await parkEntry(database, copy.id, 1, "unsendable");
  assert.deepEqual(await entriesOf(database, ANA.id), [{ ...copy, state: PARKED, code: "unsendable", errors: {} }]);
});

test("drafts are found again, the newest first, until their form is saved", async () => {
  const database = freshDatabase();
  const entry = visit();
  await saveDraft(database, { id: entry.id, user: ANA.id, kind: "visit", values: { people: 1 } });
  await idle();
  await saveDraft(database, { id: "other", user: ANA.id, kind: "training" });
  assert.deepEqual(idsOf(await draftsOf(database, ANA.id)), ["other", entry.id]);
  await idle();
  await saveDraft(database, { id: entry.id, user: ANA.id, kind: "visit", values: { people: 2 } });
  const [newest, ...rest] = await draftsOf(database, ANA.id);
  assert.deepEqual([newest.values, rest.length], [{ people: 2 }, 1]);
  await saveEntries(database, ANA, [entry], { draft: entry.id });
  assert.deepEqual(idsOf(await draftsOf(database, ANA.id)), ["other"]);
});

test("photos wait from the moment their entry is saved", async () => {
  const database = freshDatabase();
  const entry = visit();
  const [ours, others] = [await addPhoto(database, entry.id), await addPhoto(database, uuid7())];
  const stateOf = async (id) => (await photosOf(database, ANA.id)).find((photo) => photo.id === id)?.state;
  assert.equal(await stateOf(ours), UNSAVED);
  await saveEntries(database, ANA, [entry]);
  assert.deepEqual([await stateOf(ours), await stateOf(others)], [WAITING, UNSAVED]);
  await parkPhoto(database, ours, "gone");
  assert.equal(await stateOf(ours), PARKED);
  await saveEntries(database, ANA, [{ ...entry, revision: 2 }]);
  assert.equal(await stateOf(ours), PARKED, "what the ward did not take is not sent by itself");
  await parkPhoto(database, uuid7(), "gone");
  await deletePhoto(database, ours);
  assert.equal(await stateOf(ours), undefined);
});

test("a form that is given up takes only its unsaved photos along", async () => {
  const database = freshDatabase();
  const entry = visit();
  const sent = await addPhoto(database, entry.id);
  await saveEntries(database, ANA, [entry]);
  const added = await addPhoto(database, entry.id);
  const others = await addPhoto(database, uuid7());
  await saveDraft(database, { id: entry.id, user: ANA.id, kind: "visit" });
  await endDraft(database, ANA.id, entry.id);
  const left = idsOf(await photosOf(database, ANA.id));
  assert.deepEqual(new Set(left), new Set([sent, others]), added);
  assert.deepEqual(await draftsOf(database, ANA.id), []);
});

test("an entry that is given up goes with its photos and no others", async () => {
  const database = freshDatabase();
  const [one, other] = await keep(database, ANA, 2);
  await addPhoto(database, one.id);
  const kept = await addPhoto(database, other.id);
  await discardEntry(database, one.id);
  await discardEntry(database, uuid7());
  assert.deepEqual(idsOf(await entriesOf(database, ANA.id)), [other.id]);
  assert.deepEqual(idsOf(await photosOf(database, ANA.id)), [kept]);
});

test("the photos of an entry that the ward has stay when a correction is given up", async () => {
  const database = freshDatabase();
  const [copy] = await keep(database, ANA, 1);
  const photo = await addPhoto(database, copy.id);
  await discardEntry(database, copy.id, { keepPhotos: true });
  assert.deepEqual(await entriesOf(database, ANA.id), []);
  assert.deepEqual(idsOf(await photosOf(database, ANA.id)), [photo]);
});

test("a withdrawn entry takes no photos any more", async () => {
  const database = freshDatabase();
  const [withdrawn, other] = await saveEntries(database, ANA, [visit({ withdrawn: true }), visit()]);
  await addPhoto(database, withdrawn.id);
  const kept = await addPhoto(database, other.id);
  await applyReceipts(database, ANA.id, [receiptOf(withdrawn), receiptOf(other)]);
  assert.deepEqual(idsOf(await photosOf(database, ANA.id)), [kept]);
});

test("an entry that is logged anew takes the photos over", async () => {
  const database = freshDatabase();
  const old = visit();
  const photo = await addPhoto(database, old.id);
  await saveEntries(database, ANA, [old]);
  await parkPhoto(database, photo, "gone");
  const [fresh] = await saveEntries(database, ANA, [visit()], { replaces: old.id });
  const [moved] = await photosOf(database, ANA.id);
  assert.deepEqual([moved.id, moved.entry, moved.state], [photo, fresh.id, WAITING]);
});

test("a phone without room says so and keeps what it had", async () => {
  const database = freshDatabase();
  const copies = await keep(database, ANA, 1);
  await saveDraft(database, { id: "draft", user: ANA.id, kind: "visit" });
  let puts = 0;
  fillDisk((name) => name === "outbox" && ++puts > 1);
  const full = (error) => error instanceof StorageError && error.reason === "storage_full";
  await assert.rejects(saveEntries(database, ANA, [visit(), visit()], { draft: "draft" }), full);
  assert.equal(puts, 2, "a full phone is not asked twice");
  fillDisk(() => true);
  await assert.rejects(addPhoto(database, uuid7()), full);
  await assert.rejects(saveFact(database, "user", ANA), full);
  emptyDisk();
  assert.deepEqual(await entriesOf(database, ANA.id), copies);
  assert.equal((await draftsOf(database, ANA.id)).length, 1, "the form can still be gone on with");
  await saveEntries(database, ANA, [visit()]);
  assert.equal((await entriesOf(database, ANA.id)).length, 2, "when there is room again, it is used");
});

test("a copy goes also from a phone that has no room for the list", async () => {
  const database = freshDatabase();
  await lists(database);
  const [copy] = await keep(database, ANA, 1);
  fillDisk((name) => name === "lists");
  assert.equal((await applyReceipts(database, ANA.id, [receiptOf(copy)])).length, 1);
  assert.deepEqual(await entriesOf(database, ANA.id), []);
});

test("a phone that keeps nothing at all says so, and may change its mind", async () => {
  const database = freshDatabase();
  indexedDB.open = () => {
    throw new DOMException("denied", "SecurityError");
  };
  for (const work of [
    () => saveEntries(database, ANA, [visit()]),
    () => entriesOf(database, ANA.id),
    () => readFact(database, "user"),
  ]) {
    await assert.rejects(work, (error) => error instanceof StorageError && error.reason === "no_storage");
  }
  indexedDB.open = open;
  await saveEntries(database, ANA, [visit()]);
  assert.equal((await entriesOf(database, ANA.id)).length, 1);
});

test("a database that was closed behind one's back is opened anew", async () => {
  const handles = [];
  indexedDB.open = function remember(...values) {
    const request = open.apply(this, values);
    request.addEventListener("success", () => handles.push(request.result));
    return request;
  };
  const database = freshDatabase();
  await keep(database, ANA, 1);
  handles[0].close();
  await keep(database, ANA, 1);
  handles[1].close();
  assert.equal((await entriesOf(database, ANA.id)).length, 2);
  assert.equal(handles.length, 3);
});

test("a newer version of the app is not held up by an older page", async () => {
  const database = freshDatabase();
  await keep(database, ANA, 1);
  await new Promise((resolve, reject) => {
    const request = indexedDB.open(database.name, 2);
    Object.assign(request, { onblocked: () => reject(new Error("blocked")), onerror: reject });
    request.onsuccess = () => resolve(request.result.close());
  });
});

test("a mistake of ours is not taken for a full phone, nor hidden by what it ended", async () => {
  const database = freshDatabase();
  let puts = 0;
  IDBObjectStore.prototype.put = function count(...values) {
    puts += 1;
    return put.apply(this, values);
  };
  await assert.rejects(saveDraft(database, { user: ANA.id }), { name: "DataError" });
  await assert.rejects(
    saveFact(database, "user", () => {}),
    { name: "DataCloneError" },
  );
  assert.equal(puts, 2, "a mistake is not made twice");
});
