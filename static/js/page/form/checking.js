// Checks a form by the rules of the ward: each field when it is left, and all that is to be saved.
import { periodAfter, periodOf } from "../../outbox/periods.js";
import { today } from "../common/calendar.js";
import { findItem } from "../common/listed.js";
import { message } from "../common/messages.js";
import { latestTime } from "../common/ward_clock.js";
import { attached, fields, form, isIrrelevant } from "./entry_form.js";
import { markError } from "./fields.js";
import { errorsOf, useRules } from "./rules/field_rules.js";
import { countCharacters } from "./text_counter.js";

/** @import { Entry, Errors, FieldElement, Lists } from "../types.js" */

const CLOCK_TOLERANCE_MS = 3_600_000; // by which a phone may be ahead of the ward
const AFTER_TAP_MS = 200; // so that nothing moves under the finger that leaves the field

/**
 * Loads the rules of the forms and their sentences, and counts the characters of texts from then on. Where the rules
 * cannot be had, what they are about is left to the ward.
 */
export async function loadRules() {
  const { href } = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=field-rules]"));
  const rules = await import(href).catch(console.error);
  if (!rules) return;
  useRules(rules.default);
  countCharacters(form, {
    remaining: (number) => message("characters_left", { number }),
    tooLong: (longest, over) => message("wrong.too_long", { longest, over }),
  });
}

/**
 * Returns what the ward would refuse of each entry, by field.
 * @param {{ entries: Entry[], lists: Lists }} written
 * @returns {Errors[]}
 */
export function findErrors({ entries, lists }) {
  const reference = {
    latestDay: today(0, latestTime() + CLOCK_TOLERANCE_MS),
    nextMonth: periodAfter(periodOf(today(0, latestTime()), lists), lists).month,
    outcomesOf: (/** @type {string} */ code) => findItem(lists, "services", code)?.outcomes,
  };
  return entries.map(({ kind, fields }) => {
    const errors = Object.entries(errorsOf(kind, fields, reference));
    return Object.fromEntries(errors.map(([name, error]) => [name, [error]]));
  });
}

/**
 * Shows what is wrong with a field once the focus has gone on from it, until it or another field has changed that. What is
 * missing is shown only when the form is to be saved.
 * @param {() => { entries: Entry[], lists: Lists }} written
 * @param {Element} first what was written in before this code was there
 */
export function followForm(written, first) {
  /**
   * The fields that were focused and blurred, each with the error that was shown for it here.
   * @type {Map<Element, string>}
   */
  const touched = new Map();
  const leave = (/** @type {any} */ target, /** @type {any} */ next) => {
    const field = target.closest("[data-field]");
    if (!field || field.contains(next)) return;
    if (!touched.has(field)) touched.set(field, "");
    setTimeout(() => form.hidden || markTouched(touched, written()), AFTER_TAP_MS);
  };
  form.addEventListener("focusout", ({ target, relatedTarget }) => leave(target, relatedTarget));
  leave(first, document.activeElement);
}

/**
 * @param {Map<Element, string>} touched
 * @param {{ entries: Entry[], lists: Lists }} written
 */
function markTouched(touched, written) {
  findErrors(written).forEach((errors, place) => {
    const found = place === 0 ? [...fields.values()] : attached.fieldsOf(written.entries[place].id);
    for (const field of found) if (touched.has(field)) markOne(touched, field, errors[field.dataset.field]?.[0] ?? "");
  });
}

/**
 * @param {Map<Element, string>} touched
 * @param {FieldElement} field
 * @param {string} error
 */
function markOne(touched, field, error) {
  const text = isIrrelevant(field) || error === message("required") ? "" : error;
  // What the ward has said of it, or the check before saving, stays until it is changed.
  const isOurs = field.querySelector(".error").textContent === touched.get(field);
  if (isOurs && text !== touched.get(field)) markError(field, text);
  if (isOurs) touched.set(field, text);
}
