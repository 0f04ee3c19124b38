// The state of a household (hiện trạng) as the wire takes it. Uses no page.

/** @import { HouseholdState } from "../types.js" */

export const COUNTS = /** @type {const} */ (["people_14", "people_18", "people_60", "smartphones"]);
export const ANSWERS = /** @type {const} */ (["internet", "shares_phone"]);

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

/** @param {any} value */
export const isKnown = (value) => value !== null && value !== undefined && value !== "";
