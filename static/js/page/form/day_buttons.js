// The day of an entry: today and yesterday at one tap, and said with its day of the week.
import { formatDay, formatDayWithWeekday, onNewDay, today } from "../common/calendar.js";
import { actionButton } from "../common/elements.js";
import { language, message } from "../common/messages.js";
import { latestTime } from "../common/ward_clock.js";

/**
 * Lets the field of a day be answered at one tap. A form that stays open over midnight knows the new day: while nothing
 * is written it is about that one, else its day stays, and a sentence says so.
 * @param {HTMLElement} form
 * @param {HTMLElement} field
 * @param {() => boolean} isWritten
 */
export function bindDayButtons(form, field, isWritten) {
  const input = field.querySelector("input");
  const [output, notice] = field.querySelectorAll("output");
  let shownDay = "";
  const choose = (/** @type {string} */ day) => {
    input.value = day;
    for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const buttons = ["today", "yesterday"].map((name, ago) => {
    const button = actionButton("", () => choose(today(ago)), { "data-ago": ago });
    return { name, ago, button };
  });
  const show = () => {
    // A phone whose clock is behind may still choose the right day.
    input.max = today(0, latestTime());
    for (const { ago, button } of buttons) button.setAttribute("aria-pressed", String(today(ago) === input.value));
    // Browsers write dates in their own language's order; here it is always day, month, year.
    output.textContent = input.value && formatDayWithWeekday(input.value, language);
    if (input.value === today()) notice.textContent = "";
  };
  const renew = () => {
    const day = today();
    if (day === shownDay) return;
    const isAnsweredToday = input.value === shownDay;
    if (isAnsweredToday && !isWritten()) input.value = day;
    else if (isAnsweredToday) notice.textContent = message("day_has_changed", { day: formatDay(shownDay) });
    shownDay = day;
    for (const { name, ago, button } of buttons)
      button.textContent = `${message(name)} ${formatDay(today(ago)).slice(0, 5)}`;
    // Also what depends on the day: the period in which it counts.
    form.dispatchEvent(new Event("change"));
  };
  field.querySelector("[data-days]").append(...buttons.map(({ button }) => button));
  form.addEventListener("change", show);
  renew();
  onNewDay(renew);
}
