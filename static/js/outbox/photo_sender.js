// Sends photos to the ward, each after its entry. Loaded when a photo waits; it needs a connection anyway.
import { digestOf } from "./digest.js";
import { entriesOf } from "./outbox_store.js";
import { sendPhoto } from "./photo_api.js";
import { deletePhoto, droppedFact, GONE, photosOf, UNKNOWN_ENTRY } from "./photo_store.js";
import { isToSend } from "./sender.js";
import { PARKED, REFUSED } from "./states.js";

/** @import { Database } from "./database.js" */
/** @import { Api, Photo, User } from "./types.js" */

/**
 * Sends the next photo that was not tried yet, each after its entry; tells whether there was one. What stays unanswered
 * is simply sent again later. Where the ward refused an entry it may have an older revision of it: the photo is sent once,
 * and then only after the entry, which is corrected first.
 * @param {Database} database
 * @param {User} user
 * @param {string} token
 * @param {boolean} withParked
 * @param {Api} api
 * @param {Set<string>} tried
 */
export async function sendNextPhoto(database, user, token, withParked, api, tried) {
  const states = new Map((await entriesOf(database, user.id)).map(({ id, state }) => [id, state]));
  const isReady = (/** @type {Photo} */ photo) =>
    isToSend(photo, withParked) &&
    !tried.has(photo.id) &&
    (!states.has(photo.entry) || (states.get(photo.entry) === REFUSED && photo.code !== UNKNOWN_ENTRY));
  const photo = (await photosOf(database, user.id)).find(isReady);
  if (!photo) return false;
  tried.add(photo.id);
  const code = await sendAndDeletePhoto(database, photo, token, user, api);
  if (code === GONE) await dropOrPark(database, photo);
  else if (code) await parkPhoto(database, photo.id, code);
  return true;
}

/**
 * Sends a photo and deletes it when the ward has exactly its bytes; returns the code when the ward refuses it.
 * @param {Database} database
 * @param {Photo} photo
 * @param {string} token
 * @param {User} user
 * @param {Api} api
 */
export async function sendAndDeletePhoto(database, photo, token, user, api) {
  const { digest: received, code } = await (api.sendPhoto ?? sendPhoto)(photo, token, user);
  if (received && received === (await digestOf(photo.jpeg))) await deletePhoto(database, photo.id);
  return code;
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
 * Deletes a photo whose entry counts no more, and notes it for the author. Where a copy of the entry is on this phone, its
 * author may still log it as a new one, which takes over the photo: it is set aside.
 * @param {Database} database
 * @param {Photo} photo
 */
function dropOrPark(database, { id, user, entry }) {
  return database.write(["outbox", "photos", "facts"], async (tx) => {
    const [photos, facts] = [tx.objectStore("photos"), tx.objectStore("facts")];
    // A replacement that was saved meanwhile has taken over the photo.
    const photo = await photos.get(id);
    if (photo?.entry !== entry) return;
    if (await tx.objectStore("outbox").get(entry)) {
      await photos.put({ ...photo, state: PARKED, code: GONE });
      return;
    }
    const name = droppedFact(user);
    await photos.delete(id);
    await facts.put(((await facts.get(name)) ?? 0) + 1, name);
  });
}
