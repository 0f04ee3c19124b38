// The next household of a lane: natural order, around once, without those that were visited lately.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as addresses from "../../static/js/page/common/addresses.js";
import { today } from "../../static/js/page/common/calendar.js";
import { nextInLane, visitedLately } from "../../static/js/page/form/next_household.js";

const AREA = 1;
const house = (label, neighbourhood = AREA, id = label) => ({ id, label, text: label, neighbourhood });
const lane3 = ["Số 12, ngõ 3", "Số 2, ngõ 3", "Số 9, ngõ 3", "Số 10, ngõ 3"].map((label) => house(label));
const others = [house("Số 1, ngõ 5"), house("Số 4, ngõ 11"), house("Số 11, ngõ 3", 2), house("Nhà cạnh đình")];
const never = () => false;
const nextAfter = (label, isDone = never, isAbsent = never, listed = [...lane3, ...others]) =>
  nextInLane(house(label), listed, { isDone, isAbsent }, addresses);

test("houses follow in the order of their numbers, and after the last one the first", () => {
  assert.equal(nextAfter("Số 2, ngõ 3").next.label, "Số 9, ngõ 3");
  assert.equal(nextAfter("Số 9, ngõ 3").next.label, "Số 10, ngõ 3");
  assert.equal(nextAfter("Số 12, ngõ 3").next.label, "Số 2, ngõ 3");
});

test("a new household stands between its neighbours", () => {
  assert.equal(nextAfter("Số 11, ngõ 3").next.label, "Số 12, ngõ 3");
  assert.equal(nextAfter("Số 99, ngõ 3").next.label, "Số 2, ngõ 3");
});

test("those that were visited are passed over", () => {
  const isDone = ({ id }) => id === "Số 9, ngõ 3" || id === "Số 10, ngõ 3";
  assert.equal(nextAfter("Số 2, ngõ 3", isDone).next.label, "Số 12, ngõ 3");
});

test("a lane that is done offers the next lane of the area, and none where all is done", () => {
  const isDone = ({ label }) => label.endsWith("ngõ 3");
  const found = nextAfter("Số 2, ngõ 3", isDone);
  assert.deepEqual([found.next, found.lane, found.other.label], [null, "ngõ 3", "Số 1, ngõ 5"]);
  assert.equal(nextAfter("Số 1, ngõ 5", ({ label }) => label === "Số 1, ngõ 5").other.label, "Số 4, ngõ 11");
  assert.equal(nextAfter("Số 2, ngõ 3", () => true).other, null);
});

test("a lane that is done says where nobody was at home", () => {
  const found = nextAfter(
    "Số 2, ngõ 3",
    () => true,
    ({ id }) => id === "Số 9, ngõ 3" || id === "Số 1, ngõ 5",
  );
  assert.deepEqual([found.next, found.absent], [null, 1]);
});

test("households of one number follow each other by their labels, and none is passed over", () => {
  const listed = ["Số 2, ngõ 3", "Số 2, ngõ 3, nhà sau", "Số 9, ngõ 3"].map((label) => house(label));
  assert.equal(nextAfter("Số 2, ngõ 3", never, never, listed).next.label, "Số 2, ngõ 3, nhà sau");
  const twice = [house("Số 2, ngõ 3", AREA, "b"), house("Số 2, ngõ 3", AREA, "a")];
  const visited = { ...twice[1] };
  assert.equal(nextInLane(visited, twice, { isDone: never, isAbsent: never }, addresses).next.id, "b");
});

test("a lane is one with its street and without it", () => {
  const listed = ["Số 4, ngõ 3 đường Trần Phú", "Số 9, ngõ 3", "Số 1, ngõ 5"].map((label) => house(label));
  assert.equal(nextAfter("Số 2, ngõ 3", never, never, listed).next.label, "Số 4, ngõ 3 đường Trần Phú");
  assert.equal(nextAfter("Số 4, ngõ 3 đường Trần Phú", never, never, listed).next.label, "Số 9, ngõ 3");
  const isDone = ({ label }) => label.includes("ngõ 3");
  assert.equal(nextAfter("Số 2, ngõ 3", isDone, never, listed).other.label, "Số 1, ngõ 5");
});

