// What in an entry is more often a slip than true: the ward would ask about it later. Uses no page.

/** @import { Entry } from "../../types.js" */
/** @import { WardTime } from "../../common/ward_clock.js" */

const OLD_DAYS = 300; // from which on a day is asked about
const OTHER_YEAR_DAYS = 60; // and from which on if it is of another year: work of December is written down in January
const DAY_MS = 86_400_000;

/**
 * Returns the names of the messages on what is doubtful of an entry and of those that are logged with it.
 * @param {Entry[]} entries
 * @param {string} today
 * @returns {("doubt.old_day" | "doubt.more_than_met")[]}
 */
export function doubtsOf([{ fields }, ...others], today) {
  const days = (Date.parse(today) - Date.parse(fields.happened_on)) / DAY_MS;
  const isOtherYear = fields.happened_on.slice(0, 4) !== today.slice(0, 4);
  const isOld = days >= OLD_DAYS || (isOtherYear && days > OTHER_YEAR_DAYS);
  const isMore = others.some((other) => other.fields.people > fields.people);
  return [
    ...(isOld ? /** @type {const} */ (["doubt.old_day"]) : []),
    ...(isMore ? /** @type {const} */ (["doubt.more_than_met"]) : []),
  ];
}

/**
 * Returns the name of the message on a phone's clock that is off by more than a day, or null.
 * @param {number} now
 * @param {WardTime | null} ward
 * @returns {"doubt.clock" | "doubt.clock_set_back" | null}
 */
export function clockDoubt(now, ward) {
  if (!ward || Math.abs(ward.time - now) <= DAY_MS) return null;
  return ward.isExact ? "doubt.clock" : "doubt.clock_set_back";
}
