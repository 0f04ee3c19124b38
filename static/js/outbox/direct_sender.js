// Sends what a full phone cannot save. Loaded when that happens; it needs a line anyway.
import { SendError } from "./api.js";
import { digest } from "./digest.js";
import { deleteDraft } from "./draft_store.js";
import { takeOver } from "./outbox_store.js";
import { photosOf } from "./photo_store.js";
import { receiptMatches } from "./receipts.js";
import { wardApi } from "./sender.js";

/** @import { Database } from "./database.js" */
/** @import { Api, Entry, User } from "./types.js" */

/**
 * Sends entries of `user` that a full phone cannot save. Returns `{receipts, csrf}`; throws SendError unless
 * each of them was answered by a receipt that matches it.
 * @param {User} user
 * @param {Entry[]} entries
 * @param {Api} api
 */
export async function sendWithoutSaving(user, entries, api = wardApi) {
  const { user: sender, csrf } = await api.session();
  if (sender?.id !== user.id) throw new SendError("signed_out");
  const receipts = await api.send(entries, csrf, user);
  for (const [i, entry] of entries.entries()) {
    const copy = { ...entry, digest: await digest(JSON.parse(JSON.stringify(entry.fields))) };
    if (!receiptMatches(copy, receipts[i])) throw new SendError("unavailable");
  }
  return { receipts: receipts.slice(0, entries.length), csrf };
}

/**
 * Notes that an entry that was sent without saving replaces another: its copy on this phone is deleted, and its photos go
 * with the entry.
 * @param {Database} database
 * @param {User} user
 * @param {string} id
 * @param {string} replaces
 */
export function noteReplacement(database, user, id, replaces) {
  return database.write(["outbox", "photos", "facts"], (tx) => takeOver(tx, user, [{ id }], replaces));
}

/**
 * Sends the photos of an entry that was sent without saving, and deletes its draft; unsent photos wait.
 * @param {Database} database
 * @param {User} user
 * @param {string} entry
 * @param {string} token
 * @param {Api} api
 */
export async function sendPhotosWithoutSaving(database, user, entry, token, api = wardApi) {
  const own = (await photosOf(database, user.id)).filter((photo) => photo.entry === entry);
  try {
    const { sendAndDeletePhoto } = await import("./photo_sender.js");
    for (const photo of own) await sendAndDeletePhoto(database, photo, token, user, api);
  } finally {
    await deleteDraft(database, user.id, entry, { keepPhotos: true });
  }
}
