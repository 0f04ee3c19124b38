// What the status bar says besides its numbers: how long something has waited, why it is not sent, and what others have on
// this phone. Loaded where there is something to say.
import { deleteFact, readFact } from "../../outbox/fact_store.js";
import { droppedFact } from "../../outbox/photo_store.js";
import { isSome } from "../../outbox/unsent.js";
import { unsentOfOthers } from "../../outbox/unsent_of_others.js";
import { formatMoment } from "./calendar.js";
import { actionButton } from "./elements.js";
import { formatNumber, message } from "./messages.js";
import { broadcastChange, database, sync } from "./sync.js";
import { amountText } from "./unsent_counts.js";

/** @import { User } from "../../outbox/types.js" */
/** @import { Counts } from "./unsent_counts.js" */

const STALE_WARNING_DAYS = 3;

/**
 * Returns the lines and buttons that follow the numbers; `days` is how long the oldest has waited.
 * @param {User} user
 * @param {Counts} counts
 * @param {number} days
 * @returns {Promise<{ lines: string[], actions: HTMLElement[] }>}
 */
export async function statusDetails({ id }, { unsent: { waiting } }, days) {
  const [others, sent, dropped] = await Promise.all([
    unsentOfOthers(database, id).catch(() => []),
    readFact(database, `sent ${id}`).catch(() => undefined),
    readFact(database, droppedFact(id)).catch(() => undefined),
  ]);
  const lines = [];
  if (days >= 1)
    lines.push(
      message(days >= STALE_WARNING_DAYS ? "waiting_too_long" : "waiting_for_days", { number: formatNumber(days) }),
    );
  if (isSome(waiting) || sync.lastError === "signed_out") lines.push(...errorMessages(waiting.entries));
  if (dropped) lines.push(message("photos_dropped", { number: formatNumber(dropped) }));
  for (const other of others)
    lines.push(
      message("others_waiting", { number: amountText(other), name: other.author || message("somebody_else") }),
    );
  if (sent && (waiting.entries || location.pathname === "/log/mine"))
    lines.push(message("last_sent", { moment: formatMoment(sent) }));
  return { lines, actions: dropped ? [actionButton(message("understood"), () => forgetDropped(id))] : [] };
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
