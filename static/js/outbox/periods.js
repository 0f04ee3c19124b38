// The reporting periods of a ward. Each is named by the month in which it ends, and is the calendar month unless the ward has
// chosen otherwise. Pure rules; uses no page.

/**
 * A period: its name, YYYY-MM, and its first and last day.
 * @typedef {{ month: string, from: string, to: string, closed: boolean }} Period
 */

/**
 * What the phone's working data say of periods. What an older server sent has no `periods`: they are the calendar months.
 * @typedef {{ periods?: Period[], closed_months?: string[] }} KnownPeriods
 */

/**
 * Returns the month of a day, YYYY-MM.
 * @param {string} day
 */
export const monthOf = (day) => day.slice(0, 7);

/**
 * Returns a day of the month that is some months after another one; the day 0 is the last one of the month before.
 * @param {string} month
 * @param {number} later
 * @param {number} number
 */
function dayIn(month, later, number) {
  const [year, place] = month.split("-").map(Number);
  // Months are counted from zero here.
  return new Date(Date.UTC(year, place - 1 + later, number)).toISOString().slice(0, 10);
}

/**
 * Returns a period by its name. Those that the working data do not list are as long as the nearest one that they do list, and
 * closed where one of the calendar months that they share days with is.
 * @param {string} month
 * @param {KnownPeriods} known
 * @returns {Period}
 */
export function periodNamed(month, { periods = [], closed_months = [] }) {
  const listed = periods.find((one) => one.month === month);
  if (listed) return listed;
  const [first] = periods;
  const last = periods[periods.length - 1];
  const isInMiddle = month < first?.month ? first.from.endsWith("-15") : last?.to.endsWith("-14");
  const from = isInMiddle ? dayIn(month, -1, 15) : dayIn(month, 0, 1);
  const to = isInMiddle ? dayIn(month, 0, 14) : dayIn(month, 1, 0);
  return { month, from, to, closed: [from, to].some((day) => closed_months.includes(monthOf(day))) };
}

/**
 * Returns the period that a day falls in.
 * @param {string} day
 * @param {KnownPeriods} known
 */
export function periodOf(day, known) {
  const period = periodNamed(monthOf(day), known);
  return day <= period.to ? period : periodAfter(period, known);
}

/**
 * Returns the period after another one.
 * @param {Period} period
 * @param {KnownPeriods} known
 */
export function periodAfter({ month }, known) {
  return periodNamed(monthOf(dayIn(month, 1, 1)), known);
}

/**
 * Returns the period in which late work is offered to count: the present one, or the first open one after it. `present` is
 * the day it is; a phone whose clock is behind may know it worse than who gave the `day` of the work.
 * @param {string} day
 * @param {string} present
 * @param {KnownPeriods} known
 */
export function openPeriod(day, present, known) {
  const [, latest] = [day, present].sort();
  let period = periodOf(latest, known);
  while (period.closed) period = periodAfter(period, known);
  return period;
}

/**
 * Returns the period in which an entry counts: that of its day, unless its author chose a later one.
 * @param {string} day
 * @param {string | null | undefined} chosen
 * @param {KnownPeriods} known
 */
export function countedIn(day, chosen, known) {
  const period = periodOf(day, known);
  return chosen && chosen > period.month ? periodNamed(chosen, known) : period;
}

/**
 * Tells whether a period is the calendar month of its name.
 * @param {Period} period
 */
export function isCalendarMonth({ month, from, to }) {
  return from === dayIn(month, 0, 1) && to === dayIn(month, 1, 0);
}
