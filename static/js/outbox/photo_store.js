// The photos of entries, with the bytes that will be sent.
import { PARKED, UNSAVED, WAITING } from "./states.js";

/** @import { IDBPObjectStore } from "idb" */
/** @import { Database } from "./database.js" */
/** @import { Copy, Layout, Names, Photo } from "./types.js" */

/**
 * Saves a photo of an entry, with the bytes that will be sent.
 * @param {Database} database
 * @param {Pick<Photo, "id" | "entry" | "user" | "jpeg">} photo
 */
export function savePhoto(database, { id, entry, user, jpeg }) {
  return database.write(["photos"], (tx) => tx.store.put({ id, entry, user, jpeg, state: UNSAVED, at: Date.now() }));
}

/**
 * Returns the user's photos on this phone, the oldest first.
 * @param {Database} database
 * @param {number} user
 */
export async function photosOf(database, user) {
  const found = await database.read(["photos"], (tx) => tx.store.index("user").getAll(user));
  return found.sort((one, other) => one.at - other.at);
}

/**
 * Sets a photo aside that the ward refused.
 * @param {Database} database
 * @param {string} id
 * @param {string} code
 */
export function parkPhoto(database, id, code) {
  return database.write(["photos"], async (tx) => {
    const photo = await tx.store.get(id);
    if (photo) await tx.store.put({ ...photo, state: PARKED, code });
  });
}

/**
 * Deletes a photo.
 * @param {Database} database
 * @param {string} id
 */
export function deletePhoto(database, id) {
  return database.write(["photos"], (tx) => tx.store.delete(id));
}

/**
 * Deletes the photos of an entry, inside a transaction.
 * @param {IDBPObjectStore<Layout, Names, "photos", "readwrite">} photos
 * @param {Copy} copy
 */
export async function deletePhotosOf(photos, { id, user }) {
  for (const photo of await photos.index("user").getAll(user)) if (photo.entry === id) await photos.delete(photo.id);
}

/**
 * Marks the photos of saved entries as waiting, inside a transaction.
 * @param {IDBPObjectStore<Layout, Names, "photos", "readwrite">} photos
 * @param {{ id: number }} user
 * @param {Copy[]} copies
 * @param {string | null} replaced
 */
export async function markPhotosWaiting(photos, user, copies, replaced) {
  for (const photo of await photos.index("user").getAll(user.id)) {
    const isSaved = copies.some(({ id }) => id === photo.entry);
    if (isSaved && photo.state === UNSAVED) await photos.put({ ...photo, state: WAITING });
    // The replacement of an entry takes over its photos.
    else if (replaced && photo.entry === replaced) await photos.put({ ...photo, entry: copies[0].id, state: WAITING });
  }
}
