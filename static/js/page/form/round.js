// A round from door to door: what is known of a household, and what is carried on to it. A form can be filled in without
// that, so its code is loaded beside it; it is on the phone already.
import { fieldOf, fields, form } from "./entry_form.js";
import { readField, writeField } from "./fields.js";
import { readFigure } from "./figures.js";
import { untilLoaded } from "./load_code.js";

/** @import { Lists, OwnEntry } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */

/** @type {Promise<typeof import("./visit_parts.js")> | undefined} */
let loading;

/** Returns what only a visit needs. */
export function visitParts() {
  loading ??= untilLoaded(() => import("./visit_parts.js"));
  return loading;
}

/**
 * Opens what is beside the form of a visit, as soon as its code is there; nobody waits for it: the state of the household, what goes on from the
 * last one, and the notice. Until then the form does not show them. `own` are own entries, the newest first; a form
 * that `isWritten` has its answers already.
 * @param {User} user
 * @param {OwnEntry[]} own
 * @param {Lists} lists
 * @param {{ isCorrection: boolean, carriedTo: string | null, isWritten: () => boolean }} opened
 */
export function openRound(user, own, lists, opened) {
  openParts(user, own, lists, opened);
}

/** @type {(...opened: Parameters<typeof openRound>) => Promise<void>} */
async function openParts(user, own, lists, { isCorrection, carriedTo, isWritten }) {
  const field = fields.get("state");
  if (!field) return;
  const code = await visitParts();
  field.state = new code.StateField(field, lists, readFigure);
  // A draft or a correction has brought it before.
  field.state.value = field.written;
  if (isCorrection) field.state.stopSuggesting();
  code.bindPrivacyNotice(form, lists);
  for (const part of form.querySelectorAll("[data-needs-code]")) delete part.dataset.needsCode;
  if (carriedTo) code.restoreCarried(user.id, carriedTo, isWritten(), { fieldOf, readField, writeField });
  await code.followHousehold(user, own, lists, isCorrection, { form, fieldOf, readField });
  form.dispatchEvent(new Event("change"));
}
