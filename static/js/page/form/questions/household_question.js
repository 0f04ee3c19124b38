// Asks which household or merchant is meant, when what was typed is like some that are known but is none of them.
import { answerTo, element } from "../../common/elements.js";
import { message } from "../../common/messages.js";
import { fields } from "../entry_form.js";
import { describeRows } from "../found_rows.js";

/** @import { HouseholdPicker } from "../household_picker.js" */

const MOST_ROWS = 50; // what scrolls in the dialog
const NEW = "new"; // the value of the template's button

/** Asks where it has to be asked; chooses what the answer says, and tells whether to save. */
export async function confirmHousehold() {
  for (const { picker } of fields.values()) if (picker?.doubtful.length && !(await choose(picker))) return false;
  return true;
}

/** @param {HouseholdPicker} picker */
async function choose(picker) {
  const known = picker.doubtful;
  const answer = await answerTo(fillDialog(picker));
  if (answer === NEW) picker.addNew();
  else if (answer) picker.choose(known[Number(answer)]);
  return answer !== "";
}

/** @param {HouseholdPicker} picker */
function fillDialog(picker) {
  const { doubtful, text, form } = picker;
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("which"));
  const known = doubtful.slice(0, MOST_ROWS);
  const [only, ...others] = doubtful;
  dialog.querySelector("h2").textContent = others.length
    ? picker.say("new_or_known", { text })
    : picker.say("new_or", { text, known: only.text });
  const rows = describeRows(picker, known).map(([item, detail], i) => row(String(i), item.text, detail));
  dialog.querySelector("[data-known]").replaceChildren(...rows);
  dialog.querySelector("[data-new]").textContent = picker.say("new_one", { text });
  const isElsewhere = known.some(({ neighbourhood }) => neighbourhood && neighbourhood !== form.area());
  dialog.querySelector("[data-hint]").textContent = isElsewhere ? message("area_follows") : "";
  return dialog;
}

/**
 * @param {string} value
 * @param {string} text
 * @param {string} detail
 */
function row(value, text, detail) {
  return element("li", {}, element("button", { value }, text, detail ? element("small", {}, detail) : null));
}
