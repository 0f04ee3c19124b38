// Own entries: their status, correcting and withdrawing them, and a file of what waits when it can no longer be sent.
import { SendError } from "../outbox/api.js";
import { discardEntry, findEntry, saveEntries } from "../outbox/outbox_store.js";
import { deletePhoto } from "../outbox/photo_store.js";
import { PARKED, REFUSED, UNSAVED, WAITING } from "../outbox/states.js";
import { allOf, isSome } from "../outbox/unsent.js";
import { showChosen } from "./common/chip_row.js";
import { needsCorrection } from "./common/corrections.js";
import { actionButton, answerTo, element, linkButton, photoPicture, showMessage } from "./common/elements.js";
import { entryRow } from "./common/entry_row.js";
import { summaryOf } from "./common/entry_summary.js";
import { formatNumber, message } from "./common/messages.js";
import { editAddress, mayChange, mayCorrect, missedClosing, NEEDS_CORRECTION } from "./common/own_entries.js";
import { openPage, showError } from "./common/page_start.js";
import { reasonOf } from "./common/reasons.js";
import { adviseOnStorage } from "./common/storage_advice.js";
import { broadcastChange, database, sendInBackground, sendWaiting } from "./common/sync.js";
import { amountText, readCounts } from "./common/unsent_counts.js";
import { loggedWith, withdrawalOf } from "./common/withdrawal.js";
import { showParticipation } from "./mine/joined.js";

globalThis.HTMLDialogElement ?? import("./common/dialogs.js");

/** @import { Lists, OwnEntry } from "./types.js" */
/** @import { Photo, User } from "../outbox/types.js" */
/** @import { Counts } from "./common/unsent_counts.js" */

const GROUPS = ["mend", WAITING, "submitted", "approved", "void"];
const MEBIBYTE = 2 ** 20;
/** Reasons for which the ward refuses a photo that have a text of their own. */
const PHOTO_CODES = ["too_many", "unknown_entry"];
const list = document.getElementById("entries");
const chosen = new URLSearchParams(location.search).get("show") ?? "";
let shownGroup = GROUPS.includes(chosen) ? chosen : null;
/** @type {User} */
let user;
let shownState = "";

openPage(async (reader, { bootstrap, mine }) => {
  user = reader;
  // An entry of a desk that the ward decided on meanwhile is not its author's to correct: who came later gets another one.
  import("./counting/settling.js")
    .then(({ settleCounts }) => settleCounts(user, { bootstrap, mine }))
    .catch(console.warn);
  const counts = await readCounts(user.id, { bootstrap, mine });
  const { own: entries, photos } = counts;
  // Unchanged content is not replaced, so that no button disappears while it is tapped.
  const state = JSON.stringify([
    entries,
    photos.map(({ id, state: photoState }) => [id, photoState]),
    bootstrap.closed_months,
    bootstrap.periods,
  ]);
  showParticipation(mine, bootstrap);
  const isWaiting = entries.some((entry) => entry.state === WAITING) || photos.some((one) => one.state === WAITING);
  adviseOnStorage(document.getElementById("storage-advice"), isWaiting);
  if (state === shownState) return;
  shownState = state;
  showFilter(counts, bootstrap);
  showEntries(counts, bootstrap);
  showRefusedPhotos(counts);
  await showExport(counts);
});

/**
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
function groupOf(entry, lists) {
  if (needsCorrection(entry, lists)) return "mend";
  // What came back and is not to be corrected counts nothing: its period is closed, or it was logged anew.
  return NEEDS_CORRECTION.includes(entry.status) || missedClosing(entry, lists) ? "void" : entry.status;
}

/**
 * @param {Counts} counts
 * @param {Lists} lists
 */
function showFilter(counts, lists) {
  const filter = document.getElementById("filter");
  filter.hidden = counts.own.length === 0;
  filter.replaceChildren(
    ...GROUPS.filter((group) => isSome(amountOf(counts, group, lists))).map((group) => {
      const text = `${message(`status.${group}`)} (${amountText(amountOf(counts, group, lists))})`;
      const choose = () => {
        shownGroup = shownGroup === group ? null : group;
        showFilter(counts, lists);
        showEntries(counts, lists);
      };
      return actionButton(text, choose, { "aria-pressed": String(shownGroup === group) });
    }),
  );
  showChosen(filter);
}

/**
 * Returns how much is in a group: of what waits and of what is to be corrected the numbers that all pages show.
 * @param {Counts} counts
 * @param {string} group
 * @param {Lists} lists
 */
function amountOf({ own, unsent, toCorrect }, group, lists) {
  if (group === WAITING) return unsent.waiting;
  if (group === "mend") return toCorrect;
  return { entries: own.filter((entry) => groupOf(entry, lists) === group).length, photos: 0 };
}

/**
 * Returns the photos of an entry that are on this phone for it: all of one that is stuck, else those that are to be sent.
 * @param {OwnEntry} entry
 * @param {Photo[]} photos
 */
function photosOfEntry(entry, photos) {
  const isStuck = entry.state === REFUSED || entry.state === PARKED;
  return photos.filter((one) => one.entry === entry.id && (isStuck ? one.state !== UNSAVED : one.state === WAITING));
}

