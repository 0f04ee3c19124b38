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
  },
  kinds: {},
};
globalThis.document = { documentElement: { lang: "vi" } };
const { reasonOf } = await import("../../static/js/page/common/reasons.js");

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
