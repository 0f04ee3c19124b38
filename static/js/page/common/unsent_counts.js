// How much is not sent and how much is to be corrected: the same two numbers on every page of the phone.
import { entriesOf, readReplacements } from "../../outbox/outbox_store.js";
import { photosOf } from "../../outbox/photo_store.js";
import { unsentWork } from "../../outbox/unsent.js";
import { needsCorrection } from "./corrections.js";
import { formatNumber, message } from "./messages.js";
import { ownEntries } from "./own_entries.js";
import { database } from "./sync.js";

/** @import { OwnEntry, Readings } from "../types.js" */
/** @import { Amount, Copy, Photo, Unsent } from "../../outbox/types.js" */
/** @typedef {{
 *   copies: Copy[], photos: Photo[], own: OwnEntry[], unsent: Unsent, toCorrect: Amount, failure: string | null,
 * }} Counts */

/**
 * Reads what a user has on this phone and counts it with what the ward returned: `unsent.waiting` goes by itself, and
 * `toCorrect` are the own entries, here or at the ward, and the refused photos that their author has to see to. `failure`
 * names the message where the phone's store cannot be read: what is on it is not known, which is not the same as nothing.
 * @param {number} user
 * @param {Readings} readings
 * @returns {Promise<Counts>}
 */
export async function readCounts(user, { bootstrap, mine }) {
  const [stored, photos, replacements] = await Promise.all([
    entriesOf(database, user).catch(({ reason }) => reason ?? "no_storage"),
    photosOf(database, user).catch(() => []),
    readReplacements(database).catch(() => new Map()),
  ]);
  const failure = typeof stored === "string" ? stored : null;
  const copies = typeof stored === "string" ? [] : stored;
  const own = ownEntries(copies, mine.entries, replacements);
  const unsent = unsentWork(copies, photos);
  const entries = own.filter((entry) => needsCorrection(entry, bootstrap)).length;
  return {
    copies,
    photos,
    own,
    unsent,
    toCorrect: { entries, photos: unsent.stuck.photos },
    failure,
  };
}

/**
 * Writes an amount: “3”, “3 and 1 photo” or “1 photo”.
 * @param {Amount} amount
 */
export function amountText({ entries, photos }) {
  const photosText = photos ? message("photos", { number: formatNumber(photos) }) : "";
  if (!photos || !entries) return photosText || formatNumber(entries);
  return message("amount", { number: formatNumber(entries), photos: photosText });
}
