// Choices that come with the lists of the ward: services, topics, team mates, places, neighbourhoods.
import { element } from "../common/elements.js";
import { message } from "../common/messages.js";

/** @import { Choice } from "../types.js" */

/**
 * Fills every list of choices under `root` from the phone's working data. `timesUsed` says how often a value of a field
 * was chosen lately: those come first, so that what one does every day needs no search.
 * @param {Element} root
 * @param {any} lists
 * @param {(name: string, code: any) => number} timesUsed
 */
export function fillOptions(root, lists, timesUsed = () => 0) {
  for (const box of root.querySelectorAll("[data-options]"))
    fillChoices(box, lists[box.dataset.source] ?? [], timesUsed);
  for (const select of /** @type {NodeListOf<HTMLSelectElement>} */ (root.querySelectorAll("select[data-source]")))
    fillSelect(select, lists[select.dataset.source] ?? []);
}

const codeOf = (/** @type {Choice} */ item) => item.code ?? item.id;

/**
 * @param {HTMLElement} box
 * @param {Choice[]} items
 * @param {(name: string, code: any) => number} timesUsed
 */
function fillChoices(box, items, timesUsed) {
  const { name, options: type, first } = box.dataset;
  const ordered = [...items].sort((one, other) => timesUsed(name, codeOf(other)) - timesUsed(name, codeOf(one)));
  const rows = ordered.map((item) => choice(type, name, codeOf(item), item.name));
  box.replaceChildren(...rows);
  box.closest(".field").hidden = rows.length === 0;
  if (first && rows.length > Number(first) + 1) hideBehindButton(box, rows.slice(Number(first)));
}

/**
 * @param {string} type
 * @param {string} name
 * @param {any} code
 * @param {string} text
 */
function choice(type, name, code, text) {
  const id = `${name}-${code}`;
  return element("label", { class: "choice", for: id }, element("input", { type, id, name, value: code }), text);
}

/**
 * @param {HTMLElement} box
 * @param {HTMLElement[]} rows
 */
function hideBehindButton(box, rows) {
  for (const row of rows) row.hidden = true;
  const more = element("button", { type: "button", "data-more": true }, message("show_more", { number: rows.length }));
  more.addEventListener("click", () => {
    more.remove();
    for (const row of rows) row.hidden = false;
  });
  box.append(more);
}

/**
 * @param {HTMLSelectElement} select
 * @param {Choice[]} items
 */
function fillSelect(select, items) {
  select.append(...items.map((item) => element("option", { value: codeOf(item) }, item.name)));
}
