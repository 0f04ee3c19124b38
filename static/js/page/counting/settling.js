// Puts what was counted at a desk among the entries that are sent, on whatever page of the phone comes first.
import { saveCounts } from "../../outbox/count_store.js";
import { today } from "../common/calendar.js";
import { announceSaved, database, refresh } from "../common/sync.js";
import { wardTime } from "../common/ward_clock.js";
import { knownAtWard } from "./shift.js";

/** @import { Readings } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */

/** Returns the day it is at the ward, as far as this phone knows. */
export const wardDay = () => today(0, wardTime()?.time);

/**
 * Puts what `user` counted among the entries, and lets it be sent. Where the ward has decided on an entry meanwhile, it is asked
 * what it has. Throws StorageError where the phone cannot store it; what was counted stays as it is then.
 * @param {User} user
 * @param {Readings} readings
 */
export async function settleCounts(user, readings) {
  const first = await saveCounts(database, user.id, knowledgeOf(readings, false));
  // Without a connection the ward is asked another time.
  const fresh = first.isUndecided ? await refresh(user.id).catch(() => null) : null;
  const second = fresh ? await saveCounts(database, user.id, knowledgeOf(fresh, true)) : first;
  if (first.isChanged || second.isChanged) await announceSaved();
}

/**
 * @param {Readings} readings
 * @param {boolean} isFresh
 */
function knowledgeOf({ bootstrap, mine }, isFresh) {
  return { atWard: knownAtWard(mine.entries, bootstrap), isFresh, known: bootstrap, today: wardDay() };
}
