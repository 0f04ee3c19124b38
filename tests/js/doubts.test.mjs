// What is asked about before an entry is saved.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clockDoubt, doubtsOf } from "../../static/js/page/form/questions/doubts.js";

const visit = (happened_on, people = 2) => ({ fields: { happened_on, people } });

test("a day is asked about from 300 days on, or when it is of another year and old", () => {
  for (const [day, today, doubts] of [
    ["2026-11-29", "2026-11-30", []],
    ["2026-02-04", "2026-11-30", []],
    ["2026-02-03", "2026-11-30", ["doubt.old_day"]],
    ["2025-12-31", "2026-01-02", []],
    ["2025-11-02", "2026-01-02", ["doubt.old_day"]],
    ["2025-11-30", "2026-11-30", ["doubt.old_day"]],
  ])
    assert.deepEqual(doubtsOf([visit(day)], today), doubts, day);
});

test("more people helped than met are asked about, together with the day", () => {
  const today = "2026-11-30";
  assert.deepEqual(doubtsOf([visit(today, 2), visit(today, 2)], today), []);
  assert.deepEqual(doubtsOf([visit(today, 2), visit(today, 1), visit(today, 3)], today), ["doubt.more_than_met"]);
  assert.deepEqual(doubtsOf([visit("2025-11-30", 0), visit(today, 1)], today), [
    "doubt.old_day",
    "doubt.more_than_met",
  ]);
});

test("a clock is asked about when it is off by more than a day, ahead or behind", () => {
  const now = Date.parse("2026-11-30T09:10:00+07:00");
  const day = 86_400_000;
  for (const [off, doubt] of [
    [0, null],
    [day, null],
    [-day, null],
    [day + 1, "doubt.clock"],
    [-day - 1, "doubt.clock"],
  ])
    assert.equal(clockDoubt(now, { time: now + off, isExact: true }), doubt, off);
  assert.equal(clockDoubt(now, { time: now + 2 * day, isExact: false }), "doubt.clock_set_back");
  assert.equal(clockDoubt(now, null), null);
});
