// Signing out on a phone that may have work waiting: it is sent first where that is possible, and stays where it is
// not. Then the next one may sign in.
import { FormDrafts } from "../../desk/forms/form_drafts.js";
import { signOut } from "../../outbox/fact_store.js";
import { entriesOf } from "../../outbox/outbox_store.js";
import { photosOf } from "../../outbox/photo_store.js";
import { flush } from "../../outbox/sender.js";
import { endSessionOf } from "../../outbox/session_end.js";
import { UNSAVED } from "../../outbox/states.js";
import { withTimeout } from "../../outbox/timing.js";
import { answerTo } from "./elements.js";
import { noteLeaving } from "./leaving_note.js";
import { SIGNED_OUT } from "./signed_out.js";

/** @import { Database } from "../../outbox/database.js" */

const SEND_TIMEOUT_MS = 8_000; // whoever signs out may pass the phone on
const END_TIMEOUT_MS = 8_000;

/**
 * Signs `user` out and opens the page of signing in, unless they stay when asked about what is not sent. With
 * `isSwitch` that page offers the number of the next one.
 * @param {Database} database
 * @param {number} user
 * @param {{ isSwitch?: boolean }} [options]
 */
export async function leave(database, user, { isSwitch = false } = {}) {
  if (await numberWaiting(database, user)) await withTimeout(SEND_TIMEOUT_MS, flush(database)).catch(() => {});
  const number = await numberWaiting(database, user);
  if (number && !(await mayLeave(number))) return;
  await signOut(database, user).catch(() => {});
  new FormDrafts(() => sessionStorage, String(user)).clear();
  // Without a connection it is made up for later; the page that opens then says so.
  await withTimeout(END_TIMEOUT_MS, endSessionOf(user)).catch(() => {});
  if ("BroadcastChannel" in globalThis)
    addEventListener("pagehide", () => new BroadcastChannel("tung-nha").postMessage(SIGNED_OUT));
  if (isSwitch) noteLeaving(user);
  location.assign("/login");
}

/**
 * Asks about what is not sent.
 * @param {number} number
 */
async function mayLeave(number) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("unsent"));
  dialog.querySelector("[data-number]").textContent = String(number);
  return (await answerTo(dialog)) === "sign-out";
}

/**
 * Returns how many entries and photos of a user are on this phone and not with the ward.
 * @param {Database} database
 * @param {number} user
 */
async function numberWaiting(database, user) {
  const [entries, photos] = await Promise.all([
    entriesOf(database, user).catch(() => []),
    photosOf(database, user).catch(() => []),
  ]);
  return entries.length + photos.filter(({ state }) => state !== UNSAVED).length;
}
