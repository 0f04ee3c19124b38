// A form that is opened for one household or merchant: /log/visit?household=<id>, /log/merchant?merchant=<id>.
//
// It goes on with the draft that was begun for that household. Any other draft stays as it is, and the form offers to
// finish it first: /log/visit?draft=<id>. So nothing that was written is lost, and nothing is put into another entry.
import { findDraft } from "./drafts.js";
import { fields, form } from "./entry_form.js";
import { focusTarget } from "./fields.js";

/** @import { Lists } from "../types.js" */
/** @import { Draft, User } from "../../outbox/types.js" */

const query = new URLSearchParams(location.search);
const { kind } = form.dataset;
const order = [...fields.values()];
const place = order.findIndex((field) => field.querySelector("[data-search]"));
const name = order[place]?.dataset.field;
let isAnswered = false;

/** The id of the household or merchant that is asked for, or null. */
export const askedId = name ? query.get(name) : null;

/**
 * Returns the unfinished new entry that this form goes on with, or null.
 * @param {User} user
 */
export function findNewDraft(user) {
  const draftId = query.get("draft");
  // A draft that names another household by now is about that one.
  const isAbout = (/** @type {Draft} */ { asked, values }) => (values[name]?.id ?? asked) === askedId;
  return findDraft(user, (one) => isNew(one) && (draftId ? one.id === draftId : !askedId || isAbout(one)));
}

/** @param {Draft} draft */
const isNew = (draft) => draft.kind === kind && !draft.isEdit && !draft.replaces;

/**
 * Offers to finish another entry first, where a form is opened for a household and another one was begun.
 * @param {User} user
 * @param {Lists} lists
 */
export async function offerOtherDraft(user, lists) {
  const other = askedId && (await findDraft(user, isNew));
  if (other) (await import("./other_draft.js")).showOtherDraft(other, lists);
}

/**
 * Chooses the household that is asked for, and leads on to the next field. One that is not in the list on the phone may
 * be in that of the ward, so only its fresh list is believed.
 * @param {boolean} isFresh
 */
export function openAsked(isFresh) {
  const { picker } = order[place] ?? {};
  if (!askedId || isAnswered || !picker || !(isFresh || picker.list.find(askedId))) return;
  isAnswered = true;
  // What goes on from the last household stands above, and stays in sight.
  if (picker.openWith(askedId) && document.activeElement === document.body)
    focusTarget(order[place + 1]).focus({ preventScroll: query.has("next") });
}
