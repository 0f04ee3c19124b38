// Signing out, and passing the phone on to somebody else.

import { Database } from "../outbox/database.js";
import { leave } from "../page/common/leaving.js";
import { rememberPerson } from "../page/common/people_here.js";

const form = /** @type {HTMLFormElement} */ (document.getElementById("sign-out"));
const { name = "", phone = "" } = form.dataset;
const id = Number(form.dataset.user);
let isLeaving = false;

rememberPerson({ id, name, phone });

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const submitter = /** @type {HTMLButtonElement | null} */ (/** @type {SubmitEvent} */ (event).submitter);
  signOut(submitter?.value === "switch");
});

/** @param {boolean} isSwitch */
async function signOut(isSwitch) {
  if (isLeaving) return;
  isLeaving = true;
  await leave(new Database(), id, { isSwitch }).finally(() => {
    isLeaving = false;
  });
}
