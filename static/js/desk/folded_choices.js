// Lists of many choices: the line above says how many are chosen, and a search shows some of them. Without this script
// that line says what was chosen when the page came up.
import { isFound } from "./names/name_search.js";

for (const list of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".choice-fold"))) {
  const line = /** @type {HTMLElement} */ (list.querySelector("summary [data-none]"));
  const count = () => {
    const number = list.querySelectorAll("input[type=checkbox]:checked").length;
    const { none, some } = line.dataset;
    line.textContent = number ? some.replace("{number}", String(number)) : none;
  };
  list.addEventListener("change", count);
  count();

  const search = /** @type {HTMLInputElement | null} */ (list.querySelector("input[type=search]"));
  if (!search) continue;
  const status = /** @type {HTMLElement} */ (list.querySelector("[role=status]"));
  /** @type {HTMLElement} */ (search.closest(".field")).hidden = false;
  search.addEventListener("input", () => {
    const choices = /** @type {HTMLElement[]} */ ([...list.querySelectorAll(".choice")]);
    for (const choice of choices) choice.hidden = !isFound(choice.textContent, search.value);
    status.textContent = choices.every(({ hidden }) => hidden) ? status.dataset.words : "";
  });
  // Whoever presses Enter has found something, and does not yet want to save the form.
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
