// Own entries: their status, correcting and withdrawing them, and a file of what waits when it can no longer be sent.

import { discardEntry, entriesOf, findEntry, readReplacements, saveEntries } from "../outbox/outbox_store.js";
import { deletePhoto, photosOf } from "../outbox/photo_store.js";
import { PARKED, REFUSED, WAITING } from "../outbox/states.js";
import { waitingFiles } from "../outbox/waiting_file.js";
import { showChosen } from "./common/chip_row.js";
import { needsCorrection } from "./common/corrections.js";
import { actionButton, answerTo, element, linkButton, photoPicture, showMessage } from "./common/elements.js";
import { entryRow, reasonOf } from "./common/entry_row.js";
import { summaryOf } from "./common/entry_summary.js";
import { formatNumber, message } from "./common/messages.js";
import {
  editAddress,
  mayChange,
  mayCorrect,
  missedClosing,
  NEEDS_CORRECTION,
  ownEntries,
} from "./common/own_entries.js";
import { openPage, showError } from "./common/page_start.js";
import { saveFiles } from "./common/save_files.js";
import { adviseOnStorage } from "./common/storage_advice.js";
import { broadcastChange, database, sendInBackground, sendWaiting } from "./common/sync.js";
import { loggedWith, withdrawalOf } from "./common/withdrawal.js";

/** @import { Lists, OwnEntry } from "./types.js" */
/** @import { Photo, User } from "../outbox/types.js" */

const GROUPS = ["mend", WAITING, "submitted", "approved", "void"];
const MEBIBYTE = 2 ** 20;
const list = document.getElementById("entries");
const chosen = new URLSearchParams(location.search).get("show") ?? "";
let shownGroup = GROUPS.includes(chosen) ? chosen : null;
/** @type {User} */
let user;
let shownState = "";

openPage(async (reader, { bootstrap, mine }) => {
  user = reader;
  const replacements = await readReplacements(database).catch(() => new Map());
  const entries = ownEntries(await entriesOf(database, user.id).catch(() => []), mine.entries, replacements);
  const photos = await photosOf(database, user.id).catch(() => []);
  // Unchanged content is not replaced, so that no button disappears while it is tapped.
  const state = JSON.stringify([
    entries,
    photos.map(({ id, state: photoState }) => [id, photoState]),
    bootstrap.closed_months,
  ]);
  const isWaiting = entries.some((entry) => entry.state === WAITING) || photos.some((one) => one.state === WAITING);
  adviseOnStorage(document.getElementById("storage-advice"), isWaiting);
  if (state === shownState) return;
  shownState = state;
  showFilter(entries, photos, bootstrap);
  showEntries(entries, photos, bootstrap);
  showStuckPhotos(photos);
  await showExport(entries, photos);
});

/**
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
function groupOf(entry, lists) {
  if (needsCorrection(entry, lists)) return "mend";
  // What came back and is not to be corrected counts nothing: its month is closed, or it was logged anew.
  return NEEDS_CORRECTION.includes(entry.status) || missedClosing(entry, lists) ? "void" : entry.status;
}

/**
 * @param {OwnEntry[]} entries
 * @param {Photo[]} photos
 * @param {Lists} lists
 */
function showFilter(entries, photos, lists) {
  const filter = document.getElementById("filter");
  filter.hidden = entries.length === 0;
  filter.replaceChildren(
    ...GROUPS.filter((group) => countOf(entries, group, lists)).map((group) => {
      const text = `${message(`status.${group}`)} (${formatNumber(countOf(entries, group, lists))})`;
      const choose = () => {
        shownGroup = shownGroup === group ? null : group;
        showFilter(entries, photos, lists);
        showEntries(entries, photos, lists);
      };
      return actionButton(text, choose, { "aria-pressed": String(shownGroup === group) });
    }),
  );
  showChosen(filter);
}

/**
 * @param {OwnEntry[]} entries
 * @param {string} group
 * @param {Lists} lists
 */
function countOf(entries, group, lists) {
  return entries.filter((entry) => groupOf(entry, lists) === group).length;
}

/**
 * @param {OwnEntry[]} entries
 * @param {Photo[]} photos
 * @param {Lists} lists
 */
function showEntries(entries, photos, lists) {
  // Entries to correct come first, whatever their day, and then those that wait.
  const wanted = entries.filter((entry) => shownGroup === null || groupOf(entry, lists) === shownGroup);
  const first = GROUPS.slice(0, 2).flatMap((group) => wanted.filter((entry) => groupOf(entry, lists) === group));
  const rows = [...first, ...wanted.filter((entry) => !first.includes(entry))].map((entry) => {
    const own = photos.filter((photo) => photo.entry === entry.id && photo.state === WAITING).length;
    return entryRow(entry, lists, { buttons: buttons(entry, entries, lists), photos: own });
  });
  list.replaceChildren(...(rows.length ? rows : [element("li", {}, message("no_entries"))]));
}

/**
 * @param {OwnEntry} entry
 * @param {OwnEntry[]} entries
 * @param {Lists} lists
 */
