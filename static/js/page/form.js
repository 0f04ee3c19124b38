// The form of a kind of entry: opens it, stores drafts and entries on the phone, and sends them.
import { uuid7 } from "../outbox/ids.js";
import { entriesOf, readReplacements, saveEntries } from "../outbox/outbox_store.js";
import { isAccepted } from "../outbox/receipts.js";
import { scrollToMessage, showMessage } from "./common/elements.js";
import { message } from "./common/messages.js";
import { mayCorrect, missedClosing, ownEntries } from "./common/own_entries.js";
import { openPage } from "./common/page_start.js";
import { announceSaved, database, sendWaiting } from "./common/sync.js";
import { askedId, findNewDraft, offerOtherDraft, openAsked } from "./form/asked_household.js";
import { applyConditions, applyPresets } from "./form/conditions.js";
import { bindDayButtons } from "./form/day_buttons.js";
import { Draft, findDraft, warnBeforeLeaving } from "./form/drafts.js";
import { attached, attachedBox, fieldOf, fields, form, hasAttached, readReturns } from "./form/entry_form.js";
import { check } from "./form/errors.js";
import { bindSteppers, markError, readDraft } from "./form/fields.js";
import { fillForm, renewHouseholds } from "./form/filling.js";
import { claimForm } from "./form/form_claims.js";
import { LocationField } from "./form/location.js";
import { openMerchant } from "./form/merchant.js";
import { offerUnlisted, restoreField } from "./form/options.js";
import { Photos } from "./form/photos.js";
import { openRound } from "./form/round.js";
import { Saving } from "./form/saving.js";
import { bindSavingParts, loadSavingParts, savingParts, showSaved } from "./form/saving_code.js";
import { writtenEntries } from "./form/written_entries.js";

/** @import { Refusal } from "./form/outcome.js" */
/** @import { Entry, Fields, Lists, Mine, OwnEntry, User } from "./types.js" */

const button = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=submit]"));
const { kind } = form.dataset;
const query = new URLSearchParams(location.search);

/**
 * The entry of the form: a new one, or the next revision of one that was saved before.
 * @type {{ id: string, revision: number, originalFields: Fields, edited: OwnEntry | null, replaces: string | null }}
 */
const entry = { id: uuid7(), revision: 1, originalFields: {}, edited: null, replaces: null };
const saving = new Saving();
const draft = new Draft(answers);
const photos = new Photos(document.getElementById("photos"), { onChange: markDirty });
const locationField = new LocationField(document.getElementById("location-field"), { onChange: markDirty });
/** @type {User} */
let user;
let lists = /** @type {Lists} */ ({ closed_months: /** @type {string[]} */ ([]) });
let mine = /** @type {Mine} */ ({ entries: /** @type {any[]} */ ([]), last_visited: {} });

