// What cannot be true of the state of a household, as the server checks it.

import { COUNTS, isKnown } from "../../common/household_state.js";
import { message } from "../../common/messages.js";

/** @import { HouseholdState } from "../../types.js" */

const MOST = 50; // people or things in one household
const AGES = /** @type {const} */ (["people_60", "people_18", "people_14"]); // the fewest first
const isNumber = /** @type {(value: any) => value is number} */ (Number.isInteger);

/**
 * Returns what is wrong with a state, or an empty text. What is no figure is a text.
 * @param {HouseholdState} state
 * @param {(value: any, least: number, most: number) => string} numberError
 */
export function stateError(state, numberError) {
  const have = Object.values(state.have ?? {});
  const numbers = [...COUNTS.map((name) => state[name]), ...have].filter(isKnown);
  const wrong = numbers.find((value) => numberError(value, 0, MOST));
  if (wrong !== undefined)
    return isNumber(wrong) ? message("wrong.state_number", { most: MOST }) : numberError(wrong, 0, MOST);
  const ages = AGES.map((name) => state[name]).filter(isNumber);
  if (ages.some((number, place) => number < (ages[place - 1] ?? 0))) return message("wrong.ages");
  const people = state.people_14;
  return isNumber(people) && have.some((number) => isNumber(number) && number > people)
    ? message("wrong.have_too_many")
    : "";
}
