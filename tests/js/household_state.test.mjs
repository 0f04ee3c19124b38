// The state of a household: unknown is never zero. What cannot be true of one stands in `field_rules.test.mjs`.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutUnknown } from "../../static/js/page/common/household_state.js";

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
