// The day of an entry: today and yesterday at one tap, and said with its day of the week.
import { formatDay, formatDayWithWeekday, today } from "../common/calendar.js";
import { actionButton } from "../common/elements.js";
import { language, message } from "../common/messages.js";

/**
 * Lets the field of a day be answered at one tap.
 * @param {HTMLElement} form
 * @param {HTMLElement} field
 */
export function bindDayButtons(form, field) {
  const input = field.querySelector("input");
  input.value = today();
  input.max = today();
  const days = [today(), today(1)].map((day, ago) => {
    const button = actionButton(`${message(ago ? "yesterday" : "today")} ${formatDay(day).slice(0, 5)}`, () => {
      input.value = day;
      for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
    });
    return /** @type {const} */ ([day, button]);
  });
  const show = () => {
    for (const [day, button] of days) button.setAttribute("aria-pressed", String(day === input.value));
    // Browsers write dates in their own language's order; here it is always day, month, year.
    field.querySelector("output").textContent = input.value && formatDayWithWeekday(input.value, language);
  };
  field.querySelector("[data-days]").append(...days.map(([, button]) => button));
  form.addEventListener("change", show);
  show();
}
