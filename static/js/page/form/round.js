// A round from door to door: what is known of a household, what is carried on to it, and which one comes next. A form
// can be filled in without that, so its code is loaded beside it; it is on the phone already.
import { houseNumber, inLane, laneOf } from "../common/addresses.js";
import { fieldOf, fields, form } from "./entry_form.js";
import { readField, writeField } from "./fields.js";

/** @import { Entry, Lists, OwnEntry, Readings } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */

/** What only a visit needs, or null where it is another form or the code is not to be had. */
export const loading = fields.has("state") ? import("./next_step.js").catch(() => null) : null;

/**
 * Shows what is known of the household that is chosen, and lets the notice open. `own` are own entries, the newest first.
 * @param {User} user
 * @param {OwnEntry[]} own
 * @param {Lists} lists
 * @param {boolean} isCorrection
 */
export async function showKnown(user, own, lists, isCorrection) {
  if (isCorrection) fields.get("state")?.state?.stopSuggesting();
  (await loading)?.bindPrivacyNotice(form, lists);
  await (await loading)?.followHousehold(user, own, lists, isCorrection, { form, fieldOf, readField });
}

/**
 * Fills in what goes on from the last household, where the page's address says that there was one.
 * @param {User} user
 * @param {URLSearchParams} query
 * @param {boolean} isResumed whether the form has its answers already
 */
export async function openCarried(user, query, isResumed) {
  if (query.has("next"))
    (await loading)?.restoreCarried(user.id, query.get("household"), isResumed, { fieldOf, readField, writeField });
}

/**
 * Offers the next household after a visit that was saved.
 * @param {User} user
 * @param {Entry} visit
 * @param {Readings} readings
 */
export async function offerNext(user, visit, { bootstrap: lists, mine }) {
  const households = fields.get("household")?.picker?.list.items ?? [];
  await (await loading)?.showNext(user, visit, { households, lists, mine, addresses: { houseNumber, inLane, laneOf } });
}

/**
 * Returns the day of the last visit to a household that met somebody, as far as this phone knows; `day` is that of the
 * last visit of any kind.
 * @param {User} user
 * @param {string} id
 * @param {string | undefined} day
 * @param {OwnEntry[]} own
 * @param {Lists} lists
 */
export async function lastMeeting(user, id, day, own, lists) {
  const code = day && (await loading);
  return code ? code.lastMet(id, day, own, (await code.knownHouseholds(user, lists)).get(id)) : day;
}
