// Whether a merchant or a training was logged on a day already.

import assert from "node:assert/strict";
import { test } from "node:test";
import { sameOfDay } from "../../static/js/page/form/questions/same_day.js";

const DAY = "2026-11-20";
const logged = (kind, fields, more = {}) => ({
  id: "a",
  kind,
  status: "submitted",
  happened_on: DAY,
  fields: { happened_on: DAY, ...fields },
  ...more,
});
const merchant = (id, more) => logged("merchant", { merchant: { id, name: "Quầy mẫu" } }, more);
const training = (fields, more) => logged("training", { topics: ["vneid"], ...fields }, more);
const isAsked = (entry, ...others) => sameOfDay(entry.kind, entry.fields, others) !== undefined;

test("the same merchant on the same day is asked about", () => {
  assert.equal(isAsked(merchant("m"), merchant("m")), true);
  assert.equal(isAsked(merchant("m"), merchant("n")), false);
  assert.equal(isAsked(merchant("m"), merchant("m", { happened_on: "2026-11-19" })), false);
  assert.equal(isAsked(merchant("m")), false);
});

test("what does not count is not asked about", () => {
  for (const more of [{ status: "void" }, { status: "refused", state: "refused" }])
    assert.equal(isAsked(merchant("m"), merchant("m", more)), false);
  const withdrawn = merchant("m");
  withdrawn.fields.withdrawn = true;
  assert.equal(isAsked(merchant("m"), withdrawn), false);
  assert.equal(isAsked(merchant("m"), merchant("m", { status: "waiting", state: "waiting" })), true);
});

test("a session is the same with a topic in common and neither another hall nor another hour", () => {
  assert.equal(isAsked(training({}), training({})), true);
  assert.equal(isAsked(training({ topics: ["vneid", "cashless"] }), training({ topics: ["cashless"] })), true);
  assert.equal(isAsked(training({ topics: ["vneid"] }), training({ topics: ["cashless"] })), false);
  assert.equal(isAsked(training({ venue: "Nhà văn hóa" }), training({ venue: "nha van hoa." })), true);
  assert.equal(isAsked(training({ venue: "Nhà văn hóa 1" }), training({ venue: "Nhà văn hóa 2" })), false);
  assert.equal(isAsked(training({ venue: "Nhà văn hóa" }), training({ venue: null })), true);
  assert.equal(isAsked(training({ started_at: "08:00" }), training({ started_at: "14:00" })), false);
  assert.equal(isAsked(training({ started_at: "08:00" }), training({ started_at: "08:00" })), true);
  assert.equal(isAsked(training({ started_at: "08:00" }), training({})), true);
  assert.equal(isAsked(training({ topics: undefined }), training({ topics: undefined })), false);
});

test("kinds are not compared with one another, and some are not compared at all", () => {
  assert.equal(isAsked(merchant("m"), logged("training", { merchant: { id: "m" }, topics: ["vneid"] })), false);
  assert.equal(
    isAsked(logged("visit", { household: { id: "h" } }), logged("visit", { household: { id: "h" } })),
    false,
  );
});
