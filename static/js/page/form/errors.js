// The errors of a form, beside each field.
import { attached, fieldOf, fields, form, hasAttached, isIrrelevant } from "./entry_form.js";
import { errorOf, markError } from "./fields.js";

/** @import { Errors } from "../types.js" */

/**
 * Marks what is missing, and what else is wrong as `errors` say, entry by entry; tells whether nothing is.
 * @param {Errors[]} errors
 */
export function check([own, ...others]) {
  for (const field of fields.values()) markError(field, field.hidden || isIrrelevant(field) ? "" : errorOf(field));
  markErrors(own);
  const attachedAreRight = !hasAttached() || attached.check(others);
  const isRight = attachedAreRight && ![...fields.values()].some((field) => field.classList.contains("wrong"));
  // Where the list of errors cannot be had, this is all that is seen of them.
  if (!isRight) form.querySelector(".field.wrong").scrollIntoView({ block: "center" });
  return isRight;
}

/**
 * Marks what is wrong with the entry, beside what is marked already.
 * @param {Errors | undefined} errors
 */
export function markErrors(errors) {
  for (const [name, texts] of Object.entries(errors ?? {})) {
    // Errors of fields that the form does not show, such as the month, are shown beside the day.
    const field = fields.get(name) ?? fieldOf("happened_on");
    if (!field.classList.contains("wrong")) markError(field, texts.join(" "));
  }
}
