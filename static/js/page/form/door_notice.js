// The notice that is read out at a door: opened at one tap, with the ward's name and its number to call.
import { form } from "./entry_form.js";

/** @import { Lists } from "../types.js" */

/**
 * Lets the button of the form open the notice, where the form has one.
 * @param {Lists} lists
 */
export function bindDoorNotice({ settings, user }) {
  const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("door-notice"));
  if (!dialog) return;
  if (user?.ward) dialog.querySelector("[data-ward]").textContent = user.ward.name;
  const phone = settings.contact_phone;
  const call = /** @type {HTMLElement} */ (dialog.querySelector("[data-call]"));
  call.hidden = !phone;
  const link = call.querySelector("a");
  link.textContent = phone ?? "";
  link.href = `tel:${(phone ?? "").replaceAll(" ", "")}`;
  form.querySelector("[data-opens=door-notice]").addEventListener("click", () => dialog.showModal());
}
