// Days in words beside their fields: a browser writes them in the order of its own language, 12/03 or 03/12.

/**
 * Writes YYYY-MM-DD as in `pattern`, where {weekday}, {day}, {month} and {year} stand for its parts; anything else is "".
 * @param {string} day
 * @param {string} language
 * @param {string} pattern
 */
export function dayInWords(day, language, pattern) {
  const moment = new Date(`${day}T00:00:00Z`);
  if (!day || Number.isNaN(moment.getTime())) return "";
  const format = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  // Browsers join the parts differently, so only the parts are theirs.
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return pattern.replace(/\{(\w+)\}/g, (_all, name) => parts[name]);
}

/**
 * Lets every field of a day on this page have the day in words below it.
 * @param {string} pattern
 */
export function showDayWords(pattern) {
  const fields = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("main input[type=date]"));
  for (const field of fields) {
    const words = document.createElement("output");
    words.className = "day-words";
    words.id = `${field.id}-day`;
    words.setAttribute("for", field.id);
    const described = [field.getAttribute("aria-describedby"), words.id].filter(Boolean).join(" ");
    field.setAttribute("aria-describedby", described);
    field.after(words);
    const show = () => {
      words.textContent = dayInWords(field.value, document.documentElement.lang, pattern);
    };
    for (const type of ["input", "change"]) field.addEventListener(type, show);
    addEventListener("pageshow", show); // a browser may bring back what stood there
    show();
  }
}
