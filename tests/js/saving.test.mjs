// The phases of a form.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Saving } from "../../static/js/page/form/saving.js";

const NOTHING_READ = new Set();

test("a form is dirty from its first answer until it is saved", () => {
  const saving = new Saving();
  assert.equal(saving.phase, "loading");
  saving.markReady();
  assert.equal(saving.isDirty, false);
  saving.markDirty();
  assert.equal(saving.isDirty, true);
  saving.startSaving();
  assert.equal(saving.isDirty, true);
  saving.markSaved([]);
  saving.cancelSaving();
  assert.deepEqual([saving.phase, saving.isDirty], ["saved", false]);
});

test("a failed saving leaves the form as it was, with what was added meanwhile", () => {
  const saving = new Saving();
  saving.markReady();
  saving.startSaving();
  saving.cancelSaving();
  assert.equal(saving.phase, "untouched");
  saving.startSaving();
  saving.markDirty(); // a photo that took its time
  assert.deepEqual([saving.phase, saving.isDirty], ["saving", true]);
  saving.cancelSaving();
  assert.equal(saving.phase, "dirty");
});

test("a refused form is open until it is saved again", () => {
  const saving = new Saving();
  saving.markReady();
  saving.startSaving();
  saving.markSaved([{ id: "a", revision: 1, fields: {} }]);
  saving.markRefused();
  saving.markDirty();
  assert.deepEqual([saving.phase, saving.isDirty], ["refused", true]);
  saving.startSaving();
  saving.cancelSaving();
  assert.equal(saving.phase, "refused");
  saving.markStored();
  assert.deepEqual([saving.phase, saving.isDirty], ["stored", false]);
});

test("an entry saved again keeps its revision when unchanged, and gets the next when changed", () => {
  const saving = new Saving();
  const one = { id: "a", revision: 1, fields: { people: 2, note: undefined } };
  assert.equal(saving.nextRevision(one), 1);
  assert.equal(saving.withRevisions([one], NOTHING_READ)[0].revision, one.revision);
  saving.markSaved([{ id: "a", revision: 3, fields: { people: 2 } }]);
  assert.equal(saving.nextRevision(one), 4);
  assert.equal(saving.withRevisions([one], NOTHING_READ)[0].revision, 3);
  const [changed, added] = saving.withRevisions(
    [
      { ...one, fields: { people: 5 } },
      { ...one, id: "b" },
    ],
    NOTHING_READ,
  );
  assert.deepEqual([changed.revision, added.revision], [4, 1]);
});

test("what was changed after a saving without an answer gets the next revision", () => {
  const saving = new Saving();
  const entry = { id: "one", revision: 1, fields: { note: "first", left_out: undefined } };
  assert.equal(saving.withRevisions([entry], NOTHING_READ)[0].revision, 1);
  assert.equal(saving.withRevisions([{ ...entry }], NOTHING_READ)[0].revision, 1, "the same once more");
  assert.equal(saving.withRevisions([{ ...entry, fields: { note: "changed" } }], NOTHING_READ)[0].revision, 2);
  assert.equal(saving.nextRevision(entry), 3, "a draft of it comes after both");
});

for (const [what, entry, readReturns, expected] of [
  ["a new entry", { revision: 1 }, [], undefined],
  ["a correction", { revision: 2 }, [], true],
  ["a correction of what was returned, whose reason was read", { revision: 2 }, ["a"], undefined],
  ["a correction while the reason of another was read", { revision: 2 }, ["b"], true],
  ["a withdrawal", { revision: 2, fields: { withdrawn: true } }, [], undefined],
]) {
  test(`whether the ward is to take only what it has not returned: ${what}`, () => {
    const one = { id: "a", fields: {}, ...entry };
    const [written] = new Saving().withRevisions([one], new Set(readReturns));
    assert.equal(written.if_submitted, expected);
    assert.equal(JSON.stringify(written).includes("if_submitted"), expected === true);
  });
}

test("what the ward returned while it was corrected is sent with its reason read", () => {
  const saving = new Saving();
  const one = { id: "a", revision: 2, fields: { people: 2 } };
  const readReturns = new Set();
  const first = saving.withRevisions([one], readReturns);
  saving.markSaved(first);
  saving.markRefused();
  readReturns.add("a");
  const [second] = saving.withRevisions([{ ...one, fields: { people: 3 } }], readReturns);
  assert.deepEqual([first[0].if_submitted, second.revision, second.if_submitted], [true, 3, undefined]);
});
