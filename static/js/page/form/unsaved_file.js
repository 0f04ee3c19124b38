// Entries that the phone could not save, as a file. Loaded when somebody asks for it.
import { waitingFiles } from "../../outbox/waiting_file.js";
import { element } from "../common/elements.js";
import { message } from "../common/messages.js";
import { saveFiles } from "../common/save_files.js";

/** @import { Entry, Photo, User } from "../../outbox/types.js" */

/**
 * Saves entries with their photos as a file, and shows that they still are on this page alone.
 * @param {User} user
 * @param {Entry[]} entries
 * @param {Pick<Photo, "id" | "entry" | "jpeg">[]} photos
 */
export async function saveUnsaved(user, entries, photos) {
  // Those of a draft that was resumed are marked as unsaved, as the entry itself is.
  const taken = photos.map(({ id, entry, jpeg }) => ({ id, entry, jpeg }));
  const name = await saveFiles(user, waitingFiles(user, entries, taken));
  if (!name) return;
  const text = message("exported_unsaved", { name });
  document.getElementById("message").append(element("p", { class: "notice good" }, text));
}
