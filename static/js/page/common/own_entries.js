// The user's own entries, on this phone and at the ward, and what their author may do with them. Uses no page.
import { countedIn, periodNamed, periodOf } from "../../outbox/periods.js";
import { PARKED, REFUSED } from "../../outbox/states.js";
import { withTodaysNames } from "./renamed_fields.js";

/** @import { Copy, Lists, OwnEntry, WardEntry } from "../types.js" */

/** The statuses in which the author has to correct an entry. */
export const NEEDS_CORRECTION = ["returned", REFUSED, PARKED];

/**
 * Tells whether an own entry counts as work: nobody withdrew it, made it void or refused it.
 * @param {OwnEntry} entry
 */
export const counts = ({ status, state, fields }) =>
  status !== "void" && status !== REFUSED && state !== REFUSED && !fields.withdrawn;

/**
 * Returns the own entries that count as work. In place of a correction that the ward refused stands what the ward has: only
 * that names its household.
 * @param {OwnEntry[]} own
 * @returns {OwnEntry[]}
 */
export const countedEntries = (own) =>
  own.map((entry) => (entry.state === REFUSED && entry.ward) || entry).filter(counts);

/**
 * Returns all own entries, the newest first. A copy on this phone replaces the ward's revision of the same entry:
 * `status` is then that of the copy, and `ward` is the ward's revision. `isReplaced` means that another entry, which
 * `replacements` names, was logged in its place.
 * @param {Copy[]} copies
 * @param {WardEntry[]} entries
 * @param {Map<string, string>} replacements
 * @returns {OwnEntry[]}
 */
export function ownEntries(copies, entries, replacements = new Map()) {
  const copyIds = new Map(copies.map((copy) => [copy.id, copy]));
  const atWard = new Map(entries.map((entry) => [entry.id, entry]));
  const onPhone = copies.map((copy) => ({
    ...copy,
    status: copy.state,
    happened_on: copy.fields.happened_on,
    ward: atWard.get(copy.id) ?? null,
  }));
  const own = [...onPhone.reverse(), ...entries.filter(({ id }) => !copyIds.has(id))];
  const countedIds = new Set(
    own.filter(({ status, fields }) => status !== "void" && !fields.withdrawn).map(({ id }) => id),
  );
  return own.map((entry) => ({
    ...entry,
    fields: withTodaysNames(entry.fields),
    isReplaced: countedIds.has(replacements.get(entry.id) ?? ""),
  }));
}

/**
 * Tells whether the author may still change an entry.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
export function mayChange(entry, lists) {
  if (entry.state) return true;
  return (entry.status === "submitted" || entry.status === "returned") && !periodOfEntry(entry, lists).closed;
}

/**
 * Returns the period in which an entry counts, as the ward says, or as the phone knows where the ward has not said it yet.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
export function periodOfEntry({ month, happened_on, fields }, lists) {
  return month ? periodNamed(month, lists) : countedIn(happened_on, fields.count_in, lists);
}

/**
 * Returns the period in which an entry counts in place of that of its day, or null.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
export function laterPeriod(entry, lists) {
  const period = periodOfEntry(entry, lists);
  return period.month > periodOf(entry.happened_on, lists).month ? period : null;
}

/**
 * Tells whether an entry was neither approved nor corrected when its period was closed: it does not count.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
export function missedClosing(entry, lists) {
  return ["submitted", "returned"].includes(entry.status) && !mayChange(entry, lists);
}

/**
 * Tells whether an entry may be opened to be corrected. A change that conflicts with the ward's revision is
 * logged as a new entry only where the ward's does not count: else the same work would count twice. So is an entry that
 * was omitted from a closed period. A change of what the ward has returned meanwhile is gone on with.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
export function mayCorrect(entry, lists) {
  const isConflict = entry.state === REFUSED && entry.outcome === "conflict";
  const isOpen = mayChange(entry, lists) || missedClosing(entry, lists);
  const mayGoOn = !isConflict || ["void", "returned"].includes(entry.code ?? "");
  return isOpen && !entry.isReplaced && !entry.fields.withdrawn && mayGoOn;
}

/**
 * Returns the address at which an entry is corrected; one that does not count or was omitted is logged as a new entry.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
export function editAddress(entry, lists) {
  const isReplacement = entry.code === "void" || missedClosing(entry, lists);
  return `/log/${entry.kind}?${isReplacement ? "again" : "id"}=${entry.id}`;
}
