// What waits on this phone as a file, for a coordinator to take in when the phone cannot send any more.
import { UNSAVED } from "./states.js";

/** @import { Entry, Photo, User } from "./types.js" */
/** @typedef {Pick<Photo, "id" | "entry" | "jpeg"> & { state?: string }} Taken a photo of the store, or of an open form */

const MAX_PHOTO_BYTES = 15 * 2 ** 20; // bytes of photos in a file; as text they grow by a third
const CHUNK_BYTES = 0x8000; // bytes that String.fromCharCode takes at once

/**
 * Returns the texts of as many files as it takes: `copies` and `photos` are the store's, `user` is whose they are. The
 * first holds all entries; photos that would make it too large to be taken in come in further ones.
 * @param {User} user
 * @param {Entry[]} copies
 * @param {Taken[]} photos
 */
export function waitingFiles(user, copies, photos) {
  const saved = photos.filter(({ state }) => state !== UNSAVED);
  /** @type {Taken[][]} */
  const parts = [[]];
  let size = 0;
  for (const photo of saved) {
    size += photo.jpeg.byteLength;
    if (size > MAX_PHOTO_BYTES) {
      parts.push([]);
      size = photo.jpeg.byteLength;
    }
    parts[parts.length - 1].push(photo);
  }
  return parts.map((part, i) => fileOf(user, i ? [] : copies, part));
}

/**
 * @param {User} user
 * @param {Entry[]} copies
 * @param {Taken[]} photos
 */
function fileOf(user, copies, photos) {
  return JSON.stringify({
    format: "tung-nha/waiting",
    version: 1,
    exported_at: new Date().toISOString(),
    member: { id: user.id, name: user.name, ward: user.ward },
    entries: copies.map(({ id, kind, revision, recorded_at, form, fields, if_submitted }) => {
      return { id, kind, revision, recorded_at, form, fields, if_submitted };
    }),
    photos: photos.map(({ id, entry, jpeg }) => ({ id, entry, jpeg: base64(new Uint8Array(jpeg)) })),
  });
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  let text = "";
  for (let i = 0; i < bytes.length; i += CHUNK_BYTES)
    text += String.fromCharCode(...bytes.subarray(i, i + CHUNK_BYTES));
  return btoa(text);
}

/**
 * Returns a name for the file that says whose it is and when it was made, in letters that every phone keeps.
 * @param {{ id: number }} user
 */
export function fileName(user, ending = "json", part = 0, now = new Date()) {
  const moment = now.toISOString().slice(0, 16).replace(/[-:]/g, "").replace("T", "-");
  return `tung-nha-${user.id}-${moment}${part ? `-${part + 1}` : ""}.${ending}`;
}
