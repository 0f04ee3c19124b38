// What a form says of a day whose period is closed. Loaded when there is one.
import { lateText } from "../common/period_words.js";

/** @import { Period } from "../../outbox/periods.js" */

/**
 * Says of which period the day is, and in which one it counts.
 * @param {Period} period
 * @param {Period} counted
 */
export function showLate(period, counted) {
  document.getElementById("closed-month").textContent = lateText(period, counted);
}
