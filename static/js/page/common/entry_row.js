// Own entries as rows of a list, each with its status and the reason why it was returned or refused.
import { PARKED, REFUSED, WAITING } from "../../outbox/states.js";
import { formatDay } from "./calendar.js";
import { element } from "./elements.js";
import { summaryOf } from "./entry_summary.js";
import { data, formatNumber, message } from "./messages.js";
import { missedClosing, NEEDS_CORRECTION } from "./own_entries.js";
import { stateLine } from "./state_text.js";

/** @import { Errors, Lists, OwnEntry } from "../types.js" */

/**
 * Returns the reason why an entry was returned or refused, as text.
 * @param {Pick<OwnEntry, "kind" | "state" | "outcome" | "code" | "errors" | "reason" | "comment">} entry
 */
export function reasonOf(entry) {
  if (entry.state === PARKED) return message("unsendable");
  if (entry.state === REFUSED) return entry.outcome === "conflict" ? conflictOf(entry) : errorsOf(entry);
  const named = labelOf(entry.kind, entry.reason ?? "") ?? data.words[`reason.${entry.reason}`] ?? entry.reason;
  return [named, entry.comment].filter(Boolean).join(": ");
}

/**
 * Returns the reason why the ward could not store a change, as text.
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
 * Makes the row of an entry with its status, the reason why it was returned, and `buttons`. `photos` wait with it.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 * @param {{ buttons?: HTMLElement[], photos?: number }} [options]
 */
export function entryRow(entry, lists, { buttons = [], photos = 0 } = {}) {
  const { title, rest } = summaryOf(entry.kind, entry.fields, lists);
  const state = stateLine(entry, lists);
  const reason = [...NEEDS_CORRECTION, "void"].includes(entry.status) ? reasonOf(entry) : "";
  const status = missedClosing(entry, lists) ? "void" : entry.status;
  return element(
    "li",
    { "data-entry": entry.id, "data-status": status, "data-kind": entry.kind },
    element(
      "p",
      { class: "entry-head" },
      element("span", {}, data.kinds[entry.kind].name, " · ", formatDay(entry.happened_on)),
      element("span", { class: `status ${status}` }, statusOf({ ...entry, status })),
    ),
    element("strong", {}, title),
    rest ? element("p", {}, rest) : null,
    state ? element("p", { class: "state" }, state) : null,
    photos ? element("p", {}, message("photos_waiting", { number: formatNumber(photos) })) : null,
    reason ? element("p", { class: "reason" }, reason) : null,
    status !== entry.status ? element("p", {}, message("conflict.month_closed")) : null,
    entry.isReplaced ? element("p", {}, message("replaced")) : null,
    buttons.length ? element("div", { class: "actions" }, ...buttons) : null,
  );
}

/** @param {Pick<OwnEntry, "status" | "fields">} entry */
function statusOf({ status, fields }) {
  return message(`status.${status === WAITING && fields.withdrawn ? "withdrawing" : status}`);
}
