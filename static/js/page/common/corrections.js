// Which own entries need correcting. Uses no page.
import { missedClosing, NEEDS_CORRECTION } from "./own_entries.js";

/** @import { Lists, OwnEntry } from "../types.js" */

/**
 * Tells whether the author has to correct an entry: it came back, its period is open, and no other was logged for it.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
export function needsCorrection(entry, lists) {
  return NEEDS_CORRECTION.includes(entry.status) && !entry.isReplaced && !missedClosing(entry, lists);
}
