// Days and months are those of Viet Nam, wherever the phone believes to be.
const local = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh", dateStyle: "short" });

/** Returns the day it is, or was some days ago, as YYYY-MM-DD. */
export function today(daysAgo = 0, now = Date.now()) {
  return local.format(now - daysAgo * 86_400_000);
}

/** Returns the month of a day, YYYY-MM. */
export function monthOf(day) {
  return day.slice(0, 7);
}

/** Writes YYYY-MM-DD with its day of the week: Chủ Nhật, 22/11/2026. */
export function withWeekday(day, language) {
  const name = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format(new Date(day));
  return `${name}, ${written(day)}`;
}

/** Writes YYYY-MM-DD as dd/mm/yyyy, and YYYY-MM as mm/yyyy. */
export function written(day) {
  return day.split("-").reverse().join("/");
}
