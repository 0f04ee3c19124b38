// The number on the app's icon: what waits on this phone. Only apps of the home screen have one. Pages alone set it: the
// phones whose icons have a number do not send in the background, and elsewhere a worker that sets it may be ended.
import { entriesOf } from "./outbox_store.js";
import { photosOf } from "./photo_store.js";
import { unsentWork } from "./unsent.js";

/** @import { Database } from "./database.js" */

/**
 * Sets the number to that of the entries and photos of a user that wait; it goes where none does, or nobody is signed in.
 * Never fails: the number is beside all that the pages say.
 * @param {Database} database
 * @param {number | undefined} user
 */
export async function showBadge(database, user) {
  if (!navigator.setAppBadge) return;
  try {
    const work = user && unsentWork(await entriesOf(database, user), await photosOf(database, user)).waiting;
    await navigator.setAppBadge(work ? work.entries + work.photos : 0);
  } catch (error) {
    console.warn(error);
  }
}
