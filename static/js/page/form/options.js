// Choices that come with the lists of the ward: services, topics, team mates, places, neighbourhoods.
import { element } from "../common/elements.js";
import { codeOf, missingItems } from "../common/listed.js";
import { message } from "../common/messages.js";
import { writeField } from "./fields.js";

/** @import { Choice, FieldElement, Lists } from "../types.js" */

/**
 * Fills every list of choices under `root` from the phone's working data, in the order of that: people learn places.
 * @param {Element} root
 * @param {any} lists
 */
export function fillOptions(root, lists) {
  for (const box of root.querySelectorAll("[data-options]")) fillChoices(box, lists[box.dataset.source] ?? []);
  for (const select of /** @type {NodeListOf<HTMLSelectElement>} */ (root.querySelectorAll("select[data-source]")))
    fillSelect(select, lists[select.dataset.source] ?? []);
}

/**
 * Adds to the choices under `root` the value of an entry, where it is hidden by now or has ended.
 * @param {Element} root
 * @param {any} value
 * @param {Lists} lists
 */
export function offerUnlisted(root, value, lists) {
  const box = /** @type {HTMLElement} */ (root.querySelector("[data-options], select[data-source]"));
  if (!box) return;
  const { source, options: type, name } = box.dataset;
  const offered = [...box.querySelectorAll("input, option")].map((one) => /** @type {HTMLInputElement} */ (one).value);
  for (const item of missingItems(lists, source, value, offered, message("not_offered"))) {
    box.append(type ? choice(type, name, item.code, item.name) : option(item));
    box.closest(".field").hidden = false;
  }
}

/**
 * Writes what was answered before, also where it is no longer offered.
 * @param {FieldElement} field
 * @param {any} value
 * @param {Lists} lists
 */
export function restoreField(field, value, lists) {
  offerUnlisted(field, value, lists);
  writeField(field, value);
}

/**
 * @param {HTMLElement} box
 * @param {Choice[]} items
 */
function fillChoices(box, items) {
  const { name, options: type, first } = box.dataset;
  const rows = items.map((item) => choice(type, name, codeOf(item), item.name));
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
  select.append(...items.map(option));
}

const option = (/** @type {Choice} */ item) => element("option", { value: codeOf(item) }, item.name);
