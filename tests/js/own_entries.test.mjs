// What the author of an entry may do with it, by where it stands here and at the ward.
import assert from "node:assert/strict";
import { test } from "node:test";
import { needsCorrection } from "../../static/js/page/common/corrections.js";
import {
  editAddress,
  mayChange,
  mayCorrect,
  missedClosing,
  ownEntries,
} from "../../static/js/page/common/own_entries.js";

const LISTS = { closed_months: ["2026-10"] };
const DAY = "2026-11-22";
const OLD_DAY = "2026-10-30";

const atWard = (id, status = "submitted", happened_on = DAY, fields = {}) => {
  return { id, kind: "visit", revision: 1, status, happened_on, fields };
};
const here = (id, state = "waiting", more = {}) => {
  return { id, kind: "visit", revision: 1, state, fields: { happened_on: DAY }, ...more };
};

test("a copy on this phone stands for what the ward has of the same entry", () => {
  const own = ownEntries([here("older"), here("both")], [atWard("both", "returned"), atWard("ward")]);
  assert.deepEqual(
    own.map(({ id, status, ward }) => [id, status, ward?.status]),
    [
      ["both", "waiting", "returned"],
      ["older", "waiting", undefined],
      ["ward", "submitted", undefined],
    ],
  );
});

test("an entry is replaced as long as the one in its place counts", () => {
  const replacements = new Map([["old", "new"]]);
  const isReplaced = (other) => ownEntries([], [atWard("old"), ...other], replacements)[0].isReplaced;
  assert.equal(isReplaced([atWard("new")]), true);
  assert.equal(isReplaced([atWard("new", "void")]), false);
  assert.equal(isReplaced([atWard("new", "submitted", DAY, { withdrawn: true })]), false);
  assert.equal(isReplaced([]), false);
});

for (const [what, entry, change, missed] of [
  ["waits for review", atWard("a"), true, false],
  ["was returned", atWard("a", "returned"), true, false],
  ["was approved", atWard("a", "approved"), false, false],
  ["is void", atWard("a", "void"), false, false],
  ["waited when its month was closed", atWard("a", "submitted", OLD_DAY), false, true],
  ["was returned when its month was closed", atWard("a", "returned", OLD_DAY), false, true],
  ["counts in an open month", atWard("a", "submitted", OLD_DAY, { count_in: "2026-11" }), true, false],
  ["waits on this phone", { ...here("a"), status: "waiting", happened_on: OLD_DAY }, true, false],
]) {
  test(`an entry that ${what}: ${change ? "may be changed" : "may not be changed"}`, () => {
    assert.equal(mayChange(entry, LISTS), change);
    assert.equal(missedClosing(entry, LISTS), missed);
    // What missed the closing of its month may be opened too, to be logged anew.
    assert.equal(mayCorrect(entry, LISTS), change || missed);
    assert.equal(editAddress(entry, LISTS), `/log/visit?${missed ? "again" : "id"}=a`);
  });
}

const PERIODS = {
  periods: [
    { month: "2026-10", from: "2026-09-15", to: "2026-10-14", closed: true },
    { month: "2026-11", from: "2026-10-15", to: "2026-11-14", closed: false },
  ],
  closed_months: ["2026-09"],
};
for (const [what, entry, change] of [
  ["of the last day of a closed period", atWard("a", "submitted", "2026-10-14"), false],
  ["of the day after it", atWard("a", "submitted", "2026-10-15"), true],
  [
    "of a closed period that counts in an open one",
    atWard("a", "returned", "2026-10-14", { count_in: "2026-11" }),
    true,
  ],
  ["that the ward counts in a closed period", { ...atWard("a", "returned", "2026-10-20"), month: "2026-10" }, false],
  ["that the ward counts in an open period", { ...atWard("a", "returned", "2026-10-14"), month: "2026-11" }, true],
]) {
  test(`an entry ${what}: ${change ? "may be changed" : "may not be changed"}`, () => {
    assert.equal(mayChange(entry, PERIODS), change);
    assert.equal(missedClosing(entry, PERIODS), !change);
  });
}

test("a conflict is logged as a new entry only where the ward's does not count", () => {
  const conflict = (code) => ({ ...here("a", "refused", { outcome: "conflict", code }), happened_on: DAY });
  assert.equal(mayCorrect(conflict("void"), LISTS), true);
  assert.equal(mayCorrect(conflict("approved"), LISTS), false);
  assert.equal(editAddress(conflict("void"), LISTS), "/log/visit?again=a");
});

test("a change of what the ward returned meanwhile is gone on with as the same entry", () => {
  const copy = here("a", "refused", { outcome: "conflict", code: "returned", revision: 2 });
  const [own] = ownEntries([copy], [atWard("a", "returned")]);
  assert.equal(mayCorrect(own, LISTS), true);
  assert.equal(needsCorrection(own, LISTS), true);
  assert.equal(editAddress(own, LISTS), "/log/visit?id=a");
  // A withdrawal can only be dropped.
  const withdrawn = { ...copy, fields: { happened_on: DAY, withdrawn: true } };
  assert.equal(mayCorrect(ownEntries([withdrawn], [atWard("a", "returned")])[0], LISTS), false);
});

test("an entry that was withdrawn or replaced is not corrected", () => {
  assert.equal(mayCorrect(atWard("a", "submitted", DAY, { withdrawn: true }), LISTS), false);
  assert.equal(mayCorrect({ ...atWard("a"), isReplaced: true }, LISTS), false);
});

for (const [what, entry, replacement, expected] of [
  ["was returned", atWard("a", "returned"), null, true],
  ["was refused", here("a", "refused"), null, true],
  ["could not be sent", here("a", "parked"), null, true],
  ["waits here", here("a"), null, false],
  ["waits for review", atWard("a"), null, false],
  ["was returned, and its month is closed since", atWard("a", "returned", OLD_DAY), null, false],
  ["was refused, and another was logged in its place", here("a", "refused"), "b", false],
]) {
  test(`whether an entry needs correcting that ${what}`, () => {
    const [copies, entries] = entry.state ? [[entry], []] : [[], [entry]];
    const replacements = new Map(replacement ? [["a", replacement]] : []);
    const own = ownEntries(copies, [...entries, ...(replacement ? [atWard(replacement)] : [])], replacements);
    const found = own.find(({ id }) => id === "a");
    assert.equal(needsCorrection(found, LISTS), expected);
  });
}
