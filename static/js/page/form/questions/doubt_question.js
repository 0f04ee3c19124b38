// Asks once about all that is doubtful in a new entry.
import { formatDay, today } from "../../common/calendar.js";
import { answerTo, element } from "../../common/elements.js";
import { message } from "../../common/messages.js";
import { doubtsOf } from "./doubts.js";

/** @import { Answered } from "../questions.js" */

/**
 * Asks where something is doubtful; tells whether to save all the same.
 * @param {Answered} answered
 */
export async function confirmDoubts({ isFirst, write }) {
  const entries = write();
  const doubts = isFirst ? doubtsOf(entries, today()) : [];
  if (!doubts.length) return true;
  const day = formatDay(entries[0].fields.happened_on);
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("doubts"));
  dialog.querySelector("ul").replaceChildren(...doubts.map((name) => element("li", {}, message(name, { day }))));
  return (await answerTo(dialog)) === "save";
}
