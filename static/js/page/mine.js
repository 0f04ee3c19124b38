// One's own entries: where each stands, correcting and withdrawing; and the file for when sending is no longer
// possible.
import { discardEntry, entriesOf, findEntry, readReplacements, saveEntries } from "../outbox/outbox_store.js";
import { deletePhoto, photosOf } from "../outbox/photo_store.js";
import { PARKED, REFUSED, WAITING } from "../outbox/states.js";
import { fileName, waitingFiles } from "../outbox/waiting_file.js";
import { actionButton, answerTo, element, linkButton, showMessage } from "./common/elements.js";
import { entryRow, reasonOf } from "./common/entry_row.js";
import { summaryOf } from "./common/entry_summary.js";
import { formatNumber, message } from "./common/messages.js";
import {
  editAddress,
  FORM_VERSION,
  mayChange,
  mayCorrect,
  missedClosing,
  NEEDS_CORRECTION,
  ownEntries,
} from "./common/own_entries.js";
import { openPage, showError } from "./common/page_start.js";
import { broadcastChange, database, sendInBackground, sendWaiting } from "./common/sync.js";

/** @import { Lists, OwnEntry } from "./types.js" */
/** @import { Photo, User } from "../outbox/types.js" */

const GROUPS = ["mend", WAITING, "submitted", "approved", "void"];
const MEBIBYTE = 2 ** 20;
const MINUTE_MS = 60_000;
const list = document.getElementById("entries");
const chosen = new URLSearchParams(location.search).get("show") ?? "";
let shown = GROUPS.includes(chosen) ? chosen : null;
/** @type {User} */
let user;
let shownState = "";

openPage(async (who, { bootstrap, mine }) => {
  user = who;
  const replacements = await readReplacements(database).catch(() => new Map());
  const entries = ownEntries(await entriesOf(database, user.id).catch(() => []), mine.entries, replacements);
  const photos = await photosOf(database, user.id).catch(() => []);
  // What has not changed stays, so that no button goes away under a thumb.
  const state = JSON.stringify([entries, photos.map(({ id, state: stands }) => [id, stands]), bootstrap.closed_months]);
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
  if (missedClosing(entry, lists)) return "void";
  return NEEDS_CORRECTION.includes(entry.status) ? "mend" : entry.status;
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
        shown = shown === group ? null : group;
        showFilter(entries, photos, lists);
        showEntries(entries, photos, lists);
      };
      return actionButton(text, choose, { "aria-pressed": String(shown === group) });
    }),
  );
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
  // What has to be mended comes first, whatever its day, and then what waits.
  const wanted = entries.filter((entry) => shown === null || groupOf(entry, lists) === shown);
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
  const again =
    entry.state === PARKED ? [actionButton(message("send_now"), () => sendWaiting({ withParked: true }))] : [];
  if (isStuck) return [...edit, ...again, discardButton(entry, lists)];
  const tied = entries.filter((one) => mayChange(one, lists) && Object.values(one.fields).includes(entry.id));
  return [...edit, actionButton(message("withdraw"), () => confirmWithdrawal(entry, tied, lists), { class: "danger" })];
}

/**
 * What the ward never took is only here; giving it up takes it off the phone.
 * @param {OwnEntry} entry
 * @param {Lists} lists
 */
function discardButton(entry, lists) {
  const drop = async () => {
    await discardEntry(database, entry.id, { keepPhotos: Boolean(entry.ward) });
    await broadcastChange();
  };
  const confirm = () => {
    document.getElementById("discard-loss").hidden = Boolean(entry.ward);
    document.getElementById("discard-change").hidden = !entry.ward;
    askAbout("discard", entry, lists, { discard: drop });
  };
  return actionButton(message("discard"), confirm, { class: "danger" });
}

/**
 * Asks before withdrawing; `tied` are the entries that came along with this one and may go with it.
 * @param {OwnEntry} entry
 * @param {OwnEntry[]} tied
 * @param {Lists} lists
 */
function confirmWithdrawal(entry, tied, lists) {
  /** @type {Record<string, () => unknown>} */
  const actions = { withdraw: () => withdraw([entry]) };
  if (tied.length) actions.all = () => withdraw([entry, ...tied]);
  const all = document.getElementById("withdraw-all");
  all.hidden = tied.length === 0;
  all.textContent = message("withdraw_all", { number: formatNumber(tied.length) });
  askAbout("withdraw", entry, lists, actions);
}

/**
 * Opens a dialog about an entry and does what was answered.
 * @param {string} name
 * @param {OwnEntry} entry
 * @param {Lists} lists
 * @param {Record<string, () => unknown>} actions
 */
async function askAbout(name, entry, lists, actions) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById(name));
  const { title, rest } = summaryOf(entry.kind, entry.fields, lists);
  dialog.querySelector("[data-summary]").textContent = [title, rest].filter(Boolean).join(" · ");
  const answer = await answerTo(dialog);
  actions[answer]?.();
}

/** @param {OwnEntry[]} entries */
async function withdraw(entries) {
  const recorded_at = new Date().toISOString();
  const batch = entries.map(({ id, kind, revision, fields }) => {
    return {
      id,
      kind,
      revision: revision + 1,
      recorded_at,
      form: FORM_VERSION,
      fields: { ...fields, withdrawn: true },
    };
  });
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
 * Says what became of a withdrawal.
 * @param {{ id: string }[]} batch
 */
async function showWithdrawal(batch) {
  const copies = await Promise.all(batch.map(({ id }) => findEntry(database, id)));
  const failed = copies.find((copy) => copy?.state === REFUSED);
  const waits = copies.some((copy) => copy?.state === WAITING);
  const text = failed ? reasonOf(failed) : message(waits ? "withdrawal_saved" : "withdrawn");
  showMessage(text, failed ? "bad" : waits ? "warning" : "good").scrollIntoView({ block: "center" });
}

/** @param {Photo[]} photos */
function showStuckPhotos(photos) {
  const stuck = photos.filter(({ state }) => state === PARKED);
  const section = document.getElementById("stuck-photos");
  section.hidden = stuck.length === 0;
  section.querySelector("ul").replaceChildren(
    ...stuck.map((photo) => {
      const drop = async () => {
        await deletePhoto(database, photo.id);
        await broadcastChange();
      };
      const address = URL.createObjectURL(new Blob([photo.jpeg], { type: "image/jpeg" }));
      const picture = element("img", { src: address, alt: "", width: 96, height: 96 });
      return element(
        "li",
        { "data-photo": photo.id },
        picture,
        message("photo_refused"),
        actionButton(message("discard"), drop),
      );
    }),
  );
}

/**
 * Offers what waits as a file, for a phone that cannot send any more.
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
  const files = texts.map((text, i) => new File([text], fileName(user, i), { type: "application/json" }));
  // Where files can be handed on, as on an iPhone, that is surer than a download.
  if (navigator.canShare?.({ files })) {
    const isShared = await navigator.share({ files }).then(
      () => true,
      ({ name }) => name !== "AbortError" && null,
    );
    if (isShared !== null) return isShared && showExported(files);
  }
  for (const file of files) {
    const address = URL.createObjectURL(file);
    element("a", { href: address, download: file.name }).click();
    // The browser may ask first where to put it.
    setTimeout(() => URL.revokeObjectURL(address), MINUTE_MS);
  }
  return showExported(files);
});

/** @param {File[]} files */
function showExported(files) {
  showMessage(message("exported", { name: files.map(({ name }) => name).join(", ") }), "good").scrollIntoView({
    block: "center",
  });
}
