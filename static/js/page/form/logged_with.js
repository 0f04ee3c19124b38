// What was logged with an entry that is corrected, and what else may be added to it.
import { element, linkButton } from "../common/elements.js";
import { summaryOf } from "../common/entry_summary.js";
import { message } from "../common/messages.js";
import { editAddress, mayCorrect, missedClosing } from "../common/own_entries.js";
import { loggedWith } from "../common/withdrawal.js";

/** @import { Lists, OwnEntry } from "../types.js" */

/**
 * Shows in `box` what was logged with the entry `id`, each with a way to correct it, and offers the other services.
 * What missed the closing of its period does not count, and is offered again.
 * @param {HTMLElement} box
 * @param {string} id
 * @param {OwnEntry[]} own
 * @param {Lists} lists
 */
export function showLoggedWith(box, id, own, lists) {
  const logged = loggedWith(own, id).filter((one) => !missedClosing(one, lists));
  const rows = logged.map((one) => row(one, lists));
  if (rows.length) box.querySelector("legend").after(element("ul", { class: "logged-with" }, ...rows));
  for (const { fields } of logged) withoutService(box, fields.service);
  box.hidden = false;
}

/**
 * @param {OwnEntry} one
 * @param {Lists} lists
 */
function row(one, lists) {
  const { title, rest } = summaryOf(one.kind, one.fields, lists);
  const text = [title, rest, message(`status.${one.status}`)].filter(Boolean).join(" · ");
  const name = { "aria-label": `${message("correct")}: ${title}` };
  const link = mayCorrect(one, lists) ? linkButton(message("correct"), editAddress(one, lists), name) : null;
  return element("li", { "data-entry": one.id }, element("span", {}, text), link);
}

/**
 * Takes a service out of those that are offered; one that is ticked in a draft stays.
 * @param {HTMLElement} box
 * @param {string} code
 */
function withoutService(box, code) {
  const inputs = [.../** @type {NodeListOf<HTMLInputElement>} */ (box.querySelectorAll("input[name=also]"))];
  inputs
    .find(({ value, checked }) => value === code && !checked)
    ?.closest("label")
    .remove();
  const more = box.querySelector("[data-more]");
  const number = box.querySelectorAll("[data-options] label[hidden]").length;
  if (more && number) more.textContent = message("show_more", { number });
  else more?.remove();
}
