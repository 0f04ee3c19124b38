// The state of a household (hiện trạng) as the wire takes it, and what cannot be true of one. Uses no page.

/** @import { HouseholdState } from "../types.js" */

export const COUNTS = /** @type {const} */ (["people_14", "people_18", "people_60", "smartphones"]);
export const ANSWERS = /** @type {const} */ (["internet", "shares_phone"]);
const MOST = 50; // people or things in one household
const AGES = /** @type {const} */ (["people_60", "people_18", "people_14"]); // the fewest first

/**
 * Returns `state` with only what is known, or undefined where that is nothing: unknown is never zero.
 * @param {HouseholdState} state
 * @returns {HouseholdState | undefined}
 */
export function withoutUnknown({ have = {}, ...others }) {
  const known = /** @type {HouseholdState} */ (onlyKnown(others));
  const services = onlyKnown(have);
  if (Object.keys(services).length) known.have = services;
  return Object.keys(known).length ? known : undefined;
}

/** @param {Record<string, any>} values */
function onlyKnown(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isKnown(value)));
}

const isKnown = (/** @type {any} */ value) => value !== null && value !== undefined && value !== "";

/**
 * Returns the message on what is wrong with a state, as the server checks it, or null. What is no figure is a text.
 * @param {HouseholdState | undefined} state
 * @returns {"number_range" | "state.ages" | "state.have_too_many" | null}
 */
export function stateError(state) {
  if (!state) return null;
  const have = Object.values(state.have ?? {}).filter(isNumber);
  const numbers = [...COUNTS.map((name) => state[name]), ...Object.values(state.have ?? {})].filter(isKnown);
  if (!numbers.every((value) => isNumber(value) && value >= 0 && value <= MOST)) return "number_range";
  const ages = AGES.map((name) => state[name]).filter(isNumber);
  if (ages.some((number, place) => number < (ages[place - 1] ?? 0))) return "state.ages";
  const people = state.people_14;
  return isNumber(people) && have.some((number) => number > people) ? "state.have_too_many" : null;
}

const isNumber = /** @type {(value: any) => value is number} */ (Number.isInteger);
