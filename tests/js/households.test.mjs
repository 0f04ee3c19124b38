// The list of households: the user's own work over it, what is open, and its order.

import assert from "node:assert/strict";
import { test } from "node:test";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { ownEntries } from "../../static/js/page/common/own_entries.js";
import { grouped, inHouseOrder } from "../../static/js/page/households/grouping.js";
import { isAbsent, metOn, ofTeam, withOwnMerchants, withOwnVisits } from "../../static/js/page/households/own_work.js";
import { isIncomplete, isUnknown, openServices, unknownServices } from "../../static/js/page/households/state_lines.js";

const READ_AT = Date.parse("2026-11-20T08:00:00Z");
const READ = { at: READ_AT };
const HOUR_MS = 3_600_000;
const HOME = { id: "home", neighbourhood: 1, label: "Số 3, ngõ 3" };
const ABSENT = { on: "2026-11-20", met: "absent" };

function listed(changes = {}) {
  return [{ ...HOME, called: null, last: null, state: null, done: [], help_at_home: false, ...changes }];
}

/** Returns an own visit: with a `state` it is on this phone, with a `status` it is with the ward. */
function visit({ begun = READ_AT + HOUR_MS, on = "2026-11-20", met = "met", household = HOME, ...fields }, more = {}) {
  const entry = { id: uuid7(begun), kind: "visit", revision: 1, happened_on: on, status: "submitted", ...more };
  return { ...entry, fields: { happened_on: on, neighbourhood: 1, household, met, ...fields } };
}

const waiting = (fields, state = "waiting") => ownEntries([visit(fields, { state, saved_at: 1 })], []);
const received = (fields, status = "submitted") => ownEntries([], [visit(fields, { status })]);

test("a visit that waits on this phone is seen at once, and is marked", () => {
  const [one] = withOwnVisits(listed({ last: ABSENT }), waiting({ begun: READ_AT - 100 * HOUR_MS }), READ);
  assert.equal(one.last.met, "met");
  assert.equal(one.isWaiting, true);
  assert.equal(metOn(one), "2026-11-20");
});

test("an older visit changes nothing, however late it is sent", () => {
  const [one] = withOwnVisits(listed({ last: ABSENT }), waiting({ on: "2026-11-19" }), READ);
  assert.deepEqual(one.last, ABSENT);
  assert.equal(one.isWaiting, true);
});

test("who was absent after somebody was met is still one who was met", () => {
  const [one] = withOwnVisits(
    listed({ last: { on: "2026-11-19", met: "declined" }, met_on: "2026-11-18" }),
    waiting({ met: "absent", on: "2026-11-21" }),
    READ,
  );
  assert.equal(one.last.met, "absent");
  assert.equal(metOn(one), "2026-11-18");
});

test("what the ward received before the list was read is in the list already", () => {
  const own = received({ begun: READ_AT - 5 * HOUR_MS });
  assert.deepEqual(withOwnVisits(listed({ last: ABSENT }), own, READ)[0].last, ABSENT);
  assert.deepEqual(withOwnVisits([], own, READ), [], "a household that was merged or retired came back");
  assert.equal(withOwnVisits([], received({}), READ).length, 1);
});

test("what the ward has received since the list was read is not in it, whenever it was begun", () => {
  const own = received({ begun: READ_AT - 5 * HOUR_MS });
  const list = { ...READ, since: [own[0].id] };
  assert.equal(withOwnVisits([], own, list).length, 1);
  assert.equal(withOwnVisits(listed({ last: ABSENT }), own, list)[0].last.met, "met");
});

test("a day that the list does not know yet counts, whenever the visit was begun", () => {
  const own = received({ begun: READ_AT - 5 * HOUR_MS, on: "2026-11-21" });
  assert.equal(withOwnVisits(listed({ last: ABSENT }), own, READ)[0].last.met, "met");
});

test("withdrawn, void and refused visits were never made", () => {
  for (const own of [waiting({ withdrawn: true }), received({}, "void"), waiting({}, "refused")])
    assert.deepEqual(withOwnVisits(listed(), own, READ), listed());
});

test("a new household stands in the list with what its visit says", () => {
  const household = { id: "new", label: "Số 9, ngõ 4", called: "bà Năm" };
  const [one] = withOwnVisits([], waiting({ household, state: { people_14: 3 } }), READ);
  assert.deepEqual(
    [one.id, one.label, one.called, one.neighbourhood, one.state],
    ["new", household.label, "bà Năm", 1, { people_14: 3 }],
  );
});

test("the state of a later visit replaces the one before, and a visit without one keeps it", () => {
  const before = listed({ state: { people_14: 2 } });
  assert.deepEqual(withOwnVisits(before, waiting({ state: { people_14: 3 } }), READ)[0].state, { people_14: 3 });
  assert.deepEqual(withOwnVisits(before, waiting({}), READ)[0].state, { people_14: 2 });
  const later = listed({ state: { people_14: 2 }, state_on: "2026-11-21" });
  assert.deepEqual(withOwnVisits(later, waiting({ state: { people_14: 3 } }), READ)[0].state, { people_14: 2 });
});

