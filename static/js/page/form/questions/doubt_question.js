// Asks once about all that is doubtful in a new entry.
import { formatDay, formatMoment, today } from "../../common/calendar.js";
import { answerTo, element } from "../../common/elements.js";
import { message } from "../../common/messages.js";
import { wardTime } from "../../common/ward_clock.js";
import { clockDoubt, doubtsOf } from "./doubts.js";

/** @import { Answered } from "../questions.js" */

let isClockAsked = false; // once on each page: it is the same for whatever is saved on it

/**
 * Asks where something is doubtful; tells whether to save all the same.
 * @param {Answered} answered
 */
export async function confirmDoubts({ isFirst, write }) {
  if (!isFirst) return true;
  const entries = write();
  const now = Date.now();
  const ward = wardTime(now);
  const clock = isClockAsked ? null : clockDoubt(now, ward);
  const doubts = [...(clock ? [clock] : []), ...doubtsOf(entries, today(0, ward?.time ?? now))];
  if (!doubts.length) return true;
  isClockAsked ||= clock !== null;
  const values = {
    day: formatDay(entries[0].fields.happened_on),
    clock: `${formatDay(today(0, now))} ${formatMoment(now)}`,
    ward_day: formatDay(today(0, ward?.time)),
  };
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("doubts"));
  dialog.querySelector("ul").replaceChildren(...doubts.map((name) => element("li", {}, message(name, values))));
  return (await answerTo(dialog)) === "save";
}
