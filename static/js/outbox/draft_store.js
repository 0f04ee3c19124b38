// Unfinished forms.
import { UNSAVED, WAITING } from "./states.js";

/** @import { Database } from "./database.js" */

/**
 * Keeps an unfinished form; its `id` is that of the entry being written.
 * @param {Database} database
 * @param {{ id: string, user: number, kind: string }} draft
 */
export function saveDraft(database, draft) {
  return database.write(["drafts"], (tx) => tx.store.put({ ...draft, at: Date.now() }));
}

/**
 * Returns the user's unfinished forms, the newest first.
 * @param {Database} database
 * @param {number} user
 */
export async function draftsOf(database, user) {
  const found = await database.read(["drafts"], (tx) => tx.store.index("user").getAll(user));
  return found.sort((one, other) => other.at - one.at);
}

/**
 * Ends an unfinished form. The photos taken for it go, or wait where the ward has the entry without this phone.
 * @param {Database} database
 * @param {number} user
 * @param {string} id
 */
export function endDraft(database, user, id, { keepPhotos = false } = {}) {
  return database.write(["drafts", "photos"], async (tx) => {
    await tx.objectStore("drafts").delete(id);
    const photos = tx.objectStore("photos");
    for (const photo of await photos.index("user").getAll(user)) {
      if (photo.entry !== id || photo.state !== UNSAVED) continue;
      if (keepPhotos) await photos.put({ ...photo, state: WAITING });
      else await photos.delete(photo.id);
    }
  });
}
