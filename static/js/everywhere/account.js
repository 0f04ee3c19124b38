// Signing out on a phone that may have work waiting: it is sent first where that is possible, and stays where it is
// not.

import { Database } from "../outbox/database.js";
import { signOut } from "../outbox/fact_store.js";
import { entriesOf } from "../outbox/outbox_store.js";
import { flush } from "../outbox/sender.js";
import { withTimeout } from "../outbox/timing.js";
import { answerTo } from "../page/common/elements.js";
import { SIGNED_OUT } from "../page/common/signed_out.js";

const SEND_TIMEOUT_MS = 8_000; // whoever signs out may pass the phone on
const database = new Database();
const form = /** @type {HTMLFormElement} */ (document.getElementById("sign-out"));
const button = form.querySelector("button");
const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("unsent"));
const user = Number(form.dataset.user);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  try {
    if (await hasWaiting()) await withTimeout(SEND_TIMEOUT_MS, flush(database)).catch(() => {});
    if ((await hasWaiting()) && (await answerTo(dialog)) !== "sign-out") return;
    await signOut(database, user).catch(() => {});
    // Only then does the server know of it.
    if ("BroadcastChannel" in globalThis)
      addEventListener("pagehide", () => new BroadcastChannel("tung-nha").postMessage(SIGNED_OUT));
    form.submit();
  } finally {
    button.disabled = false;
  }
});

async function hasWaiting() {
  const number = (await entriesOf(database, user).catch(() => [])).length;
  dialog.querySelector("[data-number]").textContent = String(number);
  return number > 0;
}
