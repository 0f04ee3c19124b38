// The form of the page: its fields by name, and the part of it that adds further entries.
import { AttachedEntries } from "./attached_entries.js";
import { fieldsIn, readField } from "./fields.js";

/** @import { FieldElement, Fields } from "../types.js" */

export const form = /** @type {HTMLFormElement} */ (document.getElementById("entry"));
export const attachedBox = form.querySelector("[data-attached-kind]");
export const attached = attachedBox && new AttachedEntries(attachedBox);
/** @type {Map<string, FieldElement>} */
export const fields = new Map(
  fieldsIn(form)
    .filter((field) => !field.closest("[data-attached-kind]"))
    .map((field) => [field.dataset.field, field]),
);

/**
 * The ids of the entries of which this page has shown why the ward returned them.
 * @type {Set<string>}
 */
export const readReturns = new Set();

const SPARSE = ["state", "event", "place"];

/** A field that every form has, or that its template names. */
export const fieldOf = (/** @type {string} */ name) => /** @type {FieldElement} */ (fields.get(name));

/**
 * Tells whether an answer excludes a field.
 * @param {Element} field
 */
export function isIrrelevant(field) {
  return field.hasAttribute("data-not-asked");
}

/** Tells whether the form makes further entries as it stands. */
export function hasAttached() {
  return Boolean(attachedBox) && !isIrrelevant(attachedBox);
}

/**
 * Returns the values of all fields; null for those that the answers exclude. Some that say nothing have no value, unless
 * that takes away what the entry said before.
 * @param {Fields} originalFields
 * @returns {Fields}
 */
export function writtenValues(originalFields) {
  const written = [...fields].map(([name, field]) => [name, isIrrelevant(field) ? null : (readField(field) ?? null)]);
  return Object.fromEntries(
    written.filter(([name, value]) => value !== null || !SPARSE.includes(name) || originalFields[name]),
  );
}
