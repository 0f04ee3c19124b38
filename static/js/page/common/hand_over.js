// Handing what is on this phone to the ward as a file, where the phone cannot send. Loaded when somebody asks for it.

import { saveCounts } from "../../outbox/count_store.js";
import { keysOf, saveHanded } from "../../outbox/handed.js";
import { entriesOf } from "../../outbox/outbox_store.js";
import { photosOf } from "../../outbox/photo_store.js";
import { allOf, unsentWork } from "../../outbox/unsent.js";
import { fileName, waitingFiles } from "../../outbox/waiting_file.js";
import { formatMoment, today } from "./calendar.js";
import { actionButton, element, linkButton, showMessage } from "./elements.js";
import { formatNumber, message } from "./messages.js";
import { downloadFile } from "./save_files.js";
import { broadcastChange, database, storedReadings } from "./sync.js";

/** @import { Copy, Photo, User } from "../../outbox/types.js" */
/** @import { Handed } from "../../outbox/handed.js" */
/** @typedef {{ user: User, files: File[], canShare: boolean, handed: Handed }} Prepared */

/** Browsers that share no JSON, as Chrome does not, share the same as a text. */
const TYPES = [
  ["json", "application/json"],
  ["txt", "text/plain"],
];

/**
 * Opens the sheet from which everything that a user has on this phone is given to the ward.
 * @param {User} user
 */
export async function openHandOver(user) {
  await (globalThis.HTMLDialogElement ?? import("./dialogs.js"));
  const dialog = element("dialog", { id: "hand-over", "aria-labelledby": "hand-over-title" });
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    dialog.remove();
    broadcastChange();
  });
  try {
    // What was counted at a desk since the last pause is in it as well.
    await saveCounts(database, user.id, { today: today() });
    const [copies, photos] = await Promise.all([entriesOf(database, user.id), photosOf(database, user.id)]);
    const handed = { ...allOf(unsentWork(copies, photos)), at: 0, isShared: false, keys: keysOf(copies, photos) };
    showOffer(dialog, user, handed, await phoneOfWard(user));
    dialog.showModal();
    // Many photos take a moment. Sharing has to follow the tap at once, so the files are there before.
    await new Promise((resolve) => setTimeout(resolve));
    showStep(dialog, { user, handed, ...makeFiles(user, copies, photos) }, 0);
  } catch (error) {
    dialog.remove();
    showMessage(message("no_storage"), "bad");
    console.warn(error);
  }
}

/**
 * @param {User} user
 * @param {Copy[]} copies
 * @param {Photo[]} photos
 */
function makeFiles(user, copies, photos) {
  const texts = waitingFiles(user, copies, photos);
  const makeAll = ([ending, type] = TYPES[0], contents = texts) =>
    contents.map((text, i) => new File([text], fileName(user, ending, i), { type }));
  const shareable = TYPES.find((type) => navigator.canShare?.({ files: makeAll(type, [""]) }));
  return { files: makeAll(shareable), canShare: Boolean(shareable) };
}

/** @param {User} user */
async function phoneOfWard(user) {
  const readings = await storedReadings(user.id).catch(() => undefined);
  return readings?.bootstrap.settings.contact_phone ?? "";
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {User} user
 * @param {Handed} handed
 * @param {string} phone
 */
function showOffer(dialog, { ward }, handed, phone) {
  const call = phone ? linkButton(message("hand_over.call", { phone }), `tel:${phone.replace(/\s/g, "")}`) : null;
  dialog.replaceChildren(
    element("h2", { id: "hand-over-title" }, message("hand_over")),
    element("p", {}, element("strong", {}, message("hand_over.content", { number: fullAmount(handed) }))),
    element("p", {}, message(ward ? "hand_over.to" : "hand_over.to_ward", { name: ward?.name })),
    element("p", {}, message("hand_over.once")),
    element("p", { role: "status" }),
    ...(call ? [element("p", {}, call)] : []),
    element("div", { class: "actions" }, closeButton(dialog)),
  );
}

/**
 * Shows what the next tap does: hand over file `part`, counted from 0, to another app or into the phone's files.
 * @param {HTMLDialogElement} dialog
 * @param {Prepared} prepared
 * @param {number} part
 */
function showStep(dialog, prepared, part) {
  const { files, canShare } = prepared;
  if (files.length > 1)
    dialog.querySelector("[role=status]").textContent = message("hand_over.parts", {
      number: formatNumber(files.length),
    });
  const numbers = { part: formatNumber(part + 1), number: formatNumber(files.length) };
  const text = (/** @type {string} */ way) => message(files.length > 1 ? `${way}.part` : way, numbers);
  const next = async (/** @type {boolean} */ isShared) => {
    if (part + 1 < files.length) showStep(dialog, prepared, part + 1);
    else await showDone(dialog, prepared, isShared);
  };
  const share = async () => {
    const error = await navigator.share({ files: [files[part]] }).then(
      () => null,
      (failure) => failure,
    );
    if (!error) return next(true);
    // Where the phone shares no files after all, it still saves them.
    return error.name === "AbortError" ? undefined : showStep(dialog, { ...prepared, canShare: false }, part);
  };
  const save = async () => {
    downloadFile(files[part]);
    return next(false);
  };
  const ways = canShare
    ? [
        actionButton(text("hand_over.share"), share, { class: "primary", "data-share": true }),
        actionButton(text("hand_over.save"), save, { "data-save": true }),
      ]
    : [actionButton(text("hand_over.save"), save, { class: "primary", "data-save": true })];
  dialog.querySelector(".actions").replaceChildren(...ways, closeButton(dialog));
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {Prepared} prepared
 * @param {boolean} isShared
 */
async function showDone(dialog, { user, files, handed }, isShared) {
  const done = { ...handed, at: Date.now(), isShared };
  const values = {
    number: fullAmount(done),
    moment: formatMoment(done.at),
    name: files.map((one) => one.name).join(", "),
  };
  dialog
    .querySelector("[role=status]")
    .replaceChildren(
      element("b", {}, message(isShared ? "hand_over.shared" : "hand_over.saved", values)),
      " ",
      message("hand_over.stays"),
    );
  dialog.dataset.done = isShared ? "shared" : "saved";
  dialog.querySelector(".actions").replaceChildren(closeButton(dialog, "primary"));
  await saveHanded(database, user.id, done);
}

/** @param {HTMLDialogElement} dialog */
function closeButton(dialog, look = "") {
  return actionButton(message("close"), () => dialog.close(), { class: look || null, "data-close": true });
}

/**
 * Writes an amount with what its numbers are of: “3 entries and 1 photo”.
 * @param {import("../../outbox/types.js").Amount} amount
 */
export function fullAmount({ entries, photos }) {
  const [number, photosText] = [
    message("entries", { number: formatNumber(entries) }),
    message("photos", { number: formatNumber(photos) }),
  ];
  return entries && photos ? message("amount", { number, photos: photosText }) : entries ? number : photosText;
}
