// The dates of events that a phone knows: which concern its user, which one is on, and the next duty. Uses no page.
import { today } from "./calendar.js";
import { wardTime } from "./ward_clock.js";

/** @import { EventDate, EventDuty, Lists } from "../types.js" */
/** @typedef {{ day: string, minute: number }} Present a day and the minutes since its midnight, at the ward */
/** @typedef {{ event: EventDate, duty: EventDuty }} DutyDate */

const MARGIN_MINUTES = 60; // before the start and after the end, for what is put up and taken down
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const VIETNAM_OFFSET_MINUTES = 420;

/**
 * Returns the day and the time at the ward, as far as this phone knows it.
 * @returns {Present}
 */
export function presentAtWard(time = wardTime()?.time ?? Date.now()) {
  return {
    day: today(0, time),
    minute: (Math.floor(time / MINUTE_MS) + VIETNAM_OFFSET_MINUTES) % DAY_MINUTES,
  };
}

/** Returns the minutes since midnight of HH:MM. */
const minuteOf = (/** @type {string} */ clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Tells whether somebody was asked to be there and has not said no. */
const isOnRoster = (/** @type {EventDate} */ { duties }) => duties.some(({ answer }) => answer !== "no");

/** Tells whether an event is of the user's team, of everybody, or asks the user to be on duty. */
export const isOfUser = (/** @type {EventDate} */ event) => event.is_team || isOnRoster(event);

/**
 * Returns the dates of events that are held on a day, in their order.
 * @param {Lists} lists
 * @param {string} day
 */
export const eventsOn = ({ events = [] }, day) => events.filter(({ on, called_off }) => on === day && !called_off);

/**
 * Tells whether a span of a day is on, with the time before and after it in which its work is done.
 * @param {{ from: string, to: string }} span
 * @param {number} minute
 */
const isOn = ({ from, to }, minute) =>
  minute >= minuteOf(from) - MARGIN_MINUTES && minute <= minuteOf(to) + MARGIN_MINUTES;

/**
 * Returns the event for which work of a day is logged unless its author says otherwise, or null: one that is on, and where
 * the author is on the roster. Of several it is that of a shift that is on.
 * @param {Lists} lists
 * @param {string} day
 * @param {Present} present
 */
export function eventByItself(lists, day, present) {
  if (day !== present.day) return null;
  const on = eventsOn(lists, day).filter((event) => isOnRoster(event) && isOn(event, present.minute));
  const inShift = on.find(({ duties }) => duties.some((duty) => duty.answer !== "no" && isOn(duty, present.minute)));
  return inShift ?? on[0] ?? null;
}

/**
 * Returns the duties to come of a user that they did not turn down, the next one first: up to the first that is held. One
 * of a date that was called off is said, too, so that nobody goes there.
 * @param {Lists} lists
 * @param {Present} present
 * @returns {DutyDate[]}
 */
export function dutiesToCome({ events = [] }, { day, minute }) {
  const asked = events.flatMap((event) =>
    event.duties.filter(({ answer }) => answer !== "no").map((duty) => ({ event, duty })),
  );
  const ahead = asked
    .filter(({ event: { on }, duty: { to } }) => on > day || (on === day && minuteOf(to) > minute))
    .sort((one, other) => keyOf(one).localeCompare(keyOf(other)));
  const held = ahead.findIndex(({ event }) => !event.called_off);
  return held < 0 ? ahead : ahead.slice(0, held + 1);
}

/** Returns a text by which duties are in the order of their time. */
const keyOf = (/** @type {DutyDate} */ { event, duty }) => `${event.on} ${duty.from}`;
