// What the phone knows of a household: from the ward's list of the team's areas, and from own entries. Uses no page.
import { withoutUnknown } from "../common/household_state.js";
import { countedEntries } from "../common/own_entries.js";

/** @import { HouseholdState, OwnEntry } from "../types.js" */
/** @typedef {{ id: string, called?: string | null, last?: { on: string, met: string } | null, met_on?: string | null,
 *   state?: HouseholdState | null, state_on?: string | null }} KnownHousehold */

/**
 * Returns the newest state of a household with its day, or null where nobody has asked yet. `listed` is the household
 * in the ward's list, `own` are own entries, the newest first; those that wait on this phone are newer than the list.
 * @param {string} id
 * @param {KnownHousehold | undefined} listed
 * @param {OwnEntry[]} own
 * @returns {{ on: string, state: HouseholdState } | null}
 */
export function newestState(id, listed, own) {
  const written = countedEntries(own).find(
    (entry) => entry.fields.household?.id === id && withoutUnknown(entry.fields.state ?? {}),
  );
  const newest = written && { on: written.happened_on, state: written.fields.state };
  const on = listed?.state_on ?? listed?.last?.on ?? "";
  if (!listed?.state || !withoutUnknown(listed.state) || (newest && newest.on >= on)) return newest ?? null;
  return { on, state: listed.state };
}

/**
 * Returns the day on which somebody of a household was last met; undefined where the phone knows of no such day. `day` is
 * that of the last visit, which counts unless the phone knows that nobody was at home then.
 * @param {string} id
 * @param {string} day
 * @param {OwnEntry[]} own
 * @param {KnownHousehold | undefined} listed
 * @returns {string | undefined}
 */
export function lastMet(id, day, own, listed) {
  const visits = countedEntries(own)
    .filter((entry) => entry.fields.household?.id === id)
    .map(({ happened_on, fields }) => ({ on: happened_on, met: fields.met }));
  if (listed?.last) visits.push(listed.last);
  const days = visits.filter(({ met }) => met !== "absent").map(({ on }) => on);
  if (listed?.met_on) days.push(listed.met_on);
  const isAbsence = visits.some(({ on, met }) => on === day && met === "absent") && !days.includes(day);
  return isAbsence ? days.sort().pop() : day;
}