test("what was helped with on a visit is done there, and adds nothing to what is there", () => {
  const one = visit({}, { state: "waiting", saved_at: 1 });
  const also = (outcome) => {
    const fields = { happened_on: "2026-11-20", visit: one.id, service: "vneid_2", outcome };
    return { id: uuid7(), kind: "installation", revision: 1, state: "waiting", saved_at: 2, fields };
  };
  const state = { people_14: 2, have: { vneid_2: 0 } };
  const [home] = withOwnVisits(listed({ state }), ownEntries([one, also("activated")], []), READ);
  assert.deepEqual([home.done, home.state], [["vneid_2"], state]);
  assert.deepEqual(withOwnVisits(listed(), ownEntries([one, also("declined")], []), READ)[0].done, []);
});

test("a merchant that was logged on this phone stands in the list", () => {
  const fields = { happened_on: "2026-11-20", neighbourhood: 1, place: 2, merchant: { id: "m", name: "Quán" } };
  const copy = { id: uuid7(), kind: "merchant", revision: 1, state: "waiting", saved_at: 1 };
  const own = ownEntries([{ ...copy, fields: { ...fields, qr_valid: false, in_use: true } }], []);
  assert.deepEqual(withOwnMerchants([], own, READ), [
    {
      id: "m",
      name: "Quán",
      neighbourhood: 1,
      place: 2,
      last: { on: "2026-11-20", qr_valid: false, in_use: true },
      isWaiting: true,
    },
  ]);
});

test("unknown is not none", () => {
  const services = [{ code: "vneid_2" }, { code: "health_record" }];
  const codes = (state) => openServices(state, services).map(({ code }) => code);
  assert.deepEqual(codes(null), []);
  assert.deepEqual(codes({ people_14: 3 }), []);
  assert.deepEqual(codes({ have: { vneid_2: 0 } }), []);
  assert.deepEqual(codes({ people_14: 3, have: { vneid_2: 0, health_record: 3 } }), ["vneid_2"]);
  assert.ok(isUnknown(null) && isUnknown({}) && isUnknown({ people_14: null, have: {} }));
  assert.ok(!isUnknown({ internet: false }) && !isUnknown({ have: { vneid_2: 0 } }));
});

test("a household that was asked in part is not known yet", () => {
  const services = [{ code: "vneid_2" }, { code: "health_record" }];
  const partly = { people_14: 3, have: { vneid_2: 0 } };
  assert.deepEqual(
    unknownServices(partly, services).map(({ code }) => code),
    ["health_record"],
  );
  for (const state of [null, {}, { internet: true }, partly, { have: { vneid_2: 1, health_record: 0 } }])
    assert.ok(isIncomplete(state, services), JSON.stringify(state));
  assert.ok(!isIncomplete({ people_14: 3, have: { vneid_2: 0, health_record: 3 } }, services));
  assert.ok(!isIncomplete({ people_14: 0 }, []));
});

const row = (area, name, number, isMet = false) => ({
  area,
  isMet,
  group: name ? { key: name, name } : null,
  id: String(number),
  text: String(number),
  number: String(number).padStart(5, "0"),
});

test("lanes and houses stand in the order of their numbers, those without a lane last", () => {
  const rows = [
    row(2, "ngõ 10", 1),
    row(1, null, 1),
    row(2, "ngõ 2", 10),
    row(2, "ngõ 2", 9, true),
    row(7, "ngõ 1", 1),
  ];
  const found = grouped(rows, [2, 1], () => true);
  assert.deepEqual(
    found.map(({ area, groups }) => [area, groups.map(({ name }) => name)]),
    [
      [2, ["ngõ 2", "ngõ 10"]],
      [1, [""]],
      [7, ["ngõ 1"]],
    ],
  );
  const [{ groups }] = found;
  assert.deepEqual(
    inHouseOrder(groups[0].rows).map(({ text }) => text),
    ["9", "10"],
  );
});

test("progress counts the whole lane, whatever is shown of it", () => {
  const rows = [row(1, "ngõ 1", 1, true), row(1, "ngõ 1", 2), row(1, "ngõ 2", 1)];
  const [{ groups }] = grouped(rows, [1], ({ isMet }) => isMet);
  assert.deepEqual(
    groups.map(({ name, met, all, rows: shown }) => [name, met, all, shown.length]),
    [["ngõ 1", 1, 2, 1]],
  );
});

test("a lane that is written with and without its street is one lane", () => {
  const onStreet = { ...row(1, null, 2), group: { key: "ngo 3|tran phu", name: "ngõ 3 Trần Phú" } };
  const rows = [{ ...row(1, null, 1), group: { key: "ngo 3", name: "ngõ 3" } }, onStreet];
  const [{ groups }] = grouped(rows, [1], () => true);
  assert.deepEqual(
    groups.map(({ name, all }) => [name, all]),
    [["ngõ 3 Trần Phú", 2]],
  );
});

test("a household is to be visited again while nobody was at home the last time", () => {
  for (const [met, expected] of [
    ["absent", true],
    ["declined", false],
    ["met", false],
  ])
    assert.equal(isAbsent({ last: { on: "2026-11-20", met } }), expected);
  assert.equal(isAbsent({ last: null }), false);
});

test("what was logged for another team is not of the team's list, and what was not sent names none", () => {
  const own = [{ id: "own", team: 1 }, { id: "other", team: 2 }, { id: "waiting" }];
  const idsFor = (team) => ofTeam(own, { team }).map(({ id }) => id);
  assert.deepEqual(idsFor({ id: 1 }), ["own", "waiting"]);
  assert.deepEqual(idsFor(null), ["waiting"]);
});
