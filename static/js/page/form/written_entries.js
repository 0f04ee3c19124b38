// The entries that a form makes as it stands: its own, and those that are added with it.
import { FORM_VERSION } from "../../outbox/api.js";
import { attached, form, hasAttached, writtenValues } from "./entry_form.js";

/** @import { Entry, Fields } from "../types.js" */

/**
 * Returns the entry of the form and those that are added with it; `further` are fields that no control of it holds.
 * @param {string} kind
 * @param {{ id: string, revision: number, originalFields: Fields }} entry
 * @param {Fields} further
 * @returns {Entry[]}
 */
export function writtenEntries(kind, { id, revision, originalFields }, further) {
  const count_in = form.elements.count_in.value || null;
  /** @type {Fields} */
  const fields = { ...originalFields, ...writtenValues(originalFields), ...further, count_in };
  const { happened_on, neighbourhood, companions } = fields;
  const shared = { happened_on, neighbourhood, count_in, companions };
  const others = hasAttached() ? attached.entries(id, shared).map((one) => ({ ...one, revision: 1 })) : [];
  const recorded_at = new Date().toISOString();
  return [{ kind, id, revision, fields }, ...others].map((one) => ({ ...one, recorded_at, form: FORM_VERSION }));
}
