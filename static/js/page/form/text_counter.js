// Says how much room a text has once most of it is used up, and how much is too much: nothing is cut off unseen.
import { element } from "../common/elements.js";
import { clean, lengthOf } from "./rules/clean_text.js";

const SHORTEST = 20; // characters; a shorter text says in its hint what belongs there
const NEARLY_FULL = 0.8; // of the room

/**
 * What is written below a text: how many characters are left, or too many.
 * @typedef {{ remaining: (number: number) => string, tooLong: (longest: number, over: number) => string }} Sentences
 */

/**
 * Counts the characters of all texts of a form, or of a page, that have a bound.
 * @param {HTMLElement} form
 * @param {Sentences} sentences
 */
export function countCharacters(form, sentences) {
  const show = (/** @type {HTMLInputElement} */ input) => showRoom(input, sentences);
  const showAll = () =>
    /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("[data-longest]")).forEach(show);
  form.addEventListener("input", ({ target }) => show(/** @type {HTMLInputElement} */ (target)));
  addEventListener("pageshow", showAll); // a browser may bring back what stood there
  showAll();
}

/**
 * @param {HTMLInputElement} input
 * @param {Sentences} sentences
 */
function showRoom(input, { remaining, tooLong }) {
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
  shown.textContent = over > 0 ? tooLong(longest, over) : remaining(-over);
}
