// What time it is at the ward, on a phone whose clock is wrong.

import assert from "node:assert/strict";
import { test } from "node:test";
import { latestTime, useClockReading, wardTime } from "../../static/js/page/common/ward_clock.js";

const DAY = 86_400_000;
const moment = (text) => Date.parse(`${text}T09:10:00+07:00`);
const read = (phone, ward) => useClockReading({ phone: moment(phone), ward: moment(ward) });
const exact = (text) => ({ time: moment(text), isExact: true });

test("nothing is known before the ward has answered", () => {
  useClockReading(undefined);
  assert.equal(wardTime(moment("2026-03-12")), null);
  assert.equal(latestTime(moment("2026-03-12")), moment("2026-03-12"));
});

test("a clock goes on being off by as much, for thirty days", () => {
  read("2026-03-12", "2026-11-30");
  assert.deepEqual(wardTime(moment("2026-03-14")), exact("2026-12-02"));
  assert.deepEqual(wardTime(moment("2026-04-11")), exact("2026-12-30"));
  assert.equal(wardTime(moment("2026-04-11") + 1), null);
  assert.equal(latestTime(moment("2026-03-14")), moment("2026-12-02"));
});

test("a clock that was set right is believed", () => {
  read("2026-03-12", "2026-11-30");
  assert.equal(wardTime(moment("2026-11-30")), null);
  read("2027-03-12", "2026-11-30");
  assert.equal(wardTime(moment("2026-12-01")), null);
  assert.equal(latestTime(moment("2026-12-01")), moment("2026-12-01"));
});

test("a clock that is ahead keeps nobody from the day it says", () => {
  read("2026-12-05", "2026-11-30");
  assert.deepEqual(wardTime(moment("2026-12-06")), exact("2026-12-01"));
  assert.equal(latestTime(moment("2026-12-06")), moment("2026-12-06"));
});

test("a clock that was right and went back to its first day is before what the ward has said", () => {
  read("2026-11-28", "2026-11-28");
  const now = moment("2015-01-01");
  assert.deepEqual(wardTime(now), { time: moment("2026-11-28"), isExact: false });
  assert.equal(latestTime(now), moment("2026-11-28") + 30 * DAY);
});
