// What the status bar says besides its numbers: how long something has waited, why it is not sent, and what others have on
// this phone. Loaded where there is something to say.
import { deleteFact, readFact } from "../../outbox/fact_store.js";
import { readHanded } from "../../outbox/handed.js";
import { droppedFact } from "../../outbox/photo_store.js";
import { PARKED } from "../../outbox/states.js";
import { allOf, isSome } from "../../outbox/unsent.js";
import { unsentOfOthers } from "../../outbox/unsent_of_others.js";
import { formatMoment } from "./calendar.js";
import { actionButton } from "./elements.js";
import { formatNumber, message } from "./messages.js";
import { broadcastChange, database, sync } from "./sync.js";
import { amountText } from "./unsent_counts.js";

/** @import { User } from "../../outbox/types.js" */
/** @import { Counts } from "./unsent_counts.js" */

const STALE_WARNING_DAYS = 3;
/** Reasons for which sending again by itself may not help soon. */
const LASTING_ERRORS = ["signed_out", "forbidden", "unavailable"];
let hasAsked = false;

document.getElementById("status-bar").addEventListener("click", ({ target }) => {
  hasAsked ||= Boolean(/** @type {Element} */ (target).closest("[data-send]"));
});

/**
 * Returns the lines and buttons that follow the numbers; `days` is how long the oldest has waited.
 * @param {User} user
 * @param {Counts} counts
 * @param {number} days
 * @returns {Promise<{ lines: string[], actions: HTMLElement[] }>}
 */
export async function statusDetails(user, counts, days) {
  const { id } = user;
  const { waiting } = counts.unsent;
  const [handed, others, sent, dropped] = await Promise.all([
    readHanded(database, id, counts.copies, counts.photos),
    unsentOfOthers(database, id).catch(() => []),
    readFact(database, `sent ${id}`).catch(() => undefined),
    readFact(database, droppedFact(id)).catch(() => undefined),
  ]);
  const lines = [];
  // Whether a download became a file nobody knows, so only what was shared needs no more warning.
  const isShared = handed?.isShared;
  if (days >= 1 && !isShared)
    lines.push(
      message(days >= STALE_WARNING_DAYS ? "waiting_too_long" : "waiting_for_days", { number: formatNumber(days) }),
    );
  if (isSome(waiting) || sync.lastError === "signed_out") lines.push(...errorMessages(waiting.entries));
  if (handed)
    lines.push(
      message(handed.isShared ? "handed.shared" : "handed.saved", {
        number: amountText(handed),
        moment: formatMoment(handed.at),
      }),
    );
  if (dropped) lines.push(message("photos_dropped", { number: formatNumber(dropped) }));
  for (const other of others)
    lines.push(
      message("others_waiting", { number: amountText(other), name: other.author || message("somebody_else") }),
    );
  if (sent && (waiting.entries || location.pathname === "/log/mine"))
    lines.push(message("last_sent", { moment: formatMoment(sent) }));
  const actions = dropped ? [actionButton(message("understood"), () => forgetDropped(id))] : [];
  if (!isShared && mayHandOver(counts, days))
    actions.push(actionButton(message("hand_over"), () => handOver(user), { "data-hand-over": true }));
  return { lines, actions };
}

/**
 * Tells whether it is time to offer the file: what waits has waited for a day, or could not be sent when its author asked,
 * or needs more than a connection.
 * @param {Counts} counts
 * @param {number} days
 */
function mayHandOver({ copies, unsent }, days) {
  if (copies.some(({ state }) => state === PARKED)) return true;
  const { lastError } = sync;
  const isHopeless = LASTING_ERRORS.includes(lastError ?? "") || (lastError && hasAsked);
  return isSome(allOf(unsent)) && (days >= 1 || Boolean(isHopeless));
}

/**
 * Opens the sheet from which the file is given to the ward.
 * @param {User} user
 */
export async function handOver(user) {
  const { openHandOver } = await import("./hand_over.js");
  return openHandOver(user);
}

/** @param {number} number */
function errorMessages(number) {
  if (!sync.lastError) return [];
  if (sync.lastError === "signed_out" && number) return [message("sign_in_to_send", { number })];
  return [message(`error.${sync.lastError}`)];
}

/**
 * The author has read that photos were deleted.
 * @param {number} user
 */
async function forgetDropped(user) {
  await deleteFact(database, droppedFact(user)).catch(() => {});
  await broadcastChange();
}
