// The questions before a form is saved, one after the other.
import { confirmAbsent } from "./questions/absent_question.js";
import { confirmDoubts } from "./questions/doubt_question.js";
import { confirmHousehold } from "./questions/household_question.js";
import { confirmRepeat } from "./questions/repeat_question.js";
import { confirmReturned } from "./questions/returned_question.js";
import { confirmSameDay } from "./questions/same_day_question.js";
import { confirmUnchanged } from "./questions/unchanged_question.js";

globalThis.HTMLDialogElement ?? import("../common/dialogs.js");

/** @import { Entry, Fields, OwnEntry, Readings } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */

/**
 * A form whose answers are complete. `id` is that of its entry, `replaces` that of the entry which it replaces, and
 * `isFirst` tells that the entry was never saved: neither is it corrected, nor was it refused. `edited` is the entry that
 * is corrected, and `originalFields` what it said. `write` returns the entries that the form makes as it stands, and
 * `further` has those that answers add to them.
 * @typedef {{ user: User, readings: Readings, id: string, replaces: string | null, isFirst: boolean,
 *   edited: OwnEntry | null, originalFields: Fields, write: () => Entry[], further: Entry[] }} Answered
 */

/**
 * What a form asks. Each asks where it has a reason, may change the answers, and tells whether to save.
 * @type {((answered: Answered) => Promise<boolean>)[]}
 */
const QUESTIONS = [
  confirmReturned,
  confirmHousehold,
  confirmRepeat,
  confirmSameDay,
  confirmAbsent,
  confirmUnchanged,
  confirmDoubts,
];

/**
 * Asks what has to be asked; returns the entries that the answers add, or null when nothing is to be saved yet.
 * @param {Omit<Answered, "further">} form
 */
export async function askAll(form) {
  /** @type {Answered} */
  const answered = { ...form, further: [] };
  for (const ask of QUESTIONS) if (!(await ask(answered).catch(saveAllTheSame))) return null;
  return answered.further;
}

/**
 * A question that cannot be asked does not keep anybody from saving: the ward asks later.
 * @param {unknown} error
 */
function saveAllTheSame(error) {
  console.warn(error);
  return true;
}
