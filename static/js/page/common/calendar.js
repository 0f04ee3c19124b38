// Days and months are those of Viet Nam, whatever time zone the phone is set to.
const DAY_MS = 86_400_000;
const VIETNAM_OFFSET_MS = 7 * 3_600_000; // all the year round; how Intl writes a day differs from browser to browser

/** Returns the day it is, or was some days ago, as YYYY-MM-DD. */
export function today(daysAgo = 0, now = Date.now()) {
  return dayOf(now - daysAgo * DAY_MS);
}

/**
 * Calls `listener` when a new day may have begun: at midnight, and whenever the page is looked at again, since timers
 * stand still on a phone that sleeps.
 * @param {() => void} listener
 */
export function onNewDay(listener) {
  const waitForMidnight = () => {
    const remaining = DAY_MS - ((Date.now() + VIETNAM_OFFSET_MS) % DAY_MS);
    setTimeout(() => {
      listener();
      waitForMidnight();
    }, remaining + 1_000);
  };
  waitForMidnight();
  addEventListener("pageshow", listener);
  document.addEventListener("visibilitychange", listener);
}

/** @param {number} moment */
function dayOf(moment) {
  return new Date(moment + VIETNAM_OFFSET_MS).toISOString().slice(0, 10);
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
