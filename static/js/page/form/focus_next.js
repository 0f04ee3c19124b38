// Where Enter moves on to: the next field of the form, and behind the last one the button that saves it.
import { form } from "./entry_form.js";

const CONTROLS = "input:not([type=hidden], [type=file]), select, textarea, button[type=submit]";

/**
 * Moves the focus to the next field. Of answers to choose from it is the one that is chosen, or the first.
 * @param {HTMLInputElement} control
 */
export function focusNext(control) {
  const field = control.closest(".field");
  const controls = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(CONTROLS)]);
  const place = controls.indexOf(control);
  const later = controls.slice(place + 1).filter(isOffered);
  const next = later.find((one) => one.closest(".field") !== field);
  const answers = later.filter(({ name, type }) => type === "radio" && name === next?.name);
  (answers.find(({ checked }) => checked) ?? next)?.focus();
}

/** @param {HTMLElement} control */
const isOffered = (control) => control.offsetParent !== null && !control.closest("[data-not-asked]");
