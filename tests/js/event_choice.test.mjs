// For which event an entry is logged: by itself, or as its author chose it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { EventChoice, isOnOtherDay } from "../../static/js/page/form/event_choice.js";

const SUNDAY = "2026-12-06";
const SATURDAY = "2026-12-05";
const DUTY = { shift: 1, from: "07:30", to: "11:00", answer: "yes", present: null };
const event = (id, on = SUNDAY, values = {}) => ({
  id,
  on,
  from: "07:30",
  to: "11:00",
  title: `Ngày ${id}`,
  called_off: false,
  is_team: true,
  duties: [DUTY],
  ...values,
});
const lists = (...events) => ({ user: { id: 7 }, events });
const at = (clock, day = SUNDAY) => ({ day, minute: Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) });
const NOTHING = null;

test("a new entry is for the event that is on", () => {
  const choice = new EventChoice(null, false);
  assert.equal(choice.follow(lists(event(1)), SUNDAY, at("08:00"), NOTHING), null);
  assert.equal(choice.event, 1);
});

test("it stays for it however long the form is open", () => {
  const choice = new EventChoice(null, false);
  choice.follow(lists(event(1)), SUNDAY, at("11:59"), NOTHING);
  assert.equal(choice.follow(lists(event(1)), SUNDAY, at("13:00"), NOTHING), null);
  assert.equal(choice.event, 1);
});

test("another day clears it and says which one it was; its own day brings it back", () => {
  const choice = new EventChoice(null, false);
  choice.follow(lists(event(1)), SUNDAY, at("08:00"), NOTHING);
  assert.equal(choice.follow(lists(event(1)), SATURDAY, at("08:00"), NOTHING)?.title, "Ngày 1");
  assert.equal(choice.event, null);
  assert.equal(choice.follow(lists(event(1)), SATURDAY, at("08:00"), NOTHING), null, "it is said once");
  choice.follow(lists(event(1)), SUNDAY, at("08:01"), NOTHING);
  assert.equal(choice.event, 1);
});

test("an event that is called off meanwhile is cleared, too", () => {
  const choice = new EventChoice(null, false);
  choice.follow(lists(event(1)), SUNDAY, at("08:00"), NOTHING);
  assert.equal(choice.follow(lists(event(1, SUNDAY, { called_off: true })), SUNDAY, at("08:01"), NOTHING)?.id, 1);
  assert.equal(choice.event, null);
});

test("what the author chose stays, also none, whatever the day is", () => {
  for (const chosen of [2, null]) {
    const choice = new EventChoice(null, false);
    choice.follow(lists(event(1), event(2)), SUNDAY, at("08:00"), NOTHING);
    choice.choose(chosen);
    for (const day of [SUNDAY, SATURDAY]) {
      assert.equal(choice.follow(lists(event(1), event(2)), day, at("08:00"), NOTHING), null);
      assert.equal(choice.event, chosen);
    }
  }
});

test("an entry that is corrected, or a draft, has its answer", () => {
  for (const before of [5, null]) {
    const choice = new EventChoice(before, true);
    choice.follow(lists(event(1)), SUNDAY, at("08:00"), NOTHING);
    assert.equal(choice.event, before);
  }
});

test("what was chosen for the last entry goes on to the next of the same day, of the same person", () => {
  const roster = [event(1), event(2, SUNDAY, { duties: [] })];
  for (const [chosen, day, expected] of [
    [{ user: 7, day: SUNDAY, event: 2 }, SUNDAY, 2],
    [{ user: 8, day: SUNDAY, event: 2 }, SUNDAY, 1],
    [{ user: 7, day: SATURDAY, event: 2 }, SUNDAY, 1],
    [{ user: 7, day: SATURDAY, event: 2 }, SATURDAY, 2],
  ]) {
    const choice = new EventChoice(null, false);
    choice.follow(lists(...roster, event(2, SATURDAY, { duties: [] })), day, at("08:00"), chosen);
    assert.equal(choice.event, expected);
  }
});

test("an event is on another day only where the phone knows its days", () => {
  const known = lists(event(1), event(1, SATURDAY), event(2, SUNDAY, { called_off: true }));
  const found = [1, 2, 3, null].map((id) => isOnOtherDay(known, id, SUNDAY));
  assert.deepEqual(found, [false, true, false, false]);
  assert.equal(isOnOtherDay(known, 1, "2026-12-07"), true);
});
