// The errors of a form: beside each field, and as a list at the top.
import { element, focusAtHead } from "../common/elements.js";
import { attached, fieldOf, fields, form, hasAttached, isIrrelevant } from "./entry_form.js";
import { errorOf, focusTarget, markError } from "./fields.js";

/** @import { Errors } from "../types.js" */

/** Marks what is wrong and lists it; tells whether nothing is. */
export function check() {
  for (const field of fields.values()) markError(field, field.hidden || isIrrelevant(field) ? "" : errorOf(field));
  const attachedAreRight = !hasAttached() || attached.check();
  listErrors();
  return attachedAreRight && ![...fields.values()].some((field) => field.classList.contains("wrong"));
}

/** Lists what is wrong at the top, each with a way to its control. */
export function listErrors() {
  const summary = document.getElementById("errors");
  const wrong = [...form.querySelectorAll(".field.wrong")];
  summary.hidden = wrong.length === 0;
  summary.querySelector("ul").replaceChildren(...wrong.map((field) => element("li", {}, linkTo(field))));
  if (wrong.length) focusAtHead(summary);
}

/** @param {HTMLElement} field */
function linkTo(field) {
  const label = /** @type {any} */ (field.querySelector("label, legend").firstChild).textContent.trim();
  const text = `${label}: ${field.querySelector(".error").textContent}`;
  const link = element("a", { href: `#${focusTarget(field).id}` }, text);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    focusTarget(field).focus();
  });
  return link;
}

/**
 * Marks what the ward found wrong with the entry.
 * @param {Errors | undefined} errors
 */
export function markErrors(errors) {
  for (const [name, texts] of Object.entries(errors ?? {})) {
    // Errors of fields that the form does not show, such as the month, are shown beside the day.
    markError(fields.get(name) ?? fieldOf("happened_on"), texts.join(" "));
  }
}
