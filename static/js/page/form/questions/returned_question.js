// Shows a reason that came while a form was open, before what was written in it is saved.
import { returnedAtWard } from "../../common/reasons.js";
import { readReturns } from "../entry_form.js";
import { showReturnedMeanwhile } from "../return_reason.js";

/** @import { Answered } from "../questions.js" */

/**
 * Tells whether to save: not yet where the ward has returned the entry since it was opened, as this phone knows by now.
 * @param {Answered} answered
 */
export async function confirmReturned({ readings: { mine }, edited }) {
  const ward = mine.entries.find(({ id }) => id === edited?.id);
  if (!ward || !returnedAtWard(ward) || readReturns.has(ward.id)) return true;
  showReturnedMeanwhile(ward);
  return false;
}
