// One's own entries as rows of a list: those that wait on this phone, and those that the ward has.
import { PARKED, REFUSED, WAITING } from "../../outbox/states.js";
import { formatDay, monthOf } from "./calendar.js";
import { element } from "./elements.js";
import { summaryOf } from "./entry_summary.js";
import { data, formatNumber, message } from "./messages.js";

/** @import { Copy, Errors, Lists, OwnEntry, WardEntry } from "../types.js" */

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
 * Returns in words why an entry came back or was not taken.
 * @param {Pick<OwnEntry, "kind" | "state" | "outcome" | "code" | "errors" | "reason" | "comment">} entry
 */
export function reasonOf(entry) {
  if (entry.state === PARKED) return message("unsendable");
  if (entry.state === REFUSED) return entry.outcome === "conflict" ? conflictOf(entry) : errorsOf(entry);
  const named = labelOf(entry.kind, entry.reason ?? "") ?? data.words[`reason.${entry.reason}`] ?? entry.reason;
  return [named, entry.comment].filter(Boolean).join(": ");
}

/**
 * Returns in words why the ward could not take a change.
 * @param {{ code?: string }} answer
 */
export function conflictOf({ code }) {
  return message(data.words[`conflict.${code}`] ? `conflict.${code}` : "conflict");
}

/** @param {Pick<OwnEntry, "kind" | "errors">} entry */
function errorsOf({ kind, errors }) {
  return Object.entries(errors ?? {})
    .map(([name, texts]) => [labelOf(kind, name), texts.join(" ")].filter(Boolean).join(": "))
    .join(" ");
}

/**
 * @param {string} kind
 * @param {string} name
 */
function labelOf(kind, name) {
  return [data.kinds[kind], ...Object.values(data.kinds)].map(({ fields }) => fields[name]?.label).find(Boolean);
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

/**
 * Makes the row of an entry with its status, its reason when it came back, and `buttons`. `photos` wait with it.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 * @param {{ buttons?: HTMLElement[], photos?: number }} [options]
 */
export function entryRow(entry, lists, { buttons = [], photos = 0 } = {}) {
  const { title, rest } = summaryOf(entry.kind, entry.fields, lists);
  const reason = [...NEEDS_CORRECTION, "void"].includes(entry.status) ? reasonOf(entry) : "";
  const status = missedClosing(entry, lists) ? "void" : entry.status;
  return element(
    "li",
    { "data-entry": entry.id, "data-status": status, "data-kind": entry.kind },
    element(
      "p",
      { class: "about" },
      element("span", {}, data.kinds[entry.kind].name, " · ", formatDay(entry.happened_on)),
      element("span", { class: `status ${status}` }, statusOf({ ...entry, status })),
    ),
    element("strong", {}, title),
    rest ? element("p", {}, rest) : null,
    photos ? element("p", {}, message("photos_waiting", { number: formatNumber(photos) })) : null,
    reason ? element("p", { class: "reason" }, reason) : null,
    status !== entry.status ? element("p", {}, message("conflict.month_closed")) : null,
    entry.isReplaced ? element("p", {}, message("logged_anew")) : null,
    buttons.length ? element("div", { class: "actions" }, ...buttons) : null,
  );
}

/** @param {Pick<OwnEntry, "status" | "fields">} entry */
function statusOf({ status, fields }) {
  return message(`status.${status === WAITING && fields.withdrawn ? "withdrawing" : status}`);
}
