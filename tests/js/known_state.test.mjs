// The newest state of a household: from the ward's list, or from an own visit that is newer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lastMet, newestState } from "../../static/js/page/form/known_state.js";

const visit = (happened_on, state, more = {}) => ({
  happened_on,
  status: "submitted",
  fields: { household: { id: "a", label: "Số 1, ngõ 3" }, state, ...more.fields },
  ...(more.status ? { status: more.status } : {}),
});
const listed = { id: "a", state: { people_14: 4 }, state_on: "2026-11-03", last: { on: "2026-11-20", met: "met" } };

test("nobody has asked yet", () => {
  assert.equal(newestState("a", undefined, []), null);
  assert.equal(newestState("a", { id: "a", state: null }, [visit("2026-11-20")]), null);
  assert.equal(newestState("a", { id: "a", state: {} }, [visit("2026-11-20", { have: {} })]), null);
});

test("the ward's list says when it was asked, not when somebody was there last", () => {
  assert.deepEqual(newestState("a", listed, []), { on: "2026-11-03", state: { people_14: 4 } });
});

test("an own visit that is newer comes first, an older one does not", () => {
  const newer = visit("2026-11-21", { people_14: 5 });
  assert.deepEqual(newestState("a", listed, [newer]), { on: "2026-11-21", state: { people_14: 5 } });
  assert.deepEqual(newestState("a", listed, [visit("2026-11-01", { people_14: 5 })])?.on, "2026-11-03");
});

test("a visit that counts no longer, or to another household, says nothing", () => {
  for (const one of [
    visit("2026-11-21", { people_14: 5 }, { status: "void" }),
    visit("2026-11-21", { people_14: 5 }, { status: "refused" }),
    visit("2026-11-21", { people_14: 5 }, { fields: { withdrawn: true } }),
    visit("2026-11-21", { people_14: 5 }, { fields: { household: { id: "b", label: "Số 2" } } }),
    visit("2026-11-21", { people_14: 5 }, { fields: { household: null } }),
  ])
    assert.equal(newestState("a", listed, [one])?.on, "2026-11-03");
});

test("a visit that the ward refused met nobody", () => {
  const day = "2026-11-21";
  const own = [visit(day, undefined, { status: "refused", fields: { met: "met" } })];
  own.push(
    visit(day, undefined, { fields: { met: "absent" } }),
    visit("2026-11-10", undefined, { fields: { met: "met" } }),
  );
  assert.equal(lastMet("a", day, own, undefined), "2026-11-10");
});