test("addresses are taken apart once, and others than the lane's only when it is done", () => {
  const listed = [...lane3, ...others].map(({ label, neighbourhood }) => house(label, neighbourhood));
  const asked = [];
  const laneOf = (label) => asked.push(label) && addresses.laneOf(label);
  const find = (round) => nextInLane(listed[0], listed, round, { ...addresses, laneOf });
  find({ isDone: never, isAbsent: never });
  assert.deepEqual(asked, [listed[0].label]);
  find({ isDone: () => true, isAbsent: never });
  find({ isDone: () => true, isAbsent: never });
  assert.equal(asked.filter((label) => label === "Số 1, ngõ 5").length, 1);
});

test("a household in no lane has no next one", () => {
  assert.equal(nextAfter("Nhà cạnh đình"), null);
});

const round = { copies: [], own: [], lastVisited: {}, known: new Map(), day: today() };
const visit = (daysAgo, met, more = {}) => ({
  status: "submitted",
  happened_on: today(daysAgo),
  fields: { household: { id: "a" }, met },
  ...more,
});
const isDone = (more) => visitedLately({ ...round, ...more }).isDone({ id: "a" });
const isAbsent = (more) => visitedLately({ ...round, ...more }).isAbsent({ id: "a" });

test("a household is done that was met within a week, or has a visit that waits", () => {
  assert.equal(isDone({}), false);
  assert.equal(isDone({ own: [visit(3, "met")] }), true);
  assert.equal(isDone({ own: [visit(8, "met")] }), false);
  assert.equal(isDone({ copies: [{ ...visit(30, "met"), state: "waiting" }] }), true);
  assert.equal(isDone({ lastVisited: { a: today(3) } }), true);
  assert.equal(isDone({ lastVisited: { a: today(8) } }), false);
  assert.equal(isDone({ known: new Map([["a", { id: "a", last: { on: today(3), met: "declined" } }]]) }), true);
});

test("where nobody was at home one comes again, but not on the same round", () => {
  assert.equal(isDone({ own: [visit(3, "absent")], lastVisited: { a: today(3) } }), false);
  assert.equal(isDone({ own: [visit(0, "absent")] }), true);
  assert.equal(isDone({ own: [visit(1, "absent")], day: today(1) }), true);
  const known = new Map([["a", { id: "a", last: { on: today(3), met: "absent" } }]]);
  assert.equal(isDone({ known, lastVisited: { a: today(3) } }), false);
});

test("what is done because nobody was at home waits to be visited again", () => {
  assert.equal(isAbsent({}), false);
  assert.equal(isAbsent({ own: [visit(0, "absent")] }), true);
  assert.equal(isAbsent({ copies: [{ ...visit(0, "absent"), state: "waiting" }] }), true);
  assert.equal(isAbsent({ own: [visit(0, "absent"), visit(2, "met")] }), false);
  assert.equal(isAbsent({ own: [visit(0, "declined")] }), false);
  const known = new Map([["a", { id: "a", last: { on: today(), met: "absent" } }]]);
  assert.equal(isAbsent({ known, lastVisited: { a: today() } }), true);
  known.get("a").met_on = today(3);
  assert.equal(isAbsent({ known }), false);
  assert.equal(isAbsent({ lastVisited: { a: today() } }), false);
});

test("a visit that was withdrawn, refused or does not count is none", () => {
  assert.equal(isDone({ own: [visit(0, "met", { status: "refused" })] }), false);
  assert.equal(isDone({ own: [visit(0, "met", { status: "void" })] }), false);
  const fields = { household: { id: "a" }, met: "met", withdrawn: true };
  assert.equal(isDone({ own: [visit(0, "met", { fields })] }), false);
  assert.equal(isDone({ copies: [{ ...visit(0, "met", { fields }), state: "waiting" }] }), false);
});
