// Asks before an entry that the ward returned is sent again as it was.
import { photosOf } from "../../../outbox/photo_store.js";
import { UNSAVED } from "../../../outbox/states.js";
import { answerTo } from "../../common/elements.js";
import { reasonOf } from "../../common/reasons.js";
import { database } from "../../common/sync.js";
import { isSame } from "./changes.js";

/** @import { Answered } from "../questions.js" */

/**
 * Asks when nothing was corrected, nor anything added; tells whether to save all the same.
 * @param {Answered} answered
 */
export async function confirmUnchanged({ user, id, edited, originalFields, write }) {
  if (edited?.status !== "returned") return true;
  const [{ fields }, ...others] = write();
  if (others.length || !isSame(originalFields, fields)) return true;
  const photos = await photosOf(database, user.id).catch(() => []);
  if (photos.some(({ entry, state }) => entry === id && state === UNSAVED)) return true;
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("unchanged"));
  dialog.querySelector("[data-summary]").textContent = reasonOf(edited);
  return (await answerTo(dialog)) === "save";
}
