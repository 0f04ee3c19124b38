// Counting people at a desk: each tap is stored, and every person is in one entry of the ward at the end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { peopleOf } from "../../static/js/outbox/count_rules.js";
import { countOne } from "../../static/js/outbox/count_store.js";
import { Database } from "../../static/js/outbox/database.js";
import { REFUSED, WAITING } from "../../static/js/outbox/states.js";
import { Desk, fieldsOf, Ward } from "./counting_helpers.mjs";
import { ANA, emptyDisk, fillDisk, LEO } from "./helpers.mjs";

const desk = () => new Desk(new Ward());
const times = async (number, work) => {
  for (let i = 0; i < number; i += 1) await work();
};
const peopleIn = async (phone) => (await phone.copies()).map(({ fields }) => fields.people);

test("a tap is on the disk when it is answered, also for the next page", async () => {
  const phone = desk();
  assert.equal((await phone.tap()).people, 1);
  phone.kill();
  assert.equal((await phone.tap()).people, 2);
  const { counts, last } = await phone.counts();
  assert.deepEqual(counts, [last]);
});

test("what was counted is one entry of its shift and group, with all that sending needs", async () => {
  const phone = desk();
  await times(3, () => phone.tap("residence"));
  await phone.tap("land");
  assert.deepEqual(await phone.save(), { isChanged: true, isUndecided: false });
  const copies = await phone.copies();
  assert.deepEqual(copies.map(({ fields }) => [fields.procedure, fields.people]).sort(), [
    ["land", 1],
    ["residence", 3],
  ]);
  for (const { kind, state, user, author, form } of copies)
    assert.deepEqual([kind, state, user, author, form], ["assistance", WAITING, ANA.id, ANA.name, 2]);
  await phone.send();
  assert.equal(phone.ward.people(), 4);
  assert.deepEqual(await phone.save(), { isChanged: false, isUndecided: false });
});

test("a pause in between raises the revision of the same entry", async () => {
  const phone = desk();
  await phone.tap();
  await phone.save();
  const [before] = await phone.copies();
  await phone.tap();
  await phone.save();
  const [copy, ...others] = await phone.copies();
  assert.deepEqual([copy.id, copy.revision, copy.fields.people, others.length], [before.id, 2, 2, 0]);
  assert.equal(copy.saved_at, before.saved_at, "it has waited as long as before");
});

test("two tabs count nobody twice and write one entry", async () => {
  const one = desk();
  const other = new Desk(one.ward);
  other.database = new Database(one.database.name);
  await Promise.all([one, other, one, other, one].map((tab) => tab.tap()));
  await Promise.all([one.save(), other.save(), one.save()]);
  assert.deepEqual(await peopleIn(one), [5]);
});

test("who comes while an entry is written is in its next revision", async () => {
  const phone = desk();
  await phone.tap();
  const { digest } = crypto.subtle;
  crypto.subtle.digest = async (...values) => {
    crypto.subtle.digest = digest;
    await phone.tap();
    return digest.apply(crypto.subtle, values);
  };
  await phone.save();
  assert.deepEqual(await peopleIn(phone), [2]);
  await phone.tap();
  await phone.finish();
  assert.equal(phone.ward.people(), 3);
});

test("two phones at one desk have entries of their own, which add up", async () => {
  const one = desk();
  const other = new Desk(one.ward);
  await times(3, () => one.tap());
  await times(4, () => other.tap());
  for (const phone of [one, other]) await phone.finish();
  assert.equal(one.ward.entries.size, 2);
  assert.equal(one.ward.people(), 7);
});

test("the counts of another user of the phone stay theirs", async () => {
  const phone = desk();
  const next = new Desk(phone.ward, LEO);
  next.database = phone.database;
  await phone.tap();
  await next.tap();
  await next.save();
  assert.deepEqual(
    (await next.copies()).map(({ author }) => author),
    [LEO.name],
  );
  assert.deepEqual(await phone.copies(), []);
});

test("the last tap is taken back, also after a kill, and never one of another day", async () => {
  const phone = desk();
  await phone.tap("residence");
  await phone.tap("land");
  phone.kill();
  assert.equal((await phone.takeBack()).fields.procedure, "land");
  assert.equal((await phone.takeBack()).fields.procedure, "residence");
  assert.equal(await phone.takeBack(), null);
  await countOne(phone.database, ANA, { ...fieldsOf("land"), happened_on: "2026-12-05" });
  assert.equal(await phone.takeBack(), null);
});

test("an entry of whom the last was taken back is withdrawn, and the next person has another one", async () => {
  const phone = desk();
  await phone.tap();
  await phone.finish();
  await phone.takeBack();
  await phone.finish();
  assert.equal(phone.ward.people(), 0);
  await phone.tap();
  await phone.finish();
  assert.equal(phone.ward.people(), 1);
  assert.equal(phone.ward.entries.size, 2);
});

