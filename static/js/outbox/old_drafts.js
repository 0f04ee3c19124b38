// Drafts and photos of corrections that cannot be gone on with: the entry was approved, or its month was closed meanwhile. They
// are deleted after a while. What may still be saved is never deleted.
import { UNSAVED } from "./states.js";

/** @import { Database } from "./database.js" */

const DAY_MS = 86_400_000;
const KEPT_DAYS = 60; // as long as entries are listed

/**
 * Deletes the drafts of a user's corrections that are older than 60 days, and photos of no draft that are. `canCorrect`
 * tells by the id of an entry whether its author may still correct it; the draft of a new entry may always be saved.
 * @param {Database} database
 * @param {number} user
 * @param {(id: string) => boolean} canCorrect
 */
export function deleteOldDrafts(database, user, canCorrect, now = Date.now()) {
  const isOver = (/** @type {{ at: number }} */ { at }, /** @type {string} */ entry) =>
    now - at > KEPT_DAYS * DAY_MS && !canCorrect(entry);
  return database.write(["drafts", "photos", "outbox"], async (tx) => {
    const drafts = tx.objectStore("drafts");
    const photos = tx.objectStore("photos");
    const inUse = new Set(await tx.objectStore("outbox").index("user").getAllKeys(user));
    for (const draft of await drafts.index("user").getAll(user)) {
      const corrected = draft.replaces ?? (draft.isEdit ? draft.id : null);
      if (corrected && !inUse.has(corrected) && isOver(draft, corrected)) await drafts.delete(draft.id);
      else inUse.add(draft.id);
    }
    for (const photo of await photos.index("user").getAll(user))
      if (photo.state === UNSAVED && !inUse.has(photo.entry) && isOver(photo, photo.entry))
        await photos.delete(photo.id);
  });
}
