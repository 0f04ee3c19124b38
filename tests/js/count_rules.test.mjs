// Which entry holds the people who were counted at a desk, and when it is written again.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  followed,
  isDue,
  MOST_PEOPLE,
  newCount,
  peopleOf,
  withOneFewer,
  withOneMore,
  writtenCount,
} from "../../static/js/outbox/count_rules.js";
import { REFUSED, WAITING } from "../../static/js/outbox/states.js";
import { ANA } from "./helpers.mjs";

const DAY = "2026-12-06";
const FIELDS = { happened_on: DAY, neighbourhood: 1, event: 4, place: null, procedure: "residence", outcome: "guided" };
const WRITING = { id: "new", now: Date.parse("2026-12-06T03:00:00Z"), today: DAY, known: {} };

const counted = (people, changes = {}) => ({ ...newCount(ANA, FIELDS), id: "one", people, at: 1, ...changes });
/** A count whose entry was saved with all but `more` people. */
const saved = (people, more = 0) => counted(people + more, { revision: 3, saved: people });
const conflict = (code) => ({ revision: 3, state: REFUSED, outcome: "conflict", code });

test("the first person gives the entry its id, and the others stay in it", () => {
  const first = withOneMore(newCount(ANA, FIELDS), "first", 10);
  const second = withOneMore(first, "second", 20);
  assert.deepEqual([second.id, second.people, second.at], ["first", 2, 20]);
});

test("the last person is taken back, and nobody from an empty count", () => {
  assert.equal(withOneFewer(counted(2)).people, 1);
  assert.equal(withOneFewer(counted(0)), null);
});

test("an entry says who was counted, with a higher revision each time", () => {
  const { entry, count } = writtenCount(saved(4, 2), undefined, WRITING);
  assert.deepEqual(entry, {
    id: "one",
    kind: "assistance",
    revision: 4,
    recorded_at: "2026-12-06T03:00:00.000Z",
    form: 2,
    fields: { ...FIELDS, people: 6, count_in: null },
    if_submitted: true,
  });
  assert.deepEqual([count.saved, count.revision, isDue(count)], [6, 4, false]);
  assert.equal(writtenCount(saved(4, 2), { revision: 8 }, WRITING).entry.revision, 9);
});

test("an entry of whom the last was taken back is withdrawn, and the next person gets another one", () => {
  const { entry, count } = writtenCount(saved(2, -2), undefined, WRITING);
  assert.equal(entry.fields.withdrawn, true);
  assert.equal(entry.fields.people, 2);
  assert.deepEqual([count.id, count.people, isDue(count), peopleOf(count)], [null, 0, false, 0]);
});

test("nothing is written of somebody who was taken back before anything was saved", () => {
  assert.equal(isDue(counted(0)), false);
});

test("more people than an entry may hold go on in another one", () => {
  const { entry, count } = writtenCount(counted(MOST_PEOPLE + 3), undefined, WRITING);
  assert.equal(entry.fields.people, MOST_PEOPLE);
  assert.deepEqual([count.id, count.people, peopleOf(count)], [null, 3, MOST_PEOPLE + 3]);
});

test("a late count of a closed period counts in the open one", () => {
  const period = (month, from, to, closed) => ({ month, from, to, closed });
  const periods = [
    period("2026-12", "2026-12-01", "2026-12-31", true),
    period("2027-01", "2027-01-01", "2027-01-31", false),
  ];
  const { entry } = writtenCount(counted(1), undefined, { ...WRITING, today: "2027-01-03", known: { periods } });
  assert.equal(entry.fields.count_in, "2027-01");
});

for (const [what, copy, atWard, remaining] of [
  ["it waits", { revision: 3, state: WAITING }, undefined, null],
  ["it waits, and the ward has an older revision", { revision: 3, state: WAITING }, [2, 4, true], null],
  ["the ward has it and has not decided", undefined, [3, 6, true], null],
  ["the ward could not read it", { revision: 3, state: REFUSED, outcome: "refused" }, undefined, null],
  ["the ward has decided on it", undefined, [3, 6, false], 2],
  ["it met what the ward had decided on", conflict("approved"), [2, 5, false], 3],
  ["it met what the ward had returned", conflict("returned"), [3, 6, false], 2],
  ["the answer to the revision before was lost", conflict("approved"), [3, 6, false], 2],
  ["its author corrected it here", { revision: 4, state: WAITING }, [3, 6, true], 2],
  ["its author corrected it and the ward has that", undefined, [4, 9, true], 2],
])
  test(`the entry is ${remaining === null ? "written again" : "left as it is"} where ${what}`, () => {
    const [revision, people, isOpen] = atWard ?? [];
    const count = saved(6, 2);
    const after = followed(count, copy, atWard && { revision, people, isOpen });
    if (remaining === null) return assert.equal(after, count);
    assert.deepEqual([after.id, after.people, after.saved, after.revision], [null, remaining, 0, 0]);
    return assert.equal(peopleOf(after), 8);
  });

test("nobody guesses what the ward has after a conflict", () => {
  assert.equal(followed(saved(6, 2), conflict("approved"), undefined), null);
});

test("who was taken back after the ward's decision is the next one who comes", () => {
  const after = followed(saved(6, -1), undefined, { revision: 3, people: 6, isOpen: false });
  assert.deepEqual([after.people, peopleOf(after), isDue(after)], [-1, 5, false]);
  const next = withOneMore(after, "next", 30);
  assert.deepEqual([next.people, peopleOf(next), isDue(next)], [0, 6, false]);
});

test("what became of earlier entries is shown", () => {
  const count = followed(saved(6, 2), undefined, { revision: 3, people: 6, isOpen: false });
  assert.equal(
    peopleOf(count, (id) => (id === "one" ? 0 : undefined)),
    2,
  );
});
