// Whether a visit may be a repeated one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { WAITING } from "../../static/js/outbox/states.js";
import { today } from "../../static/js/page/common/calendar.js";
import { lastMet } from "../../static/js/page/form/known_state.js";
import { reasonToAsk } from "../../static/js/page/form/questions/repeat_visit.js";

test("a visit is asked about when one waits already, or within a week", () => {
  const waiting = (fields) => ({ state: WAITING, fields: { household: { id: "a" }, ...fields } });
  assert.equal(reasonToAsk([waiting()], "household", "a", undefined), "waiting");
  assert.equal(reasonToAsk([waiting({ withdrawn: true })], "household", "a", undefined), null);
  assert.equal(reasonToAsk([{ ...waiting(), state: "refused" }], "household", "a", undefined), null);
  assert.equal(reasonToAsk([waiting({ met: "absent" })], "household", "a", undefined), null);
  assert.equal(reasonToAsk([waiting({ met: "declined" })], "household", "a", undefined), "waiting");
  assert.equal(reasonToAsk([waiting()], "household", "b", undefined), null);
  assert.equal(reasonToAsk([], "household", "a", today(7)), "lately");
  assert.equal(reasonToAsk([], "household", "a", today(8)), null);
});

test("the visit that is logged again is no other one", () => {
  assert.equal(reasonToAsk([], "household", "a", today(1), today(1)), null);
  assert.equal(reasonToAsk([], "household", "a", today(1), today(3)), "lately");
});

const visit = (on, met, more = {}) => ({
  status: "submitted",
  happened_on: on,
  fields: { household: { id: "a" }, met },
  ...more,
});
const listed = (on, met, met_on) => ({ id: "a", last: { on, met }, met_on });

test("where nobody was at home the visit before it counts", () => {
  const [now, earlier] = [today(1), today(4)];
  assert.equal(lastMet("a", now, [visit(now, "absent")], undefined), undefined);
  assert.equal(lastMet("a", now, [], listed(now, "absent", null)), undefined);
  assert.equal(lastMet("a", now, [], listed(now, "absent", earlier)), earlier);
  assert.equal(lastMet("a", now, [visit(now, "absent"), visit(earlier, "declined")], undefined), earlier);
});

test("a day of which the phone does not know that nobody was at home counts", () => {
  const now = today(1);
  assert.equal(lastMet("a", now, [], undefined), now);
  assert.equal(lastMet("a", now, [visit(today(2), "absent")], undefined), now);
  assert.equal(lastMet("a", now, [visit(now, "absent"), visit(now, "met")], undefined), now);
  assert.equal(lastMet("a", now, [visit(now, "absent")], listed(now, "met", now)), now);
  assert.equal(lastMet("a", now, [visit(now, "absent", { status: "void" })], undefined), now);
});
