// What a household's state leaves open. Uses no page. Unknown is never "none", and what was done is never added to it.

/** @import { HouseholdState, Choice } from "../types.js" */

/**
 * Returns those of the ward's services that not everybody from 14 on has yet, as far as somebody asked.
 * @param {HouseholdState | null} state
 * @param {Choice[]} services
 */
export function openServices(state, services) {
  return services.filter(({ code = "" }) => {
    const [owners, people] = [state?.have?.[code], state?.people_14];
    return owners != null && people != null && owners < people;
  });
}

/**
 * Tells whether something that the ward asks of each household was not asked yet: how many people there are from 14 on,
 * or of one of its services how many have it.
 * @param {HouseholdState | null} state
 * @param {Choice[]} services
 */
export function isIncomplete(state, services) {
  return state?.people_14 == null || unknownServices(state, services).length > 0;
}

/**
 * Returns those of the ward's services of which nobody asked yet how many have them.
 * @param {HouseholdState | null} state
 * @param {Choice[]} services
 */
export function unknownServices(state, services) {
  return services.filter(({ code = "" }) => state?.have?.[code] == null);
}

/**
 * Tells whether nobody has asked yet what a household has.
 * @param {HouseholdState | null} state
 */
export function isUnknown(state) {
  return !state || Object.values({ ...state, ...state.have, have: null }).every((answer) => answer == null);
}
