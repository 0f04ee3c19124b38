// Asks for the households that the phone's user works with: when their page opens, and else once an hour.
import { read, SendError, session } from "../../outbox/api.js";
import { saveHouseholds } from "../../outbox/household_store.js";
import { scopeOf, storedHouseholds } from "./household_reading.js";
import { language } from "./messages.js";
import { broadcastChange, database } from "./sync.js";

/** @import { Lists } from "../types.js" */
/** @import { List } from "../../outbox/types.js" */

const HOUR_MS = 3_600_000;
const NOT_FOUND = 404; // a server of an older version has no such list

/**
 * The last request: whether it is on its way, and why it failed; `old_server` or a reason of SendError.
 * @type {{ isRunning: boolean, error: string | null }}
 */
export const request = { isRunning: false, error: null };

/**
 * Fetches the list of a user, unless the stored one is younger than `maxAge` milliseconds and lacks nothing that the ward
 * received from this phone. Never fails; `request` says how it went.
 * @param {number} user
 * @param {Lists} lists
 */
export async function fetchHouseholds(user, lists, maxAge = HOUR_MS) {
  if (request.isRunning) return;
  const stored = await storedHouseholds(user, lists);
  const age = stored ? Date.now() - stored.at : Infinity;
  if (age >= 0 && age < maxAge && !stored?.since?.length) return;
  request.isRunning = true;
  await fetchAndStore(user, scopeOf(lists), stored);
  request.isRunning = false;
  await broadcastChange();
  // What the ward received while the answer was on its way.
  if (!request.error && stored) await fetchHouseholds(user, lists);
}

let hasReached = false;

/**
 * Fetches the list of a user whatever its age, until it has come once to this page; from then on as others do.
 * @param {number} user
 * @param {Lists} lists
 */
export async function followAtOnce(user, lists) {
  await fetchHouseholds(user, lists, hasReached ? HOUR_MS : 0);
  hasReached ||= request.error === null;
}

/**
 * @param {number} user
 * @param {string} scope
 * @param {List | undefined} stored
 */
async function fetchAndStore(user, scope, stored) {
  try {
    // A list of another team is gone before anybody waits for the line.
    if (!stored) await saveHouseholds(database, user, scope, null);
    const fresh = await read("households", language, stored?.etag);
    // Somebody else may have signed in on this phone, whose list this would be.
    if ((await session()).user?.id !== user) throw new SendError("signed_out");
    await saveHouseholds(database, user, scope, fresh ?? stored ?? null, stored?.since);
    request.error = null;
  } catch (error) {
    request.error = reasonOf(error);
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof SendError)) return "storage_full";
  return error.status === NOT_FOUND ? "old_server" : error.reason;
}
