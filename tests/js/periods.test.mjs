// The reporting periods of a ward: which one a day falls in, which are closed, and in which late work counts.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  countedIn,
  isCalendarMonth,
  openPeriod,
  periodAfter,
  periodNamed,
  periodOf,
} from "../../static/js/outbox/periods.js";

/** What was stored before an update, and what a server without periods sends. */
const CALENDAR = { closed_months: ["2026-09", "2026-10"] };
/** A ward whose periods begin on the 15th; it closed that of October. */
const MIDDLE = {
  periods: [
    { month: "2026-10", from: "2026-09-15", to: "2026-10-14", closed: true },
    { month: "2026-11", from: "2026-10-15", to: "2026-11-14", closed: false },
    { month: "2026-12", from: "2026-11-15", to: "2026-12-14", closed: false },
  ],
  closed_months: ["2026-08", "2026-09"],
};
/** Wards that changed their rule: a first period that is short, and one that is long. */
const SHORT = {
  periods: [
    { month: "2026-10", from: "2026-10-01", to: "2026-10-31", closed: true },
    { month: "2026-11", from: "2026-11-01", to: "2026-11-14", closed: false },
    { month: "2026-12", from: "2026-11-15", to: "2026-12-14", closed: false },
  ],
  closed_months: ["2026-09", "2026-10"],
};
const LONG = {
  periods: [
    { month: "2026-11", from: "2026-10-15", to: "2026-11-14", closed: true },
    { month: "2026-12", from: "2026-11-15", to: "2026-12-31", closed: false },
  ],
  closed_months: ["2026-10"],
};

const spanOf = ({ month, from, to }) => [month, from, to];

for (const [what, known, day, ...expected] of [
  ["calendar", CALENDAR, "2026-11-01", "2026-11", "2026-11-01", "2026-11-30"],
  ["calendar", CALENDAR, "2026-11-14", "2026-11", "2026-11-01", "2026-11-30"],
  ["calendar", CALENDAR, "2026-12-31", "2026-12", "2026-12-01", "2026-12-31"],
  ["calendar", CALENDAR, "2028-02-29", "2028-02", "2028-02-01", "2028-02-29"],
  ["middle", MIDDLE, "2026-11-14", "2026-11", "2026-10-15", "2026-11-14"],
  ["middle", MIDDLE, "2026-11-15", "2026-12", "2026-11-15", "2026-12-14"],
  ["middle, after those that are listed", MIDDLE, "2026-12-15", "2027-01", "2026-12-15", "2027-01-14"],
  ["middle, after those that are listed", MIDDLE, "2027-01-15", "2027-02", "2027-01-15", "2027-02-14"],
  ["middle, before those that are listed", MIDDLE, "2026-09-14", "2026-09", "2026-08-15", "2026-09-14"],
  ["middle, before those that are listed", MIDDLE, "2026-01-14", "2026-01", "2025-12-15", "2026-01-14"],
  ["short first", SHORT, "2026-11-14", "2026-11", "2026-11-01", "2026-11-14"],
  ["short first", SHORT, "2026-11-15", "2026-12", "2026-11-15", "2026-12-14"],
  ["calendar before a short first", SHORT, "2026-09-30", "2026-09", "2026-09-01", "2026-09-30"],
  ["long first", LONG, "2026-11-15", "2026-12", "2026-11-15", "2026-12-31"],
  ["long first", LONG, "2026-12-31", "2026-12", "2026-11-15", "2026-12-31"],
  ["calendar after a long first", LONG, "2027-01-31", "2027-01", "2027-01-01", "2027-01-31"],
  ["middle before a long first", LONG, "2026-10-14", "2026-10", "2026-09-15", "2026-10-14"],
]) {
  test(`${day} is in the period ${expected[0]} (${what})`, () => {
    assert.deepEqual(spanOf(periodOf(day, known)), expected);
    assert.deepEqual(spanOf(periodNamed(expected[0], known)), expected);
  });
}

test("periods follow each other without a gap, also past those that are listed", () => {
  for (const known of [CALENDAR, MIDDLE, SHORT, LONG]) {
    let period = periodNamed("2026-08", known);
    while (period.month < "2027-04") {
      const next = periodAfter(period, known);
      assert.equal(Date.parse(next.from) - Date.parse(period.to), 86_400_000);
      period = next;
    }
  }
});

test("a period is closed as the ward says; one that is not listed, where it shares days with a closed month", () => {
  const closed = (known, ...days) => days.map((day) => periodOf(day, known).closed);
  assert.deepEqual(closed(CALENDAR, "2026-09-01", "2026-10-31", "2026-11-01"), [true, true, false]);
  assert.deepEqual(closed(MIDDLE, "2026-10-14", "2026-10-15"), [true, false]);
  assert.deepEqual(closed(MIDDLE, "2026-09-14", "2026-07-31", "2026-07-10"), [true, true, false]);
  assert.equal(periodOf("2026-10-31", {}).closed, false, "nothing is known to be closed");
});

test("late work counts in the present period, or in the next one while that is closed early", () => {
  const offered = (known, present, day = present) => openPeriod(day, present, known).month;
  assert.equal(offered(CALENDAR, "2026-12-05"), "2026-12");
  assert.equal(offered(CALENDAR, "2026-10-31"), "2026-11");
  assert.equal(offered({ closed_months: ["2026-11", "2026-12"] }, "2026-12-05"), "2027-01");
  assert.equal(offered(MIDDLE, "2026-11-14", "2026-10-01"), "2026-11");
  assert.equal(offered(MIDDLE, "2026-11-15", "2026-10-01"), "2026-12");
  const closed = { ...MIDDLE, periods: MIDDLE.periods.map((one) => ({ ...one, closed: one.month < "2026-12" })) };
  assert.equal(offered(closed, "2026-11-14"), "2026-12", "closed on its last evening");
  assert.equal(offered(closed, "2026-09-01", "2026-11-10"), "2026-12", "the phone's clock is behind");
});

test("an entry counts in the period of its day, unless its author chose a later one", () => {
  const counted = (known, day, chosen) => countedIn(day, chosen, known).month;
  assert.equal(counted(MIDDLE, "2026-11-14", null), "2026-11");
  assert.equal(counted(MIDDLE, "2026-11-15", undefined), "2026-12");
  assert.equal(counted(MIDDLE, "2026-11-20", "2026-11"), "2026-12", "chosen before the rule changed");
  assert.equal(counted(MIDDLE, "2026-10-01", "2026-11"), "2026-11");
  assert.equal(counted(CALENDAR, "2026-10-01", "2026-11"), "2026-11");
});

test("only a period that is the month of its name is a calendar month", () => {
  assert.equal(isCalendarMonth(periodNamed("2026-11", CALENDAR)), true);
  assert.equal(isCalendarMonth(periodNamed("2026-10", SHORT)), true);
  for (const [month, known] of [
    ["2026-11", MIDDLE],
    ["2026-11", SHORT],
    ["2026-12", LONG],
  ])
    assert.equal(isCalendarMonth(periodNamed(month, known)), false);
});
