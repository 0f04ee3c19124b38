// How a date of an event is put in words: its hours, and where it is.
import { findItem } from "./listed.js";
import { message } from "./messages.js";

/** @import { EventDate, Lists } from "../types.js" */

const NO_BREAK = "\u00a0"; // so that no line ends between an hour and its word

/**
 * Writes the hours of an event or a shift: 7 giờ 30 – 11 giờ.
 * @param {{ from: string, to: string }} span
 */
export const hours = ({ from, to }) => `${formatClock(from)} – ${formatClock(to)}`;

/** @param {string} clock */
function formatClock(clock) {
  const [hour, minute] = clock.split(":");
  const text = message(minute === "00" ? "clock.whole" : "clock", { hour: Number(hour), minute });
  return text.replace(/ /g, NO_BREAK);
}

/**
 * Returns where an event is: the place of the ward's list, or what its organiser wrote.
 * @param {Pick<EventDate, "place" | "venue">} event
 * @param {Lists} lists
 */
export const placeOf = ({ place, venue }, lists) => findItem(lists, "places", place)?.name ?? venue;

/**
 * Returns the title of an event, also of one that is over; of one that this phone does not know, that it is one.
 * @param {number} event
 * @param {Lists} lists
 */
export function titleOf(event, lists) {
  const known = /** @type {any} */ (findItem(lists, "events", event));
  return known?.title ?? known?.name ?? message("occasion.unknown");
}