test("who comes after the ward's approval is in a new entry", async () => {
  const phone = desk();
  await times(2, () => phone.tap());
  await phone.finish();
  const [stored] = phone.ward.entries.values();
  stored.status = "approved";
  await times(3, () => phone.tap());
  await phone.save();
  await phone.send();
  const [copy] = await phone.copies();
  assert.deepEqual([copy.state, copy.code, phone.ward.people()], [REFUSED, "approved", 2]);
  assert.deepEqual(await phone.save(), { isChanged: false, isUndecided: true }, "the ward is asked what it has");
  await phone.finish();
  assert.equal(phone.ward.people(), 5);
  assert.deepEqual(await phone.copies(), []);
});

test("what the ward has returned stays returned, and who comes after that is in a new entry", async () => {
  const phone = desk();
  await times(2, () => phone.tap());
  await phone.finish();
  const [returned] = phone.ward.entries.values();
  returned.status = "returned";
  await times(3, () => phone.tap());
  // This phone has not asked since.
  await phone.save();
  await phone.send();
  await phone.finish();
  const [first, second] = phone.ward.entries.values();
  assert.deepEqual([first.status, first.people, second.status, second.people], ["returned", 2, "submitted", 3]);
  assert.deepEqual(await phone.copies(), []);
});

test("a revision whose answer was lost is not counted again when the next one meets the approval", async () => {
  const phone = desk();
  await times(2, () => phone.tap());
  await phone.save();
  await phone.send({ isLost: true });
  const [stored] = phone.ward.entries.values();
  stored.status = "approved";
  await phone.tap();
  await phone.save();
  await phone.send();
  await phone.finish();
  assert.equal(phone.ward.people(), 3);
});

test("counts of earlier days go when nothing of them waits, and not before", async () => {
  const phone = desk();
  await phone.tap();
  await phone.save({ today: "2026-12-07" });
  assert.equal((await phone.counts()).counts.length, 1);
  await phone.send();
  await phone.save({ today: "2026-12-07" });
  assert.equal((await phone.counts()).counts.length, 0);
  assert.equal(phone.ward.people(), 1);
});

test("a full phone says so and counts nobody", async () => {
  const phone = desk();
  await phone.tap();
  fillDisk((name) => name === "facts");
  try {
    await assert.rejects(phone.tap(), { reason: "storage_full" });
  } finally {
    emptyDisk();
  }
  const { counts } = await phone.counts();
  assert.deepEqual(
    counts.map((one) => peopleOf(one)),
    [1],
  );
});

/** Numbers between 0 and 1, the same for a seed. */
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** What may happen, in any order; each returns by how much the number of people changes. */
const happenings = {
  tap: async (phone, pick) => Boolean(await phone.tap(pick(["residence", "land"]))),
  twoTaps: async (phone) => (await Promise.all([phone.tap(), phone.tap(), phone.save()])) && 2,
  takeBack: async (phone) => ((await phone.takeBack()) ? -1 : 0),
  save: async (phone) => (await phone.save()) && 0,
  saveFresh: async (phone) => (await phone.save({ isFresh: true })) && 0,
  send: async (phone) => (await phone.send()) && 0,
  loseAnswer: async (phone) => (await phone.send({ isLost: true })) && 0,
  kill: async (phone) => phone.kill() ?? 0,
  decide: async (phone, pick) => {
    const open = [...phone.ward.entries.values()].filter(({ status }) => status === "submitted");
    if (open.length) pick(open).status = pick(["approved", "returned", "void"]);
    return 0;
  },
  correct: async (phone, pick) => {
    const waiting = new Set((await phone.copies()).map(({ id }) => id));
    const received = [...phone.known].filter(([id, { isOpen }]) => isOpen && !waiting.has(id));
    if (!received.length) return 0;
    const [id, { revision, people }] = pick(received);
    const stored = phone.ward.entries.get(id);
    // What the ward has decided on meanwhile its author cannot correct.
    if (["approved", "void"].includes(stored.status) || stored.revision !== revision) return 0;
    await phone.correct(id, revision + 1, people + 5);
    await phone.send();
    return 5;
  },
};

for (const seed of Array.from({ length: 60 }, (_, i) => i + 1))
  test(`taps, kills, sendings and decisions in any order leave everybody in one entry: ${seed}`, async () => {
    const random = randomNumbers(seed);
    const pick = (all) => all[Math.floor(random() * all.length)];
    const phone = desk();
    let expected = 0;
    const log = [];
    for (let step = 0; step < 40; step += 1) {
      const name = pick([...Object.keys(happenings), "tap", "tap"]);
      log.push(name);
      expected += Number(await happenings[name](phone, pick));
    }
    await phone.finish();
    // Whom the author took back after the ward's approval, the ward has; the author is shown that it could not be withdrawn.
    const copies = await phone.copies();
    const refused = copies.filter(({ fields }) => fields.withdrawn).map(({ id }) => phone.ward.entries.get(id).people);
    const { counts } = await phone.counts();
    // Nobody is missing; whom the ward has and the phone took back, the next one takes the place of.
    const surplus = counts.reduce((sum, { people }) => sum + Math.max(0, -people), 0);
    const found = phone.ward.people();
    assert.equal(found, expected + surplus + refused.reduce((sum, one) => sum + one, 0), log.join(" "));
    assert.deepEqual(
      copies.filter(({ fields }) => !fields.withdrawn),
      [],
    );
  });
