// Asks what becomes of what was logged with a visit that is corrected: now it says that nobody was helped.
import { entriesOf } from "../../../outbox/outbox_store.js";
import { answerTo, element } from "../../common/elements.js";
import { summaryOf } from "../../common/entry_summary.js";
import { formatNumber, message } from "../../common/messages.js";
import { ownEntries } from "../../common/own_entries.js";
import { database } from "../../common/sync.js";
import { countedWith, withdrawalOf } from "../../common/withdrawal.js";

/** @import { Answered } from "../questions.js" */
/** @import { Lists, OwnEntry } from "../../types.js" */
/** @typedef {{ open: OwnEntry[], approved: OwnEntry[] }} Counted */

/**
 * Asks where a visit met somebody before, and something was logged with it; tells whether to save. What is to be
 * withdrawn is saved with the visit.
 * @param {Answered} answered
 */
export async function confirmAbsent({ user, readings: { bootstrap: lists, mine }, id, replaces, write, further }) {
  const own = ownEntries(await entriesOf(database, user.id).catch(() => []), mine.entries);
  const before = own.find((one) => one.id === (replaces ?? id));
  if (before?.fields.met !== "met" || write()[0].fields.met === "met") return true;
  const counted = countedWith(own, before.id, lists);
  if (counted.open.length + counted.approved.length === 0) return true;
  const answer = await answerTo(fillDialog(counted, lists));
  if (answer === "withdraw") further.push(...counted.open.map(withdrawalOf));
  return answer === "withdraw" || answer === "keep";
}

/**
 * @param {Counted} counted
 * @param {Lists} lists
 */
function fillDialog({ open, approved }, lists) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("logged-with"));
  const lines = [...open, ...approved].map(({ kind, fields }) => {
    const { title, rest } = summaryOf(kind, fields, lists);
    return element("li", {}, [title, rest].filter(Boolean).join(" · "));
  });
  dialog.querySelector("ul").replaceChildren(...lines);
  dialog.querySelector("[data-approved]").textContent = approved.length ? numbered("attached_approved", approved) : "";
  const withdraw = /** @type {HTMLElement} */ (dialog.querySelector("[value=withdraw]"));
  withdraw.hidden = open.length === 0;
  withdraw.textContent = numbered("withdraw_attached", open);
  return dialog;
}

/**
 * @param {string} name
 * @param {OwnEntry[]} entries
 */
const numbered = (name, entries) => message(name, { number: formatNumber(entries.length) });
