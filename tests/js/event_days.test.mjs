// The dates of events that a phone knows: which one is on, and the next duty.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  dutiesToCome,
  eventByItself,
  eventsOn,
  isOfUser,
  presentAtWard,
} from "../../static/js/page/common/event_days.js";
import { useClockReading } from "../../static/js/page/common/ward_clock.js";

const SUNDAY = "2026-12-06";
const duty = (answer = "yes", from = "07:30", to = "09:00", shift = 1) => ({ shift, from, to, answer, present: null });
const event = (id, values = {}) => ({
  id,
  day: SUNDAY,
  on: SUNDAY,
  from: "07:30",
  to: "11:00",
  type: "other",
  title: `Ngày ${id}`,
  place: null,
  venue: "",
  expected: null,
  called_off: false,
  reason: "",
  is_team: true,
  duties: [],
  ...values,
});
const at = (clock, day = SUNDAY) => ({ day, minute: Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) });
const setAt = (events, clock, day = SUNDAY) => eventByItself({ events }, day, at(clock))?.id ?? null;

test("day and time are those of the ward, whatever the phone's clock says", () => {
  const phone = Date.parse("2026-11-28T10:00:00Z");
  useClockReading({ phone, ward: Date.parse("2026-12-05T17:05:00Z") });
  const now = Date.now;
  Date.now = () => phone;
  try {
    assert.deepEqual(presentAtWard(), { day: SUNDAY, minute: 5 });
  } finally {
    Date.now = now;
    useClockReading(undefined);
  }
});

test("an event sets itself from an hour before it begins to an hour after it ends", () => {
  const rostered = [event(1, { duties: [duty()] })];
  const found = ["06:29", "06:30", "09:00", "12:00", "12:01"].map((clock) => setAt(rostered, clock));
  assert.deepEqual(found, [null, 1, 1, 1, null]);
});

test("it sets itself for who is on its roster and has not said no", () => {
  for (const [duties, expected] of [
    [[duty("yes")], 1],
    [[duty(null)], 1],
    [[duty("no")], null],
    [[duty("no"), duty(null, "09:00", "11:00", 2)], 1],
    [[], null],
  ])
    assert.equal(setAt([event(1, { duties })], "08:00"), expected, JSON.stringify(duties));
});

test("it sets itself on its own day alone, and not where it was called off or moved away", () => {
  const duties = [duty()];
  assert.equal(setAt([event(1, { duties })], "08:00", "2026-12-05"), null);
  assert.equal(setAt([event(1, { duties, called_off: true })], "08:00"), null);
  assert.equal(setAt([event(1, { duties, on: "2026-12-13" })], "08:00"), null);
  assert.equal(setAt([event(1, { duties, day: "2026-12-01" })], "08:00"), 1, "moved to this day");
});

test("of two that are on it is the one whose shift is on", () => {
  const events = [
    event(1, { duties: [duty("yes", "10:30", "11:00")] }),
    event(2, { duties: [duty("yes", "07:30", "09:00")] }),
  ];
  assert.deepEqual([setAt(events, "08:00"), setAt(events, "10:30")], [2, 1]);
  assert.equal(setAt([event(3, { duties: [duty("yes", "10:30", "11:00")] })], "08:00"), 3, "before the own shift");
});

test("a day has the events that are held on it", () => {
  const events = [event(1), event(2, { called_off: true }), event(3, { on: "2026-12-07" })];
  const found = eventsOn({ events }, SUNDAY);
  assert.deepEqual(
    found.map(({ id }) => id),
    [1],
  );
  assert.deepEqual(eventsOn({}, SUNDAY), [], "an older server has none");
});

test("an event is the user's by the team, or by a duty that was not turned down", () => {
  const values = [
    {},
    { is_team: false },
    { is_team: false, duties: [duty(null)] },
    { is_team: false, duties: [duty("no")] },
  ];
  assert.deepEqual(
    values.map((one) => isOfUser(event(1, one))),
    [true, false, true, false],
  );
});

const shiftsToCome = (events, present) =>
  dutiesToCome({ events }, present).map(({ event: { id }, duty: { shift } }) => `${id}.${shift}`);

test("the next duty is the first that is not over and was not turned down", () => {
  const events = [
    event(1, { duties: [duty("yes"), duty("yes", "09:00", "11:00", 2)] }),
    event(2, { on: "2026-12-09", duties: [duty("no"), duty(null, "09:00", "11:00", 2)] }),
  ];
  assert.deepEqual(shiftsToCome(events, at("08:59")), ["1.1"]);
  assert.deepEqual(shiftsToCome(events, at("09:00")), ["1.2"]);
  assert.deepEqual(shiftsToCome(events, at("11:00")), ["2.2"]);
  assert.deepEqual(shiftsToCome(events, at("07:00", "2026-12-10")), []);
  assert.deepEqual(dutiesToCome({}, at("07:00")), []);
});

test("a duty at a date that was called off is said, and the next one that is held", () => {
  const events = [
    event(1, { called_off: true, duties: [duty()] }),
    event(2, { on: "2026-12-09", duties: [duty()] }),
    event(3, { on: "2026-12-10", duties: [duty()] }),
  ];
  assert.deepEqual(shiftsToCome(events, at("07:00")), ["1.1", "2.1"]);
  assert.deepEqual(shiftsToCome(events.slice(0, 1), at("07:00")), ["1.1"]);
});