function buttons(entry, entries, lists) {
  const isStuck = entry.state === REFUSED || entry.state === PARKED;
  if (missedClosing(entry, lists)) {
    return entry.isReplaced ? [] : [linkButton(message("log_again"), editAddress(entry, lists))];
  }
  if (!isStuck && (!mayChange(entry, lists) || entry.fields.withdrawn)) return [];
  const isConflict = entry.state === REFUSED && entry.outcome === "conflict";
  const edit = mayCorrect(entry, lists)
    ? [linkButton(message(isConflict ? "log_again" : "correct"), editAddress(entry, lists))]
    : [];
  const retry =
    entry.state === PARKED ? [actionButton(message("send_now"), () => sendWaiting({ withParked: true }))] : [];
  if (isStuck) return [...edit, ...retry, discardButton(entry, lists)];
  const attached = loggedWith(entries, entry.id).filter((one) => mayChange(one, lists));
  return [
    ...edit,
    actionButton(message("withdraw"), () => confirmWithdrawal(entry, attached, lists), { class: "danger" }),
  ];
}

/**
 * An entry that the ward never stored is only on this phone; discarding it deletes it.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
function discardButton(entry, lists) {
  const discard = async () => {
    await discardEntry(database, entry.id, { keepPhotos: Boolean(entry.ward) });
    await broadcastChange();
  };
  const confirm = () => {
    document.getElementById("discard-loss").hidden = Boolean(entry.ward);
    document.getElementById("discard-change").hidden = !entry.ward;
    confirmAction("discard", entry, lists, { discard: discard });
  };
  return actionButton(message("discard"), confirm, { class: "danger" });
}

/**
 * Asks before withdrawing; `attached` are the entries that were added with this one and may be withdrawn with it.
 * @param {OwnEntry} entry
 * @param {OwnEntry[]} attached
 * @param {Lists} lists
 */
function confirmWithdrawal(entry, attached, lists) {
  /** @type {Record<string, () => unknown>} */
  const actions = { withdraw: () => withdraw([entry]) };
  if (attached.length) actions.all = () => withdraw([entry, ...attached]);
  const all = document.getElementById("withdraw-all");
  all.hidden = attached.length === 0;
  all.textContent = message("withdraw_all", { number: formatNumber(attached.length) });
  confirmAction("withdraw", entry, lists, actions);
}

/**
 * Opens a dialog about an entry and does the action that was chosen.
 * @param {string} name
 * @param {OwnEntry} entry
 * @param {Lists} lists
 * @param {Record<string, () => unknown>} actions
 */
async function confirmAction(name, entry, lists, actions) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById(name));
  const { title, rest } = summaryOf(entry.kind, entry.fields, lists);
  dialog.querySelector("[data-summary]").textContent = [title, rest].filter(Boolean).join(" · ");
  const answer = await answerTo(dialog);
  actions[answer]?.();
}

/** @param {OwnEntry[]} entries */
async function withdraw(entries) {
  const batch = entries.map(withdrawalOf);
  try {
    await saveEntries(database, user, batch);
    sendInBackground();
    await sendWaiting();
    await showWithdrawal(batch);
  } catch (error) {
    showError(error).scrollIntoView({ block: "center" });
  }
}

/**
 * Shows the result of a withdrawal.
 * @param {{ id: string }[]} batch
 */
async function showWithdrawal(batch) {
  const copies = await Promise.all(batch.map(({ id }) => findEntry(database, id)));
  const failed = copies.find((copy) => copy?.state === REFUSED);
  const isWaiting = copies.some((copy) => copy?.state === WAITING);
  const text = failed ? reasonOf(failed) : message(isWaiting ? "withdrawal_saved" : "withdrawn");
  showMessage(text, failed ? "bad" : isWaiting ? "warning" : "good").scrollIntoView({ block: "center" });
}

/** @param {Photo[]} photos */
function showStuckPhotos(photos) {
  const stuck = photos.filter(({ state }) => state === PARKED);
  const section = document.getElementById("stuck-photos");
  section.hidden = stuck.length === 0;
  section.querySelector("ul").replaceChildren(
    ...stuck.map((photo) => {
      const discard = async () => {
        await deletePhoto(database, photo.id);
        await broadcastChange();
      };
      return element(
        "li",
        { "data-photo": photo.id },
        photoPicture(photo.jpeg, ""),
        message("photo_refused"),
        actionButton(message("discard"), discard),
      );
    }),
  );
}

/**
 * Offers what waits as a file, for a phone that can no longer send.
 * @param {OwnEntry[]} entries
 * @param {Photo[]} photos
 */
async function showExport(entries, photos) {
  const waiting = entries.filter(({ state }) => state);
  const section = document.getElementById("export-section");
  section.hidden = waiting.length === 0 && photos.length === 0;
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  document.getElementById("free-space").textContent = quota
    ? message("free_space", { number: formatNumber(Math.max(0, Math.round((quota - usage) / MEBIBYTE))) })
    : "";
}

document.getElementById("export").addEventListener("click", async () => {
  const texts = waitingFiles(user, await entriesOf(database, user.id), await photosOf(database, user.id));
  const names = await saveFiles(user, texts);
  if (names) showExported(names);
});

/** @param {string} names */
function showExported(names) {
  showMessage(message("exported", { name: names }), "good").scrollIntoView({ block: "center" });
}
