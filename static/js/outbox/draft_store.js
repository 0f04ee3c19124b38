// Drafts: unfinished forms.
import { UNSAVED, WAITING } from "./states.js";

/** @import { Database } from "./database.js" */

/**
 * Saves an unfinished form; its `id` is that of the entry being written.
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
 * Deletes a draft. Its unsaved photos are deleted too, or wait where the ward already has the entry.
 * @param {Database} database
 * @param {number} user
 * @param {string} id
 */
export function deleteDraft(database, user, id, { keepPhotos = false } = {}) {
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
