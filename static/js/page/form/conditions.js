// What depends on the answers of a form: hidden fields, the outcomes of a service, and the period in which it counts.
import { openPeriod, periodNamed, periodOf } from "../../outbox/periods.js";
import { today } from "../common/calendar.js";
import { findItem } from "../common/listed.js";
import { wardTime } from "../common/ward_clock.js";
import { fieldOf, fields, form } from "./entry_form.js";
import { markError, readField, writeField } from "./fields.js";
import { ifLoaded, untilLoaded } from "./load_code.js";

/** @import { FieldElement, Lists } from "../types.js" */

const OLD_AFTER_DAYS = 60; // days after which a day is more often a slip than late work

/**
 * Shows what depends on the answers. `original` are the fields of an entry that is corrected; a draft `isWritten` already.
 * @param {Lists} lists
 * @param {Record<string, any>} original
 * @param {boolean} [isWritten]
 * @returns {Promise<void>}
 */
export function applyConditions(lists, original, isWritten) {
  hideIrrelevant();
  showClosedPeriod(lists, original.count_in);
  offerOutcomes(lists, original);
  return followEvent(lists, original, isWritten);
}

/**
 * Sets and shows the event for which the entry is logged, where the phone knows of one.
 * @param {Lists} lists
 * @param {Record<string, any>} original
 * @param {boolean} [isWritten]
 */
async function followEvent(lists, original, isWritten) {
  if (lists.events?.[0] || original.event)
    (await ifLoaded(import("./occasion.js")))?.followEvent(lists, original, isWritten);
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
 * An entry of a closed period counts in the present one, or in the next one that is open, which is shown. Which is the present
 * one the ward's clock says: a phone whose clock is off would offer one that the ward does not take.
 * @param {Lists} lists
 * @param {string | undefined} countIn
 */
function showClosedPeriod(lists, countIn) {
  const day = readField(fieldOf("happened_on"));
  const present = today(0, wardTime()?.time);
  const period = periodOf(day || present, lists);
  const isClosed = Boolean(day) && period.closed;
  const counted = openPeriod(day || present, present, lists);
  document.getElementById("closed-month").hidden = !isClosed;
  // A period that has not come is chosen only while the present one is closed.
  const chosen = countIn && countIn <= counted.month && !periodNamed(countIn, lists).closed ? countIn : "";
  form.elements.count_in.value = isClosed ? counted.month : chosen;
  if (isClosed) untilLoaded(() => import("./late_day.js")).then(({ showLate }) => showLate(period, counted));
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
