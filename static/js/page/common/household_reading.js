// The households that the phone's user works with, as they are stored on the phone.
import { readHouseholds } from "../../outbox/household_store.js";
import { database } from "./sync.js";

/** @import { Lists } from "../types.js" */
/** @import { List } from "../../outbox/types.js" */

/**
 * What a list is of: the ward, the team and the areas of its reader. When one of them changes, the list is not theirs.
 * @param {Lists} lists
 */
export function scopeOf({ user, neighbourhoods }) {
  return JSON.stringify([user?.ward?.id, user?.team?.id, neighbourhoods.map(({ id }) => id)]);
}

/**
 * Returns the stored list of a user, or undefined.
 * @param {number} user
 * @param {Lists} lists
 * @returns {Promise<List | undefined>}
 */
export function storedHouseholds(user, lists) {
  return readHouseholds(database, user, scopeOf(lists)).catch(() => undefined);
}
