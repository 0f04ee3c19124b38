// Why the ward did not take a change: the period that is closed is named as the ward's periods are.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.PAGE = {
  words: {
    month: "tháng %(month)s",
    period: "kỳ tháng %(month)s (%(days)s)",
    "conflict.month_closed": "Tháng đã chốt nên không sửa được nữa.",
    "conflict.period_closed": "%(period)s đã chốt nên không sửa được nữa.",
    "conflict.approved": "Phường đã duyệt việc này.",
    "conflict.returned": "Phường đã trả lại.",
    "reason.unclear": "Chưa rõ",
    returned_meanwhile: "Đã trả lại trong lúc sửa: %(reason)s Xem lại.",
  },
  kinds: { visit: { fields: { people: { label: "Số người" } } } },
};
globalThis.document = { documentElement: { lang: "vi" } };
const { reasonOf, returnedAtWard, whyOf } = await import("../../static/js/page/common/reasons.js");

const PERIODS = { periods: [{ month: "2026-11", from: "2026-10-15", to: "2026-11-14", closed: true }] };
const ward = { happened_on: "2026-10-20", fields: {} };
const refused = (code) => ({ kind: "visit", state: "refused", outcome: "conflict", code, ward });

test("a change of what counts in a closed period is refused with its name", () => {
  const inPeriod = "Kỳ tháng 11/2026 (15/10–14/11) đã chốt nên không sửa được nữa.";
  assert.equal(reasonOf(refused("month_closed"), PERIODS), inPeriod);
  const ofMonths = "Tháng đã chốt nên không sửa được nữa.";
  assert.equal(reasonOf(refused("month_closed"), { closed_months: ["2026-10"] }), ofMonths);
  assert.equal(reasonOf(refused("month_closed")), ofMonths);
  assert.equal(reasonOf(refused("approved"), PERIODS), "Phường đã duyệt việc này.");
});

const returned = { id: "a", kind: "visit", status: "returned", reason: "unclear", comment: "Mấy người?", fields: {} };
const copy = (state, more = {}) => ({
  id: "a",
  kind: "visit",
  state,
  status: state,
  ward: returned,
  fields: {},
  ...more,
});

for (const [what, ward, expected] of [
  ["with its reason", returned, "Đã trả lại trong lúc sửa: Chưa rõ: Mấy người? Xem lại."],
  [
    "with a reason that ends as no sentence",
    { ...returned, comment: "" },
    "Đã trả lại trong lúc sửa: Chưa rõ. Xem lại.",
  ],
  ["whose reason has not come yet", { ...returned, status: "submitted" }, "Phường đã trả lại."],
  ["of which nothing is known here", null, "Phường đã trả lại."],
  ["that was answered elsewhere and approved", { ...returned, status: "approved" }, "Phường đã duyệt việc này."],
]) {
  test(`a change of an entry that the ward returned meanwhile says so: one ${what}`, () => {
    const conflict = { outcome: "conflict", code: "returned", if_submitted: true, ward };
    assert.equal(reasonOf(copy("refused", conflict)), expected);
    assert.equal(whyOf(copy("refused", conflict)), expected);
  });
}

for (const [what, entry, expected] of [
  ["was returned", returned, "Chưa rõ: Mấy người?"],
  ["was received", { ...returned, status: "submitted" }, ""],
  [
    "was changed here before the reason was read",
    copy("waiting", { if_submitted: true }),
    "Đã trả lại trong lúc sửa: Chưa rõ: Mấy người? Xem lại.",
  ],
  ["was changed here in answer to the reason", copy("waiting"), "Chưa rõ: Mấy người?"],
  ["waits here", copy("waiting", { ward: null }), ""],
  [
    "was refused by a field and was returned, too",
    copy("refused", { outcome: "refused", errors: { people: ["Ít nhất 1."] } }),
    "Số người: Ít nhất 1. Chưa rõ: Mấy người?",
  ],
]) {
  test(`what a form says above the fields of an entry that ${what}`, () => {
    assert.equal(whyOf(entry), expected);
    const isReturned = (entry.ward ?? entry).status === "returned";
    assert.equal(returnedAtWard(entry) !== null, isReturned);
    // Whoever is not answered for knows of no return: each that is known is shown.
    assert.ok(!isReturned || whyOf(entry).includes("Chưa rõ"));
  });
}
