// For which event an entry is logged: by itself while one is on, or as its author chose it. Uses no page.
import { eventByItself, eventsOn } from "../common/event_days.js";

/** @import { EventDate, Lists } from "../types.js" */
/** @import { Present } from "../common/event_days.js" */
/** @typedef {{ user: number | undefined, day: string, event: number }} Chosen what was chosen for the last entry */

export class EventChoice {
  /**
   * @param {number | null} event that the form has already
   * @param {boolean} isFixed an entry that is corrected, or a draft, has its answer, also where it is none
   */
  constructor(event, isFixed) {
    /** @type {number | null} */
    this.event = event;
    this.isByItself = !isFixed;
  }

  /**
   * Goes on to a day, which may have another event than the one before. Returns the date that the entry was logged for by
   * itself until then and is no more, or null.
   * @param {Lists} lists
   * @param {string} day
   * @param {Present} present
   * @param {Chosen | null} chosen
   * @returns {EventDate | null}
   */
  follow(lists, day, present, chosen) {
    if (!this.isByItself) return null;
    const before = this.event;
    // What was on when the form was opened stays, however long it is filled in.
    if (eventsOn(lists, day).some(({ id }) => id === before)) return null;
    const isChosen = chosen?.user === lists.user?.id && chosen?.day === day;
    this.event = (isChosen ? chosen?.event : eventByItself(lists, day, present)?.id) ?? null;
    if (before === null || this.event !== null) return null;
    return lists.events?.find(({ id }) => id === before) ?? null;
  }

  /**
   * Takes what the author chose, which stays whatever the day is then.
   * @param {number | null} event
   */
  choose(event) {
    this.event = event;
    this.isByItself = false;
  }
}

/**
 * Tells whether an event that the phone knows is not held on a day.
 * @param {Lists} lists
 * @param {number | null} event
 * @param {string} day
 */
export function isOnOtherDay({ events = [] }, event, day) {
  const dates = events.filter(({ id }) => id === event);
  return dates.length > 0 && !dates.some(({ on, called_off }) => on === day && !called_off);
}
