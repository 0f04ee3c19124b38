// The names of reporting periods. One that is the calendar month is called a month; any other one says its days.
import { isCalendarMonth } from "../../outbox/periods.js";
import { formatDay } from "./calendar.js";
import { message } from "./messages.js";

/** @import { Period } from "../../outbox/periods.js" */

/**
 * Writes the days of a period: 15/10–14/11.
 * @param {Period} period
 */
export function daysOf({ from, to }) {
  return [from, to].map((day) => formatDay(day).slice(0, 5)).join("–");
}

/**
 * Names a period inside a sentence: month 10/2026, or period 10/2026 (15/09–14/10).
 * @param {Period} period
 */
export function periodName(period) {
  const month = formatDay(period.month);
  return isCalendarMonth(period) ? message("month", { month }) : message("period", { month, days: daysOf(period) });
}

/**
 * Names a period where there is little room: 10/2026, or 10/2026 (15/09–14/10).
 * @param {Period} period
 */
export function shortPeriodName(period) {
  const month = formatDay(period.month);
  return isCalendarMonth(period) ? month : `${month} (${daysOf(period)})`;
}

/**
 * Returns the sentence that a period is closed and that work of it counts in a later one.
 * @param {Period} period
 * @param {Period} counted
 */
export function lateText(period, counted) {
  return capitalised(message("month_closed", { period: periodName(period), counted: periodName(counted) }));
}

/**
 * Returns the sentence that what counts in a closed period can no longer be changed.
 * @param {Period} period
 */
export function closedText(period) {
  if (isCalendarMonth(period)) return message("conflict.month_closed");
  return capitalised(message("conflict.period_closed", { period: periodName(period) }));
}

/** @param {string} sentence */
function capitalised(sentence) {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
