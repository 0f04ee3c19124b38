// Asks before the same merchant or the same session is logged twice on a day.
import { entriesOf } from "../../../outbox/outbox_store.js";
import { answerTo } from "../../common/elements.js";
import { summaryOf } from "../../common/entry_summary.js";
import { message } from "../../common/messages.js";
import { ownEntries } from "../../common/own_entries.js";
import { database } from "../../common/sync.js";
import { form, writtenValues } from "../entry_form.js";
import { sameOfDay } from "./same_day.js";

/** @import { Answered } from "../questions.js" */

/**
 * Asks where the author has logged the same on this day already; tells whether to save all the same.
 * @param {Answered} answered
 */
export async function confirmSameDay({ user, readings: { bootstrap: lists, mine }, id, replaces, isFirst }) {
  if (!isFirst) return true;
  const { kind } = form.dataset;
  const copies = await entriesOf(database, user.id).catch(() => []);
  const others = ownEntries(copies, mine.entries).filter((one) => one.id !== id && one.id !== replaces);
  const same = sameOfDay(kind, writtenValues({}), others);
  if (!same) return true;
  const { title, rest } = summaryOf(kind, same.fields, lists);
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("repeat"));
  dialog.querySelector("h2").textContent = message(`same_again.${kind}`);
  dialog.querySelector("[data-summary]").textContent = message("logged_on_day", {
    entry: [title, rest].filter(Boolean).join(" · "),
  });
  return (await answerTo(dialog)) === "save";
}