/**
 * @param {Counts} counts
 * @param {Lists} lists
 */
function showEntries({ own: entries, photos }, lists) {
  // Entries to correct come first, whatever their day, and then those that wait, here or with a photo.
  const isIn = (/** @type {OwnEntry} */ entry, /** @type {string} */ group) =>
    groupOf(entry, lists) === group || (group === WAITING && !entry.state && photosOfEntry(entry, photos).length > 0);
  const wanted = entries.filter((entry) => shownGroup === null || isIn(entry, shownGroup));
  const first = GROUPS.slice(0, 2).flatMap((group) => wanted.filter((entry) => groupOf(entry, lists) === group));
  const rows = [...first, ...wanted.filter((entry) => !first.includes(entry))].map((entry) => {
    const own = photosOfEntry(entry, photos).length;
    return entryRow(entry, lists, { buttons: buttons(entry, entries, lists, own), photos: own });
  });
  list.replaceChildren(...(rows.length ? rows : [element("li", {}, message("no_entries"))]));
}

/**
 * Returns what its author may do with an entry; what comes next stands first and stands out.
 * @param {OwnEntry} entry
 * @param {OwnEntry[]} entries
 * @param {Lists} lists
 * @param {number} photos
 */
function buttons(entry, entries, lists, photos) {
  const isStuck = entry.state === REFUSED || entry.state === PARKED;
  if (missedClosing(entry, lists)) {
    return entry.isReplaced ? [] : [linkButton(message("log_again"), editAddress(entry, lists))];
  }
  if (!isStuck && (!mayChange(entry, lists) || entry.fields.withdrawn)) return [];
  // What the ward returned may have been answered on another phone, and decided on since.
  const isDecided = entry.code === "returned" && ["approved", "void"].includes(entry.ward?.status ?? "");
  const edit =
    mayCorrect(entry, lists) && !isDecided
      ? [linkButton(message(entry.code === "void" ? "log_again" : "correct"), editAddress(entry, lists))]
      : [];
  const retry =
    entry.state === PARKED ? [actionButton(message("send_now"), () => sendWaiting({ withParked: true }))] : [];
  if (needsCorrection(entry, lists)) [...retry, ...edit][0]?.classList.add("primary");
  if (isStuck) return [...retry, ...edit, discardButton(entry, lists, photos)];
  const attached = loggedWith(entries, entry.id).filter((one) => mayChange(one, lists));
  return [
    ...edit,
    actionButton(message("withdraw"), () => confirmWithdrawal(entry, attached, lists, photos), { class: "danger" }),
  ];
}

/**
 * An entry that the ward never stored is only on this phone; discarding it deletes it.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 * @param {number} photos
 */
function discardButton(entry, lists, photos) {
  const discard = async () => {
    await discardEntry(database, entry.id, { keepPhotos: Boolean(entry.ward) });
    await broadcastChange();
  };
  const confirm = () => {
    document.getElementById("discard-loss").hidden = Boolean(entry.ward);
    document.getElementById("discard-change").hidden = !entry.ward;
    document.getElementById("discard-photos").hidden = Boolean(entry.ward) || photos === 0;
    confirmAction("discard", entry, lists, { discard: discard });
  };
  return actionButton(message(entry.ward ? "discard_change" : "discard"), confirm, { class: "danger" });
}

/**
 * Asks before withdrawing; `attached` are the entries that were added with this one and may be withdrawn with it.
 * @param {OwnEntry} entry
 * @param {OwnEntry[]} attached
 * @param {Lists} lists
 * @param {number} photos
 */
function confirmWithdrawal(entry, attached, lists, photos) {
  /** @type {Record<string, () => unknown>} */
  const actions = { withdraw: () => withdraw([entry]) };
  if (attached.length) actions.all = () => withdraw([entry, ...attached]);
  document.getElementById("withdraw-photos").hidden = photos === 0;
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

/**
 * Shows the photos that the ward refused; those of an entry that is to be corrected wait with it.
 * @param {Counts} counts
 */
function showRefusedPhotos({ photos, copies }) {
  const stuckIds = copies.filter(({ state }) => state !== WAITING).map(({ id }) => id);
  const stuck = photos.filter(({ state, entry }) => state === PARKED && !stuckIds.includes(entry));
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
        message(PHOTO_CODES.includes(photo.code ?? "") ? `photo_refused.${photo.code}` : "photo_refused"),
        actionButton(message("discard"), discard, { class: "danger" }),
      );
    }),
  );
}

/**
 * Offers what is on this phone as a file, for one that can no longer send.
 * @param {Counts} counts
 */
async function showExport({ unsent }) {
  document.getElementById("export-section").hidden = !isSome(allOf(unsent));
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  document.getElementById("free-space").textContent = quota
    ? message("free_space", { number: formatNumber(Math.max(0, Math.round((quota - usage) / MEBIBYTE))) })
    : "";
}

document.getElementById("export").addEventListener("click", () =>
  import("./common/hand_over.js").then(
    ({ openHandOver }) => openHandOver(user),
    () => showError(new SendError("no_network")),
  ),
);
