// Why the ward did not take an entry, in words.
import { PARKED, REFUSED } from "../../outbox/states.js";
import { data, message } from "./messages.js";

/** @import { OwnEntry } from "../types.js" */

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
