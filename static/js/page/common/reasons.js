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
 * @returns {string}
 */
export function reasonOf(entry, lists) {
  if (entry.state === PARKED) return message("unsendable");
  if (entry.state === REFUSED) return entry.outcome === "conflict" ? conflictOf(entry, lists) : errorsOf(entry);
  const named = labelOf(entry.kind, entry.reason ?? "") ?? data.words[`reason.${entry.reason}`] ?? entry.reason;
  return [named, entry.comment].filter(Boolean).join(": ");
}

/**
 * Returns what the ward has of an entry where it has returned it, as far as this phone knows, else null.
 * @param {OwnEntry} entry
 */
export function returnedAtWard({ ward, ...entry }) {
  const found = ward ?? entry;
  return found.status === "returned" ? found : null;
}

/**
 * Returns all that a form says above its fields of the entry that it is opened for: why the ward did not take a change, and
 * why it has returned the entry. An empty text where there is nothing to say.
 * @param {OwnEntry} entry
 * @param {Lists} [lists]
 */
export function whyOf(entry, lists) {
  const refusal = entry.state === REFUSED ? reasonOf(entry, lists) : "";
  const returned = returnedAtWard(entry);
  if (!returned || (refusal && entry.outcome === "conflict")) return refusal;
  // A change that its author saved without reading the reason will come back by it.
  const reason = entry.if_submitted ? returnedText(returned) : reasonOf(returned);
  return [refusal, reason].filter(Boolean).join(" ");
}

/** @param {Answered} returned */
function returnedText(returned) {
  const reason = reasonOf(returned);
  return message("returned_meanwhile", { reason: /[.!?…]$/.test(reason) ? reason : `${reason}.` });
}

/**
 * Returns the reason why the ward could not store a change, as text.
 * @param {Pick<OwnEntry, "code" | "ward">} answer
 * @param {Lists} [lists]
 */
export function conflictOf({ code, ward }, lists) {
  if (code === "returned" && ward?.status === "returned") return returnedText(ward);
  // Answered on another phone, and decided on since.
  if (code === "returned" && ward && ["approved", "void"].includes(ward.status))
    return message(`conflict.${ward.status}`);
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