bindSteppers(form);
bindDayButtons(form, fieldOf("happened_on"), () => saving.isDirty || Boolean(entry.edited || entry.replaces));
warnBeforeLeaving(() => saving.isDirty && !draft.canSave);
form.addEventListener("input", ({ target }) => {
  markDirty();
  const field = /** @type {HTMLElement} */ (target).closest("[data-field]");
  if (field?.classList.contains("wrong")) markError(field, "");
});
form.addEventListener("change", ({ target }) => {
  const input = /** @type {HTMLInputElement} */ (target);
  applyPresets(input.closest("[data-sets]"), input.value);
  for (const { picker } of fields.values()) picker?.followArea();
  applyConditions(lists, entry.originalFields);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
// What Back brings out of the browser's memory may be older than the draft.
addEventListener("pageshow", ({ persisted }) => persisted && !form.hidden && location.reload());
bindSavingParts(() => ({ entries: write(), lists }));

function markDirty() {
  loadSavingParts();
  saving.markDirty();
  draft.markDirty();
}

openPage(
  async (reader, readings, isFresh) => {
    user = reader;
    lists = readings.bootstrap;
    mine = readings.mine;
    if (saving.phase === "loading") await openForm(isFresh);
    else await followServer(isFresh);
    if (saving.saved) (await savingParts())?.showOutboxState(user, saving.saved, reopenForm);
  },
  { isBusy: () => saving.isDirty },
);

/**
 * Fills the form with its lists; shows no form where the entry may not be changed.
 * @param {boolean} isFresh
 */
async function openForm(isFresh) {
  const replacements = await readReplacements(database).catch(() => new Map());
  const own = await readOwnEntries(replacements);
  const id = query.get("id") ?? query.get("again");
  const found = own.find((one) => one.id === id && one.kind === kind);
  // An entry that this phone does not know may have been logged on another one: wait for the server.
  if (id && !found) return isFresh && (await askedEntry()).showMissing();
  saving.markReady();
  const isRepeated = found?.isReplaced && !query.has("twice");
  if (isRepeated && query.has("again")) {
    const replacement = own.find((one) => one.id === replacements.get(found.id));
    return (await askedEntry()).askBeforeRepeating(found, replacement, lists);
  }
  if (found && !mayCorrect({ ...found, isReplaced: isRepeated }, lists))
    return (await askedEntry()).refuseEditing(found, lists);
  fillForm({ bootstrap: lists, mine }, own, markDirty);
  if (lists.settings.location) locationField.open();
  if (found) startCorrection(found, own);
  // Two pages must neither replace the same entry nor write the same draft.
  const isFree = !entry.replaces || (await claimForm(entry.replaces));
  const unfinished = isFree ? await findUnfinished(found) : null;
  if (!isFree || !(unfinished || (await claimForm(entry.id)))) return (await askedEntry()).showOpenElsewhere();
  if (unfinished) resumeDraft(unfinished);
  if (unfinished || found) loadSavingParts();
  else await offerOtherDraft(user, lists);
  await photos.load(user, entry.id);
  await applyConditions(lists, entry.originalFields, saving.isDirty);
  form.hidden = false;
  if (!unfinished && !found) openAsked(isFresh);
  // Nothing may be left to write here: then the button is the first tap.
  if (askedId) loadSavingParts();
  // Fields that depend on answers are updated as after every change.
  form.dispatchEvent(new Event("change"));
  openMerchant(own, markDirty);
  const carriedTo = query.has("next") ? query.get("household") : null;
  const isWritten = () => saving.phase !== "untouched";
  return openRound(user, own, lists, { isCorrection: Boolean(found), carriedTo, isWritten });
}

const askedEntry = () => import("./form/asked_entry.js");

/** @param {Map<string, string>} [replacements] */
async function readOwnEntries(replacements) {
  return ownEntries(await entriesOf(database, user.id).catch(() => []), mine.entries, replacements);
}

/**
 * A decision at the ward is shown with a correction before anything was written, and may end it; its lists are taken in.
 * @param {boolean} isFresh
 */
async function followServer(isFresh) {
  const now = mine.entries.find(({ id }) => id === entry.edited?.id);
  if (now && !saving.saved && !saving.isDirty) askedEntry().then(({ followDecision }) => followDecision(now, lists));
  if (!form.hidden) {
    renewHouseholds({ bootstrap: lists, mine }, await readOwnEntries());
    if (!saving.isDirty && !entry.edited) openAsked(isFresh);
    applyConditions(lists, entry.originalFields);
  }
}

/**
 * @param {OwnEntry} found
 * @param {OwnEntry[]} own
 */
function startCorrection(found, own) {
  // What the ward does not accept as this entry is logged as a new one.
  if (query.has("again") || missedClosing(found, lists)) entry.replaces = found.id;
  else Object.assign(entry, { id: found.id, revision: found.revision + 1, edited: found });
  const { withdrawn: _, ...originalFields } = found.fields;
  entry.originalFields = originalFields;
  // Until it is known what was logged with the entry already.
  if (attachedBox) attachedBox.hidden = true;
  for (const [name, field] of fields) restoreField(field, found.fields[name], lists);
  locationField.setValue(found.fields.location);
  askedEntry().then(({ showCorrected }) => showCorrected(found, own, lists));
}

/**
 * Returns the draft to resume: that of the entry being corrected, or of the last new one.
 * @param {OwnEntry | undefined} found
 */
function findUnfinished(found) {
  if (entry.replaces) return findDraft(user, ({ replaces }) => replaces === entry.replaces);
  if (found) return findDraft(user, ({ id }) => id === entry.id);
  return findNewDraft(user);
}

function answers() {
  const values = Object.fromEntries([...fields].map(([name, field]) => [name, readDraft(field)]));
  const also = hasAttached() ? attached.answers() : [];
  const { id, originalFields, replaces } = entry;
  const identity = { id, user: user.id, kind, isEdit: Boolean(entry.edited), revision: saving.nextRevision(entry) };
  return { ...identity, asked: askedId, kept: originalFields, replaces, values, also, location: locationField.value };
}

/** @param {any} unfinished */
function resumeDraft(unfinished) {
  const { id, kept: originalFields } = unfinished;
  Object.assign(entry, { id, originalFields, revision: Math.max(entry.revision, unfinished.revision) });
  for (const [name, field] of fields)
    if (unfinished.values[name] !== undefined) restoreField(field, unfinished.values[name], lists);
  locationField.setValue(unfinished.location);
  if (attachedBox) {
    for (const { code } of unfinished.also) offerUnlisted(attachedBox, code, lists);
    attached.restore(unfinished.also);
  }
  saving.markDirty();
  askedEntry().then(({ showResumed }) =>
    showResumed(user, id, () => {
      draft.stop();
      saving.markReady();
    }),
  );
}

/** Returns the entries that the form makes as it stands. */
const write = () => writtenEntries(kind, entry, lists.settings.location ? { location: locationField.value } : {});

async function save() {
  if (button.disabled) return;
  button.disabled = true;
  saving.startSaving();
  try {
    const parts = await savingParts();
    const isRight = check(parts?.findErrors({ entries: write(), lists }) ?? []);
    parts?.listErrors();
    if (!isRight) return;
    const isFirst = !entry.edited && !saving.saved;
    const asked = { ...entry, user, readings: { bootstrap: lists, mine }, isFirst, write };
    const further = parts ? await parts.askAll(asked) : [];
    if (!further || !(await photos.settle())) return;
    await saveAndSend(saving.withRevisions([...write(), ...further], readReturns));
  } catch (error) {
    await rescue(error);
  } finally {
    endSaving();
  }
}

function endSaving() {
  saving.cancelSaving();
  button.disabled = false;
  form.inert = false;
}

/** @param {Entry[]} entries */
async function saveAndSend(entries) {
  draft.stop();
  form.inert = true;
  try {
    saving.markSaved(await saveEntries(database, user, entries, { draft: entry.id, replaces: entry.replaces }));
  } catch (error) {
    return rescue(error, entries);
  }
  await showSaved(entries, "saving", lists, Boolean(entry.edited));
  if (!entry.edited) (await savingParts())?.offerNext(user, entries[0], { bootstrap: lists, mine });
  await announceSaved();
}

/**
 * What could not be saved is sent past the phone's store, or stays on the page, which says so.
 * @param {unknown} error
 * @param {Entry[]} [entries]
 */
async function rescue(error, entries = []) {
  // What is saved already is not called unsaved.
  if (saving.phase === "saved") throw error;
  console.warn(error);
  draft.resume();
  saving.markDirty();
  draft.canSave = false;
  const { written } = draft;
  const retryUnchanged = () => draft.written === written && retry(entries);
  const parts = await savingParts();
  if (!parts) scrollToMessage(showMessage(message("not_saved"), "bad"));
  const receipts = await parts?.rescue(error, entries, { ...entry, user, photos, retry: retryUnchanged });
  if (!receipts) return;
  const failed = receipts.filter((receipt) => !isAccepted(receipt));
  if (failed.length) return reopenForm(failed);
  saving.markStored();
  draft.stop();
  await showSaved(entries, "stored", lists, Boolean(entry.edited));
  sendWaiting();
}

/**
 * Saves once more what could not be saved.
 * @param {Entry[]} entries
 */
async function retry(entries) {
  if (button.disabled) return;
  button.disabled = true;
  saving.startSaving();
  await saveAndSend(entries).finally(endSaving);
}

/** @param {Refusal[]} refusals */
async function reopenForm(refusals) {
  saving.markRefused();
  draft.resume();
  (await savingParts())?.showRefusals(refusals, entry.id);
}
