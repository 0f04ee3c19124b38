// What others who use this phone have on it and not at the ward.
import { UNSAVED } from "./states.js";

/** @import { Database } from "./database.js" */
/** @import { Amount } from "./types.js" */

/**
 * Returns what other users have here, for each with the name, which photos of an older version lack.
 * @param {Database} database
 * @param {number} user
 * @returns {Promise<({ author: string } & Amount)[]>}
 */
export async function unsentOfOthers(database, user) {
  const ranges = [IDBKeyRange.upperBound(user, true), IDBKeyRange.lowerBound(user, true)];
  const [copies, photos] = await database.read(["outbox", "photos"], async (tx) => [
    (await Promise.all(ranges.map((range) => tx.objectStore("outbox").index("user").getAll(range)))).flat(),
    (await Promise.all(ranges.map((range) => tx.objectStore("photos").index("user").getAll(range)))).flat(),
  ]);
  const saved = photos.filter(({ state }) => state !== UNSAVED);
  return [...new Set([...copies, ...saved].map((one) => one.user))].map((id) => {
    const isTheirs = (/** @type {{ user: number }} */ one) => one.user === id;
    const [own, ownPhotos] = [copies.filter(isTheirs), saved.filter(isTheirs)];
    const author = [...own, ...ownPhotos].map((one) => one.author).find(Boolean) ?? "";
    return { author, entries: own.length, photos: ownPhotos.length };
  });
}
