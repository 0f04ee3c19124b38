// The errors of a form as a list at its top.
import { element, focusAtHead } from "../common/elements.js";
import { form } from "./entry_form.js";
import { focusTarget } from "./fields.js";

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
