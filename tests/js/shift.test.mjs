// A shift at a desk: where it is, what its entries say, and the order of the buttons.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newCount } from "../../static/js/outbox/count_rules.js";
import {
  byUse,
  fieldsOf,
  isOfShift,
  knownAtWard,
  nameParts,
  placesOfDay,
  whereByItself,
} from "../../static/js/page/counting/shift.js";
import { ANA } from "./helpers.mjs";

const DAY = "2026-12-06";
const SHIFT = { day: DAY, event: 4, place: 2, neighbourhood: 1, outcome: "guided" };
const event = (id, more = {}) => ({ id, on: DAY, title: `Ngày ${id}`, place: null, called_off: false, ...more });
const MARKET = { id: 1, name: "Chợ", type: "market" };
const POINT = { id: 2, name: "Trung tâm Phục vụ hành chính công", type: "service_point" };

test("a shift may be at the events of its day, at a place, or elsewhere", () => {
  const events = [event(4, { place: 2 }), event(5, { on: "2026-12-13" }), event(6, { called_off: true })];
  const offered = placesOfDay({ events, places: [MARKET, POINT] }, DAY, "Nơi khác");
  assert.deepEqual(
    offered.map(({ value, event: at, place }) => [value, at, place]),
    [
      ["event 4", 4, 2],
      ["place 1", null, 1],
      ["place 2", null, 2],
      ["", null, null],
    ],
  );
});

test("it is at the event that is on and where one is on the roster, as it was last, at a desk, or elsewhere", () => {
  const duty = { shift: 1, from: "08:00", to: "11:00", answer: "yes", present: null };
  const on = event(4, { from: "08:00", to: "11:00", duties: [duty] });
  const lists = { events: [on, event(5, { from: "08:00", to: "11:00", duties: [] })], places: [MARKET, POINT] };
  const where = (chosen, { known = lists, hour = 9 } = {}) =>
    whereByItself(placesOfDay(known, DAY, "Nơi khác"), chosen, known, DAY, { day: DAY, minute: hour * 60 });
  assert.equal(where({}), "event 4");
  assert.equal(where({ where: "place 1", day: "2026-12-05" }), "event 4");
  assert.equal(where({ where: "place 1", day: DAY }), "place 1", "chosen today");
  assert.equal(where({ where: "", day: DAY }), "", "nowhere, chosen today");
  assert.equal(where({ where: "place 1", day: "2026-12-05" }, { hour: 18 }), "place 1");
  assert.equal(where({ where: "event 3", day: "2026-12-05" }, { hour: 18 }), "place 2");
  assert.equal(where({}, { known: { places: [MARKET] } }), "");
  assert.equal(where({}, { known: {} }), "");
});

test("an entry names the event and the place only where there are any", () => {
  assert.deepEqual(fieldsOf(SHIFT, "land"), {
    happened_on: DAY,
    neighbourhood: 1,
    event: 4,
    place: 2,
    procedure: "land",
    outcome: "guided",
  });
  const fields = fieldsOf({ ...SHIFT, event: null, place: null }, "land");
  assert.deepEqual(Object.keys(fields), ["happened_on", "neighbourhood", "procedure", "outcome"]);
});

test("what was counted at one place and day is one shift, however papers were handed in", () => {
  const count = (changes) => newCount(ANA, fieldsOf({ ...SHIFT, ...changes }, "land"));
  assert.ok(isOfShift(count({}), SHIFT));
  assert.ok(isOfShift(count({ outcome: "submitted", neighbourhood: 3 }), SHIFT));
  for (const other of [{ day: "2026-12-07" }, { event: null }, { place: null }])
    assert.equal(isOfShift(count(other), SHIFT), false);
});

test("what is used most comes first, and an entry that was counted here is not added twice", () => {
  const codes = ["tax", "land", "residence", "other"];
  const procedures = codes.map((code) => ({ code, name: code }));
  const counts = [{ ...newCount(ANA, fieldsOf(SHIFT, "residence")), id: "one", people: 6 }];
  const own = [
    { id: "one", fields: { procedure: "residence", people: 6 } },
    { id: "two", fields: { procedure: "land", people: 7 } },
    { id: "three", fields: { people: 90 } },
  ];
  const ordered = byUse(procedures, counts, own).map(({ code }) => code);
  assert.deepEqual(ordered, ["land", "residence", "tax", "other"]);
});

test("the name on a button is without what stands in brackets", () => {
  assert.deepEqual(nameParts("Cư trú (thường trú, tạm trú)"), { short: "Cư trú", more: "thường trú, tạm trú" });
  assert.deepEqual(nameParts("Người có công"), { short: "Người có công", more: "" });
});

test("only what the ward has received and not decided on is written again", () => {
  const lists = { closed_months: ["2026-10"] };
  const entry = (id, status, on = DAY) => ({
    id,
    status,
    revision: 2,
    happened_on: on,
    fields: { happened_on: on, people: 5 },
  });
  const entries = [
    entry("submitted", "submitted"),
    entry("returned", "returned"),
    entry("approved", "approved"),
    entry("void", "void"),
    entry("closed", "submitted", "2026-10-03"),
  ];
  const known = knownAtWard(entries, lists);
  assert.deepEqual(
    [...known].filter(([, { isOpen }]) => isOpen).map(([id]) => id),
    ["submitted"],
  );
  assert.deepEqual(known.get("approved"), { revision: 2, people: 5, isOpen: false });
});
