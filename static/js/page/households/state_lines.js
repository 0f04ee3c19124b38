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
 * Tells whether nobody has asked yet what a household has.
 * @param {HouseholdState | null} state
 */
export function isUnknown(state) {
  return !state || Object.values({ ...state, ...state.have, have: null }).every((answer) => answer == null);
}
