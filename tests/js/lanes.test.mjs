// Lanes of an area: one lane however it is written, and its houses in the order of their numbers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { houseNumber, laneOf } from "../../static/js/page/common/addresses.js";
import { compareHouses, unitedLanes } from "../../static/js/page/common/lanes.js";

const keysOf = (...labels) => {
  const lanes = labels.map(laneOf);
  const united = unitedLanes(lanes);
  return lanes.map((lane) => united(lane)?.key ?? null);
};

test("a lane with its street and without it is one", () => {
  const keys = keysOf("Số 1, ngõ 3", "Số 2, ngõ 3 đường Trần Phú", "Số 3, ngõ 3, phố Trần Phú", "Nhà cạnh đình");
  assert.deepEqual(keys, ["ngo 3|tran phu", "ngo 3|tran phu", "ngo 3|tran phu", null]);
});

test("where two streets have a lane of this number, one without a street stays by itself", () => {
  const keys = keysOf("Số 1, ngõ 3", "Số 2, ngõ 3 đường Trần Phú", "Số 3, ngõ 3 đường Lê Lợi", "Số 4, ngõ 5");
  assert.deepEqual(keys, ["ngo 3", "ngo 3|tran phu", "ngo 3|le loi", "ngo 5"]);
});

test("a lane that branches off is another one", () => {
  assert.deepEqual(keysOf("Số 1, ngách 3/5", "Số 2, ngõ 3 đường Trần Phú"), ["ngo 3/5", "ngo 3|tran phu"]);
});

test("houses follow by number, then by label, and two are never equal", () => {
  const house = (label, id = label) => ({ id, label, number: houseNumber(label) });
  const sorted = [
    house("Số 10, ngõ 3"),
    house("Số 2A, ngõ 3"),
    house("Số 2, ngõ 3, nhà bà Sáu"),
    house("Số 2, ngõ 3", "b"),
    house("Số 2, ngõ 3", "a"),
  ].sort(compareHouses);
  assert.deepEqual(
    sorted.map(({ id }) => id),
    ["a", "b", "Số 2, ngõ 3, nhà bà Sáu", "Số 2A, ngõ 3", "Số 10, ngõ 3"],
  );
});
