// What depends on the answers of a form: hidden fields, the outcomes of a service, and the month in which it counts.
import { formatDay, monthOf, openMonth, today } from "../common/calendar.js";
import { findItem } from "../common/listed.js";
import { message } from "../common/messages.js";
import { fieldOf, fields, form } from "./entry_form.js";
import { markError, readField, writeField } from "./fields.js";

/** @import { FieldElement, Lists } from "../types.js" */

const OLD_AFTER_DAYS = 60; // days after which a day is more often a slip than late work

/**
 * Shows what depends on the answers. `original` are the fields of an entry that is corrected.
 * @param {Lists} lists
 * @param {Record<string, any>} original
 */
export function applyConditions(lists, original) {
  hideIrrelevant();
  showClosedMonth(lists, original.count_in);
  offerOutcomes(lists, original);
}

/**
 * Sets the answers that follow from another one: where nobody was at home, nobody was helped.
 * @param {HTMLElement | null} field
 * @param {string} value
 */
export function applyPresets(field, value) {
  const others = field ? JSON.parse(field.dataset.sets)[value] : {};
  for (const [name, other] of Object.entries(others ?? {})) {
    writeField(fieldOf(name), other);
    markError(fieldOf(name), "");
  }
}

/** Hides the fields that an answer excludes. */
function hideIrrelevant() {
  for (const field of form.querySelectorAll("[data-only]")) {
    const { name, value } = JSON.parse(field.dataset.only);
    field.toggleAttribute("data-not-asked", readField(fieldOf(name)) !== value);
  }
}

/**
 * An entry of a closed month counts in the current one, which is shown.
 * @param {Lists} lists
 * @param {string | undefined} countIn
 */
function showClosedMonth(lists, countIn) {
  const day = readField(fieldOf("happened_on"));
  const isClosed = Boolean(day) && lists.closed_months.includes(monthOf(day));
  const counted = openMonth(lists.closed_months);
  const notice = document.getElementById("closed-month");
  notice.hidden = !isClosed;
  // A month that has not come is chosen only while the present one is closed.
  const chosen = countIn && countIn <= counted ? countIn : "";
  form.elements.count_in.value = isClosed ? counted : chosen;
  if (isClosed)
    notice.textContent = message("month_closed", { month: formatDay(monthOf(day)), counted: formatDay(counted) });
  const isOld = Boolean(day) && day < today(OLD_AFTER_DAYS);
  document.getElementById("old-day").hidden = !isOld;
}

/**
 * Offers only the outcomes that the chosen service can have, and that of an older entry of the service.
 * @param {Lists} lists
 * @param {Record<string, any>} original
 */
function offerOutcomes(lists, original) {
  for (const field of /** @type {NodeListOf<FieldElement>} */ (form.querySelectorAll("[data-field=outcome]"))) {
    const group = field.closest("[data-code]");
    const code = group?.dataset.code ?? readField(fields.get("service") ?? field);
    const service = findItem(lists, "services", code);
    const offered = service?.offered ?? service?.outcomes;
    if (!offered) continue;
    for (const input of field.querySelectorAll("input")) {
      const isOffered =
        offered.includes(input.value) || (code === original.service && input.value === original.outcome);
      input.closest("label").hidden = !isOffered;
      input.checked &&= isOffered;
    }
  }
}
