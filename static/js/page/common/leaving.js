// Signing out on a phone that may have work waiting: it is sent first where that is possible, and stays where it is
// not. Then the next one may sign in.
import { FormDrafts } from "../../desk/forms/form_drafts.js";
import { setBadge } from "../../outbox/badge.js";
import { isDue } from "../../outbox/count_rules.js";
import { readCounting, saveCounts } from "../../outbox/count_store.js";
import { readFact, signOut } from "../../outbox/fact_store.js";
import { entriesOf } from "../../outbox/outbox_store.js";
import { photosOf } from "../../outbox/photo_store.js";
import { flush } from "../../outbox/sender.js";
import { endSessionOf } from "../../outbox/session_end.js";
import { withTimeout } from "../../outbox/timing.js";
import { allOf, isSome, unsentWork } from "../../outbox/unsent.js";
import { today } from "./calendar.js";
import { answerTo } from "./elements.js";
import { noteLeaving } from "./leaving_note.js";
import { SIGNED_OUT } from "./signed_out.js";

/** @import { Database } from "../../outbox/database.js" */
/** @import { Unsent } from "../../outbox/types.js" */

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
  // What was counted at a desk since the last pause is sent with the rest.
  await saveCounts(database, user, { today: today() }).catch(() => {});
  const before = await unsentOf(database, user);
  if (!before || isSome(allOf(before))) await withTimeout(SEND_TIMEOUT_MS, flush(database)).catch(() => {});
  const unsent = await unsentOf(database, user);
  if ((!unsent || isSome(allOf(unsent))) && !(await mayLeave(unsent))) return;
  await signOut(database, user).catch(() => warnIfReadable(database));
  await setBadge(0);
  new FormDrafts(() => sessionStorage, String(user)).clear();
  // Without a connection it is made up for later; the page that opens then says so.
  await withTimeout(END_TIMEOUT_MS, endSessionOf(user)).catch(() => {});
  if ("BroadcastChannel" in globalThis)
    addEventListener("pagehide", () => new BroadcastChannel("tung-nha").postMessage(SIGNED_OUT));
  if (isSwitch) noteLeaving(user);
  location.assign("/login");
}

/**
 * Says so where a phone goes on showing who has left, because its store cannot be changed.
 * @param {Database} database
 */
async function warnIfReadable(database) {
  if (await readFact(database, "user").catch(() => null)) alert(document.getElementById("not-cleared").textContent);
}

/**
 * Asks about what is not sent, in the numbers of the phone's pages; null is what cannot be read.
 * @param {Unsent | null} unsent
 */
async function mayLeave(unsent) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("unsent"));
  /** @type {Record<string, number>} */
  const numbers = unsent
    ? { waiting: unsent.waiting.entries, stuck: unsent.stuck.entries, photos: allOf(unsent).photos }
    : { waiting: 0, stuck: 0, photos: 0 };
  document.getElementById("unsent-title").hidden = !unsent;
  document.getElementById("unread").hidden = Boolean(unsent);
  for (const line of dialog.querySelectorAll("[data-unsent]")) {
    const number = numbers[/** @type {HTMLElement} */ (line).dataset.unsent ?? ""];
    /** @type {HTMLElement} */ (line).hidden = number === 0;
    line.querySelector("strong").textContent = String(number);
  }
  return (await answerTo(dialog)) === "sign-out";
}

/**
 * Returns what of a user is on this phone and not with the ward; null where that cannot be read.
 * @param {Database} database
 * @param {number} user
 */
async function unsentOf(database, user) {
  try {
    const [copies, photos, { counts }] = await Promise.all([
      entriesOf(database, user),
      photosOf(database, user),
      readCounting(database, user),
    ]);
    const unsent = unsentWork(copies, photos);
    // A count that waits for an answer of the ward, or for room on the phone, is not among the entries yet.
    const due = counts.filter(isDue).length;
    return { ...unsent, waiting: { ...unsent.waiting, entries: unsent.waiting.entries + due } };
  } catch {
    return null;
  }
}
