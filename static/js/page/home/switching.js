// Passing the phone on from its home page, also without a connection: whoever leaves is signed out here at once.
import { leave } from "../common/leaving.js";
import { rememberPerson } from "../common/people_here.js";
import { database } from "../common/sync.js";

/** @import { User } from "../../outbox/types.js" */

let isLeaving = false;

/**
 * Signs a user out and opens the page of signing in for the next one.
 * @param {User} user
 */
export async function passOn({ id, name, phone }) {
  if (isLeaving) return;
  isLeaving = true;
  // An older server has not sent the number.
  if (phone) rememberPerson({ id, name, phone });
  await leave(database, id, { isSwitch: true }).finally(() => {
    isLeaving = false;
  });
}
