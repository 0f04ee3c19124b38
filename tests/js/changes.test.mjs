// Whether a correction changes anything.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isSame } from "../../static/js/page/form/questions/changes.js";

const VISIT = { household: { id: "a", label: "Số 1" }, met: "met", people: 2, topics: ["vneid", "bank"], note: "Ghi" };

test("what is missing says what is empty, and choices have no order", () => {
  const written = {
    ...VISIT,
    topics: ["bank", "vneid"],
    barrier: null,
    count_in: null,
    companions: [],
    location: null,
  };
  assert.equal(isSame(VISIT, written), true);
  assert.equal(isSame({ ...VISIT, barrier: "", state: {} }, VISIT), true);
  assert.equal(isSame(VISIT, { ...VISIT, household: { label: "Số 1", id: "a" } }), true);
});

for (const [what, change] of [
  ["a number", { people: 3 }],
  ["nobody", { people: 0 }],
  ["a choice more", { topics: ["vneid", "bank", "scam"] }],
  ["an empty note", { note: "" }],
  ["another household", { household: { id: "b", label: "Số 1" } }],
  ["what the neighbours call it", { household: { ...VISIT.household, called: "Nhà bà Sáu" } }],
  ["an answer that was not given", { barrier: false }],
]) {
  test(`a correction to ${what} is a change`, () => {
    assert.equal(isSame(VISIT, { ...VISIT, ...change }), false);
  });
}
