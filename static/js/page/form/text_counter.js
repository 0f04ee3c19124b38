// Says how much room a text has once most of it is used up, and how much is too much: nothing is cut off unseen.
import { element } from "../common/elements.js";
import { message } from "../common/messages.js";
import { clean, lengthOf } from "./rules/clean_text.js";

const SHORTEST = 20; // characters; a shorter text says in its hint what belongs there
const NEARLY_FULL = 0.8; // of the room

/**
 * Counts the characters of all texts of a form that have a bound.
 * @param {HTMLElement} form
 */
export function countCharacters(form) {
  const show = (/** @type {Event} */ { target }) => showRoom(/** @type {HTMLInputElement} */ (target));
  form.addEventListener("input", show);
  /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-longest]")).forEach(showRoom);
}

/** @param {HTMLInputElement} input */
function showRoom(input) {
  const longest = Number(input.dataset?.longest ?? 0);
  if (longest < SHORTEST) return;
  const length = lengthOf(clean(input.value, input.tagName === "TEXTAREA"));
  const over = length - longest;
  const counter = document.querySelector(`[data-counts="${input.id}"]`);
  if (length < longest * NEARLY_FULL) {
    counter?.remove();
    return;
  }
  const shown = counter ?? element("p", { class: "hint", "data-counts": input.id });
  if (!counter) input.after(shown);
  shown.className = over > 0 ? "too-long" : "hint";
  shown.textContent =
    over > 0 ? message("wrong.too_long", { longest, over }) : message("characters_left", { number: -over });
}
