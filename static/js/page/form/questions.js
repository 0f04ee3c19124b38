// The questions before a form is saved, one after the other.
import { confirmHousehold } from "./questions/household_question.js";
import { confirmRepeat } from "./questions/repeat_question.js";

/** @import { Readings } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */

/**
 * A form whose answers are complete. `id` is that of its entry, `replaces` that of the entry which it replaces, and
 * `isFirst` tells that the entry was never saved: neither is it corrected, nor was it refused.
 * @typedef {{ user: User, readings: Readings, id: string, replaces: string | null, isFirst: boolean }} Answered
 */

/**
 * What a form asks. Each asks where it has a reason, may change the answers, and tells whether to save.
 * @type {((answered: Answered) => Promise<boolean>)[]}
 */
const QUESTIONS = [confirmHousehold, confirmRepeat];

/**
 * Asks what has to be asked; tells whether to save.
 * @param {Answered} answered
 */
export async function askAll(answered) {
  for (const ask of QUESTIONS) if (!(await ask(answered).catch(saveAllTheSame))) return false;
  return true;
}

/**
 * A question that cannot be asked does not keep anybody from saving: the ward asks later.
 * @param {unknown} error
 */
function saveAllTheSame(error) {
  console.error(error);
  return true;
}
