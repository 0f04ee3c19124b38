// Why the ward did not take an entry, in words.
import { PARKED, REFUSED } from "../../outbox/states.js";
import { data, message } from "./messages.js";
import { periodOfEntry } from "./own_entries.js";
import { closedText } from "./period_words.js";

/** @import { Lists, OwnEntry } from "../types.js" */
/** @typedef {Pick<OwnEntry, "kind" | "state" | "outcome" | "code" | "errors" | "reason" | "comment" | "ward">} Answered */

/**
 * Returns the reason why an entry was returned or refused, as text; with `lists` it names the period that is closed.
 * @param {Answered} entry
 * @param {Lists} [lists]
 */
export function reasonOf(entry, lists) {
  if (entry.state === PARKED) return message("unsendable");
  if (entry.state === REFUSED) return entry.outcome === "conflict" ? conflictOf(entry, lists) : errorsOf(entry);
  const named = labelOf(entry.kind, entry.reason ?? "") ?? data.words[`reason.${entry.reason}`] ?? entry.reason;
  return [named, entry.comment].filter(Boolean).join(": ");
}

/**
 * Returns the reason why the ward could not store a change, as text.
 * @param {Pick<OwnEntry, "code" | "ward">} answer
 * @param {Lists} [lists]
 */
export function conflictOf({ code, ward }, lists) {
  if (code === "month_closed" && ward && lists) return closedText(periodOfEntry(ward, lists));
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
