// Signing out, and passing the phone on to somebody else.

import { Database } from "../outbox/database.js";
import { leave } from "../page/common/leaving.js";
import { rememberPerson } from "../page/common/people_here.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("sign-out"));
const { name = "", phone = "" } = form.dataset;
const id = Number(form.dataset.user);
let isLeaving = false;

rememberPerson({ id, name, phone });

// The event of submitting does not name the button before Safari 15.4.
for (const button of /** @type {Iterable<HTMLButtonElement>} */ (
  document.querySelectorAll("[form=sign-out], #sign-out button")
))
  button.addEventListener("click", (event) => {
    event.preventDefault();
    signOut(button.value === "switch");
  });
if (!globalThis.HTMLDialogElement) import("../page/common/dialogs.js");

/** @param {boolean} isSwitch */
async function signOut(isSwitch) {
  if (isLeaving) return;
  isLeaving = true;
  await leave(new Database(), id, { isSwitch }).finally(() => {
    isLeaving = false;
  });
}
