// One's own entries: those that wait on this phone, and those that the ward has; and what their author may do with them.
// Knows no page.
import { PARKED, REFUSED } from "../../outbox/states.js";
import { monthOf } from "./calendar.js";

/** @import { Copy, Lists, OwnEntry, WardEntry } from "../types.js" */

export const FORM_VERSION = 1; // the version of the forms on the wire

/** The states in which the author has to do something. */
export const NEEDS_CORRECTION = ["returned", REFUSED, PARKED];

/**
 * Returns all of one's own entries, the newest first. A copy on this phone stands for what the ward has of the same
 * entry: `status` is then where the copy stands, and `ward` what the ward has. `isReplaced` says that another one,
 * which `replacements` names, was logged in its place, so that nobody does it twice.
 * @param {Copy[]} copies
 * @param {WardEntry[]} entries
 * @param {Map<string, string>} replacements
 * @returns {OwnEntry[]}
 */
export function ownEntries(copies, entries, replacements = new Map()) {
  const kept = new Map(copies.map((copy) => [copy.id, copy]));
  const atWard = new Map(entries.map((entry) => [entry.id, entry]));
  const here = copies.map((copy) => ({
    ...copy,
    status: copy.state,
    happened_on: copy.fields.happened_on,
    ward: atWard.get(copy.id) ?? null,
  }));
  const own = [...here.reverse(), ...entries.filter(({ id }) => !kept.has(id))];
  const counts = new Set(
    own.filter(({ status, fields }) => status !== "void" && !fields.withdrawn).map(({ id }) => id),
  );
  return own.map((entry) => ({ ...entry, isReplaced: counts.has(replacements.get(entry.id) ?? "") }));
}

/**
 * Tells whether the author may still change an entry.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
export function mayChange(entry, lists) {
  if (entry.state) return true;
  const month = entry.fields.count_in || monthOf(entry.happened_on);
  return (entry.status === "submitted" || entry.status === "returned") && !lists.closed_months.includes(month);
}

/**
 * Tells whether an entry was neither approved nor mended when its month was closed: it counts nowhere.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
export function missedClosing(entry, lists) {
  return ["submitted", "returned"].includes(entry.status) && !mayChange(entry, lists);
}

/**
 * Tells whether an entry may be opened to be corrected. A change that conflicts with what the ward has is logged anew
 * only where the ward's counts nowhere: else the same work would count twice. So is what was left out of a closed
 * month.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
export function mayCorrect(entry, lists) {
  const isConflict = entry.state === REFUSED && entry.outcome === "conflict";
  const isAtHand = mayChange(entry, lists) || missedClosing(entry, lists);
  return isAtHand && !entry.isReplaced && !entry.fields.withdrawn && (!isConflict || entry.code === "void");
}

/**
 * Returns the address at which an entry is corrected; what conflicts, or was left out, is logged anew.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
export function editAddress(entry, lists) {
  const isReplacement = (entry.outcome === "conflict" && entry.state) || missedClosing(entry, lists);
  return `/log/${entry.kind}?${isReplacement ? "again" : "id"}=${entry.id}`;
}
