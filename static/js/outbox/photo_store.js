// The photos of entries, with the bytes that will be sent.
import { UNSAVED, WAITING } from "./states.js";

/** @import { IDBPObjectStore } from "idb" */
/** @import { Database } from "./database.js" */
/** @import { Copy, Layout, Names, Photo, User } from "./types.js" */

/** The ward lacks the entry of a photo. */
export const UNKNOWN_ENTRY = "unknown_entry";
/** The entry of a photo counts no more. */
export const GONE = "gone";
const FOR_WANT_OF_ENTRY = [UNKNOWN_ENTRY, GONE];

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
 * Lets the photos of an entry be sent that the ward did not take because it lacked the entry, or did not count it; inside a
 * transaction.
 * @param {IDBPObjectStore<Layout, Names, "photos", "readwrite">} photos
 * @param {Copy} copy
 */
export async function releasePhotos(photos, { id, user }) {
  for (const photo of await photos.index("user").getAll(user))
    if (photo.entry === id && FOR_WANT_OF_ENTRY.includes(photo.code ?? ""))
      await photos.put({ ...photo, state: WAITING, code: undefined });
}

/**
 * Returns the name of the fact that says how many photos of a user were dropped since they were last told.
 * @param {number} user
 */
export function droppedFact(user) {
  return `photos dropped ${user}`;
}

/**
 * Marks the photos of saved entries as waiting, inside a transaction.
 * @param {IDBPObjectStore<Layout, Names, "photos", "readwrite">} photos
 * @param {Pick<User, "id" | "name">} user
 * @param {Pick<Copy, "id">[]} copies
 * @param {string | null} replaced
 */
export async function markPhotosWaiting(photos, user, copies, replaced) {
  for (const photo of await photos.index("user").getAll(user.id)) {
    const isSaved = copies.some(({ id }) => id === photo.entry);
    const saved = { ...photo, author: user.name, state: WAITING, code: undefined };
    if (isSaved && photo.state === UNSAVED) await photos.put(saved);
    // The replacement of an entry takes over its photos.
    else if (replaced && photo.entry === replaced) await photos.put({ ...saved, entry: copies[0].id });
  }
}
