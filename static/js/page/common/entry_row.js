// Own entries as rows of a list, each with its status and the reason why it was returned or refused.
import { WAITING } from "../../outbox/states.js";
import { formatDay } from "./calendar.js";
import { element } from "./elements.js";
import { summaryOf } from "./entry_summary.js";
import { data, formatNumber, message } from "./messages.js";
import { laterPeriod, missedClosing, NEEDS_CORRECTION, periodOfEntry } from "./own_entries.js";
import { closedText, periodName } from "./period_words.js";
import { reasonOf } from "./reasons.js";
import { stateLine } from "./state_text.js";

/** @import { Lists, OwnEntry } from "../types.js" */

/**
 * Makes the row of an entry with its status, the reason why it was returned, and `buttons`. `photos` wait with it.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 * @param {{ buttons?: HTMLElement[], photos?: number }} [options]
 */
export function entryRow(entry, lists, { buttons = [], photos = 0 } = {}) {
  const { title, rest } = summaryOf(entry.kind, entry.fields, lists);
  const state = stateLine(entry, lists);
  const reason = [...NEEDS_CORRECTION, "void"].includes(entry.status) ? reasonOf(entry, lists) : "";
  const status = missedClosing(entry, lists) ? "void" : entry.status;
  const later = status === "void" ? null : laterPeriod(entry, lists);
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
    later ? element("p", {}, message("counts_in", { period: periodName(later) })) : null,
    photos ? element("p", {}, message(photosMessage(entry), { number: formatNumber(photos) })) : null,
    reason ? element("p", { class: "reason" }, reason) : null,
    status !== entry.status ? element("p", {}, closedText(periodOfEntry(entry, lists))) : null,
    entry.isReplaced ? element("p", {}, message("replaced")) : null,
    buttons.length ? element("div", { class: "actions" }, ...buttons) : null,
  );
}

/** @param {Pick<OwnEntry, "state">} entry */
const photosMessage = ({ state }) => (state && state !== WAITING ? "photos_held" : "photos_waiting");

/** @param {Pick<OwnEntry, "status" | "fields">} entry */
function statusOf({ status, fields }) {
  return message(`status.${status === WAITING && fields.withdrawn ? "withdrawing" : status}`);
}
