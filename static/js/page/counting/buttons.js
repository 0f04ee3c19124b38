// The buttons of a desk: one for each group of procedures, with how many people were counted.
import { element } from "../common/elements.js";
import { formatNumber } from "../common/messages.js";
import { nameParts } from "./shift.js";

/** @import { Choice } from "../types.js" */

const box = document.getElementById("count-buttons");

/**
 * Shows a button for each group of procedures; `onTap` gets the code of the one that is tapped. Those that are there already stay
 * where they are, since somebody may be about to tap them.
 * @param {Choice[]} procedures
 * @param {(code: string) => void} onTap
 */
export function showButtons(procedures, onTap) {
  for (const { code = "", name } of procedures) {
    if (buttonOf(code)) continue;
    const { short, more } = nameParts(name);
    const button = element(
      "button",
      { type: "button", "data-procedure": code },
      element("span", {}, short, more ? element("small", {}, more) : null),
      element("b", { "aria-hidden": "true" }, "+"),
      element("strong", { "data-count": true }),
    );
    button.addEventListener("click", () => onTap(code));
    box.append(button);
  }
}

/**
 * Shows how many people a group has; while `waiting` of them are not on the disk yet, the number does not look as if they were.
 * @param {string} code
 * @param {number} people
 * @param {number} waiting
 */
export function showCount(code, people, waiting) {
  const button = buttonOf(code);
  if (!button) return;
  button.querySelector("[data-count]").textContent = formatNumber(people);
  button.dataset.people = String(people);
  button.toggleAttribute("data-waiting", waiting > 0);
}

/**
 * Returns the button of a group of procedures, if it has one.
 * @param {string} code
 * @returns {HTMLElement | null}
 */
const buttonOf = (code) => box.querySelector(`[data-procedure="${CSS.escape(code)}"]`);
