// The receipt after saving: saved on this phone, and then received by the ward, which are never confused.
import { countedIn, periodOf } from "../../outbox/periods.js";
import { PARKED, REFUSED, WAITING } from "../../outbox/states.js";
import { formatDay } from "../common/calendar.js";
import { element, focusAtHead } from "../common/elements.js";
import { summaryOf } from "../common/entry_summary.js";
import { data, message } from "../common/messages.js";
import { lateText } from "../common/period_words.js";
import { stateLine } from "../common/state_text.js";

/** @import { Copy, Entry, Lists } from "../types.js" */

const section = document.getElementById("receipt");

/**
 * Shows that `entries` were saved, in a state that `setReceipt` sets, and moves the focus there. Asks the
 * browser to keep what it stores.
 * @param {Entry[]} entries
 * @param {Lists} lists
 * @param {boolean} isEdit
 */
export function openReceipt(entries, lists, isEdit) {
  section.querySelector("ul").replaceChildren(...entries.map((one) => receiptLine(one, lists)));
  section.dataset.edit = String(isEdit);
  section.hidden = false;
  focusAtHead(section);
  navigator.storage?.persist?.().catch(() => {});
}

/**
 * @param {Entry} one
 * @param {Lists} lists
 */
function receiptLine(one, lists) {
  const { title, rest } = summaryOf(one.kind, one.fields, lists);
  const { happened_on, count_in, withdrawn } = one.fields;
  const parts = [data.kinds[one.kind].name, title, rest, formatDay(happened_on), withdrawn && message("is_withdrawn")];
  const text = parts.filter(Boolean).join(" · ");
  const [period, counted] = [periodOf(happened_on, lists), countedIn(happened_on, count_in, lists)];
  const lines = [stateLine(one, lists), counted.month > period.month ? lateText(period, counted) : ""].filter(Boolean);
  return element(
    "li",
    { "data-entry": one.id },
    text,
    ...lines.map((line) => element("div", { class: "state" }, line)),
  );
}

/**
 * Shows the state of what was saved: saving, waiting or stored. `why` are the error and what helps.
 * @param {string} state
 * @param {(Node | string)[]} why
 */
export function setReceipt(state, ...why) {
  const isAtWard = state === "stored";
  section.dataset.receipt = state;
  section.querySelector(".notice").className = `notice ${isAtWard ? "good" : "warning"}`;
  const title = isAtWard ? (section.dataset.edit === "true" ? "corrected" : "received") : "saved";
  section.querySelector("h2 span").textContent = message(title);
  section.querySelector("[data-reason]").replaceChildren(...(isAtWard ? [] : why));
}

export function closeReceipt() {
  section.hidden = true;
  delete section.dataset.receipt;
}

/**
 * Returns the state of saved entries by their copies on this phone.
 * @param {(Copy | undefined)[]} copies
 */
export function outboxState(copies) {
  return [REFUSED, PARKED, WAITING].find((state) => copies.some((copy) => copy?.state === state)) ?? "stored";
}
