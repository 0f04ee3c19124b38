// Whether a visit may be a repeated one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WAITING } from "../../static/js/outbox/states.js";
import { today } from "../../static/js/page/common/calendar.js";
import { reasonToAsk } from "../../static/js/page/form/repeat_visit.js";

test("a visit is asked about when one waits already, or within a week", () => {
  const waiting = (fields) => ({ state: WAITING, fields: { household: { id: "a" }, ...fields } });
  assert.equal(reasonToAsk([waiting()], "household", "a", undefined), "waiting");
  assert.equal(reasonToAsk([waiting({ withdrawn: true })], "household", "a", undefined), null);
  assert.equal(reasonToAsk([{ ...waiting(), state: "refused" }], "household", "a", undefined), null);
  assert.equal(reasonToAsk([waiting()], "household", "b", undefined), null);
  assert.equal(reasonToAsk([], "household", "a", today(7)), "lately");
  assert.equal(reasonToAsk([], "household", "a", today(8)), null);
});
