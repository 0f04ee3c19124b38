// Deletes what was written for corrections that their author can never go on with.
import { deleteOldDrafts } from "../../outbox/old_drafts.js";
import { entriesOf, readReplacements } from "../../outbox/outbox_store.js";
import { mayCorrect, ownEntries } from "./own_entries.js";
import { database, storedReadings } from "./sync.js";

/** @import { Lists } from "../types.js" */

let isDone = false;

/**
 * Deletes it once for each page that is opened, after the ward's list of own entries has come: an older one may not know that
 * an entry can be corrected again.
 * @param {number} user
 * @param {Lists} lists
 */
export async function deleteOldCorrections(user, lists) {
  if (isDone) return;
  isDone = true;
  const readings = await storedReadings(user);
  if (!readings) return;
  const own = ownEntries(await entriesOf(database, user), readings.mine.entries, await readReplacements(database));
  const open = new Set(own.filter((entry) => mayCorrect(entry, lists)).map(({ id }) => id));
  await deleteOldDrafts(database, user, (id) => open.has(id));
}
