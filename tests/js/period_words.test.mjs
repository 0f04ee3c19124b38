// What the phone calls a period: a month, as ever, or a period with its days.

import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.PAGE = {
  words: {
    month: "tháng %(month)s",
    period: "kỳ tháng %(month)s (%(days)s)",
    month_closed: "%(period)s đã chốt. Việc này được tính vào %(counted)s.",
    "conflict.month_closed": "Tháng đã chốt nên không sửa được nữa.",
    "conflict.period_closed": "%(period)s đã chốt nên không sửa được nữa.",
  },
};
globalThis.document = { documentElement: { lang: "vi" } };
const { closedText, daysOf, lateText, periodName, shortPeriodName } = await import(
  "../../static/js/page/common/period_words.js"
);

const MONTH = { month: "2026-09", from: "2026-09-01", to: "2026-09-30" };
const PERIOD = { month: "2026-10", from: "2026-09-15", to: "2026-10-14" };
const OF_NEW_YEAR = { month: "2027-01", from: "2026-12-15", to: "2027-01-14" };

test("a period says its days, and a calendar month does not", () => {
  assert.equal(periodName(MONTH), "tháng 09/2026");
  assert.equal(periodName(PERIOD), "kỳ tháng 10/2026 (15/09–14/10)");
  assert.equal(shortPeriodName(MONTH), "09/2026");
  assert.equal(shortPeriodName(OF_NEW_YEAR), "01/2027 (15/12–14/01)");
  assert.equal(daysOf({ month: "2026-11", from: "2026-11-01", to: "2026-11-14" }), "01/11–14/11");
});

test("sentences about a closed period begin with a capital, whatever it is called", () => {
  assert.equal(
    lateText(MONTH, PERIOD),
    "Tháng 09/2026 đã chốt. Việc này được tính vào kỳ tháng 10/2026 (15/09–14/10).",
  );
  assert.equal(
    lateText(PERIOD, MONTH),
    "Kỳ tháng 10/2026 (15/09–14/10) đã chốt. Việc này được tính vào tháng 09/2026.",
  );
  assert.equal(closedText(MONTH), "Tháng đã chốt nên không sửa được nữa.");
  assert.equal(closedText(PERIOD), "Kỳ tháng 10/2026 (15/09–14/10) đã chốt nên không sửa được nữa.");
});
