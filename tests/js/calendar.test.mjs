// Days and months, computed and written.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDay, formatDayWithWeekday, today } from "../../static/js/page/common/calendar.js";

test("today is the day in Viet Nam", () => {
  const justBefore = Date.UTC(2026, 11, 31, 16, 59);
  assert.equal(today(0, justBefore), "2026-12-31");
  assert.equal(today(0, justBefore + 60_000), "2027-01-01");
  assert.equal(today(1, justBefore + 60_000), "2026-12-31");
});

test("days are written day, month, year", () => {
  assert.equal(formatDay("2026-11-02"), "02/11/2026");
  assert.equal(formatDay("2026-11"), "11/2026");
  assert.equal(formatDayWithWeekday("2026-11-22", "en"), "Sunday, 22/11/2026");
});
