// The result of saving a form: the state of its entries, or their errors.
import { findEntry } from "../../outbox/outbox_store.js";
import { PARKED, REFUSED, WAITING } from "../../outbox/states.js";
import { linkButton, scrollToMessage, showMessage } from "../common/elements.js";
import { message } from "../common/messages.js";
import { conflictOf } from "../common/reasons.js";
import { warnOfClearing } from "../common/storage_advice.js";
import { database, sync } from "../common/sync.js";
import { attached, form } from "./entry_form.js";
import { listErrors } from "./error_list.js";
import { markErrors } from "./errors.js";
import { closeReceipt, outboxState, setReceipt } from "./receipt.js";
import { showConflict } from "./return_reason.js";

/** @import { Copy, Errors } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */
/** @typedef {{ id: string, outcome?: string, code?: string, errors?: Errors }} Refusal */

/**
 * Shows the state of the saved entries. Those that were refused open the form again.
 * @param {User} user
 * @param {Copy[]} saved
 * @param {(refusals: Refusal[]) => void} reopenForm
 */
export async function showOutboxState(user, saved, reopenForm) {
  const copies = await Promise.all(saved.map(({ id }) => findEntry(database, id)));
  const state = outboxState(copies);
  warnOfClearing(user, document.getElementById("receipt"), state === WAITING || state === PARKED);
  if (state !== REFUSED) {
    setReceipt(state === PARKED ? WAITING : state, ...pendingReasons(state));
    return;
  }
  if (form.hidden) reopenForm(/** @type {Copy[]} */ (copies.filter((copy) => copy?.state === REFUSED)));
}

/** @param {string} state */
function pendingReasons(state) {
  if (state === PARKED) return [message("unsendable")];
  if (sync.lastError === "signed_out") return [message("error.signed_out"), linkButton(message("sign_in"), "/login")];
  return [message(sync.lastError === "forbidden" ? "error.forbidden" : "saved_hint")];
}

/**
 * Opens the form again and shows its errors; `id` is that of its main entry.
 * @param {Refusal[]} refusals
 * @param {string} id
 */
export function showRefusals(refusals, id) {
  closeReceipt();
  form.hidden = false;
  const conflict = refusals.find(({ outcome }) => outcome === "conflict");
  if (conflict?.code === "returned" && conflict.id === id) showConflict(id);
  else if (conflict)
    scrollToMessage(showMessage(conflictOf(conflict), "bad", linkButton(message("back_to_list"), "/log/mine")));
  else if (!refusals.some((one) => one.id === id)) scrollToMessage(showMessage(message("attached_refused"), "bad"));
  for (const { id: failed, errors } of refusals) {
    if (failed === id) markErrors(errors);
    else attached?.markErrors(failed, errors ?? {});
  }
  listErrors();
}
