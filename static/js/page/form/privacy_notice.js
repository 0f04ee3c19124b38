// The notice that is read out at a door: opened at one tap, with the ward's name and its number to call.

/** @import { Lists } from "../types.js" */

/**
 * Lets the button of a form open the notice.
 * @param {HTMLFormElement} form
 * @param {Lists} lists
 */
export function bindPrivacyNotice(form, { settings, user }) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("privacy-notice"));
  if (user?.ward) dialog.querySelector("[data-ward]").textContent = user.ward.name;
  const phone = settings.contact_phone;
  const call = /** @type {HTMLElement} */ (dialog.querySelector("[data-call]"));
  call.hidden = !phone;
  const link = call.querySelector("a");
  link.textContent = phone ?? "";
  link.href = `tel:${(phone ?? "").replaceAll(" ", "")}`;
  form.querySelector("[data-opens=privacy-notice]").addEventListener("click", () => dialog.showModal());
}
