// The state of a household: unknown is never zero, and what cannot be true is refused as the server refuses it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { stateError, withoutUnknown } from "../../static/js/page/common/household_state.js";

test("what is not known is left out, and none of something is known", () => {
  const written = { people_14: 4, people_18: "", people_60: 0, internet: undefined, shares_phone: false };
  assert.deepEqual(withoutUnknown({ ...written, have: { vneid_2: 0, e_health: "" } }), {
    people_14: 4,
    people_60: 0,
    shares_phone: false,
    have: { vneid_2: 0 },
  });
});

test("a state of which nothing is known is none", () => {
  assert.equal(withoutUnknown({}), undefined);
  assert.equal(withoutUnknown({ people_14: "", internet: null, have: { vneid_2: "" } }), undefined);
});

const cases = [
  [undefined, null],
  [{}, null],
  [{ people_14: 4, people_18: 4, people_60: 4, have: { vneid_2: 4 } }, null],
  [{ people_14: 0, people_60: 0 }, null],
  [{ people_60: 2, have: { vneid_2: 50 } }, null],
  [{ people_18: 3, people_60: 4 }, "state.ages"],
  [{ people_14: 3, people_18: 4 }, "state.ages"],
  [{ people_14: 3, people_60: 4 }, "state.ages"],
  [{ people_14: 0, have: { vneid_2: 1 } }, "state.have_too_many"],
  [{ people_14: 3, have: { vneid_2: 3, e_health: 4 } }, "state.have_too_many"],
  [{ people_14: 51 }, "number_range"],
  [{ people_14: -1 }, "number_range"],
  [{ smartphones: "1,5" }, "number_range"],
  [{ have: { vneid_2: "ba" } }, "number_range"],
];

test("numbers that cannot all be true are named", () => {
  for (const [state, wrong] of cases) assert.equal(stateError(state), wrong, JSON.stringify(state));
});
