// Days and months are those of Viet Nam, whatever time zone the phone is set to.
const VIETNAM_OFFSET_MS = 7 * 3_600_000; // all the year round; how Intl writes a day differs from browser to browser

/** Returns the day it is, or was some days ago, as YYYY-MM-DD. */
export function today(daysAgo = 0, now = Date.now()) {
  return dayOf(now - daysAgo * 86_400_000);
}

/** @param {number} moment */
function dayOf(moment) {
  return new Date(moment + VIETNAM_OFFSET_MS).toISOString().slice(0, 10);
}

/**
 * Returns the month of a day, YYYY-MM.
 * @param {string} day
 */
export function monthOf(day) {
  return day.slice(0, 7);
}

/**
 * Writes YYYY-MM-DD with its day of the week: Chủ Nhật, 22/11/2026.
 * @param {string} day
 * @param {string} language
 */
export function formatDayWithWeekday(day, language) {
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(new Date(day));
  return `${name}, ${formatDay(day)}`;
}

/**
 * Writes YYYY-MM-DD as dd/mm/yyyy, and YYYY-MM as mm/yyyy.
 * @param {string} day
 */
export function formatDay(day) {
  return day.split("-").reverse().join("/");
}

const moments = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Ho_Chi_Minh", hour: "2-digit", minute: "2-digit" });

/**
 * Writes a moment, in milliseconds, as the time of day, with its day unless that is today: 10:32, 21/11/2026.
 * @param {number} moment
 */
export function formatMoment(moment) {
  const day = dayOf(moment);
  return day === today() ? moments.format(moment) : `${moments.format(moment)}, ${formatDay(day)}`;
}
