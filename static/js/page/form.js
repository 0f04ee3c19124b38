// One of the four forms: fills its lists, reads it, keeps what was written on the phone, and shows how it fares.

import { SendError } from "../outbox/api.js";
import { StorageError } from "../outbox/database.js";
import { endDraft } from "../outbox/draft_store.js";
import { uuid7 } from "../outbox/ids.js";
import { entriesOf, findEntry, saveEntries } from "../outbox/outbox_store.js";
import { isAccepted } from "../outbox/receipts.js";
import { sendPhotosWithoutSaving, sendWithoutSaving } from "../outbox/sender.js";
import { PARKED, REFUSED, WAITING } from "../outbox/states.js";
import { formatDay, monthOf, today } from "./common/calendar.js";
import { actionButton, answerTo, element, linkButton, showMessage } from "./common/elements.js";
import { message } from "./common/messages.js";
import {
  conflictOf,
  FORM_VERSION,
  mayChange,
  mayCorrect,
  missedClosing,
  ownEntries,
  reasonOf,
} from "./common/own_entries.js";
import { openPage } from "./common/page_start.js";
import { broadcastChange, database, sendInBackground, sendWaiting, sync } from "./common/sync.js";
import { AttachedEntries } from "./form/attached_entries.js";
import { bindDayButtons } from "./form/day_buttons.js";
import { claimForm, Draft, findDraft } from "./form/drafts.js";
import { bindSteppers, errorOf, fieldsIn, focusTarget, markError, readField, writeField } from "./form/fields.js";
import { HouseholdPicker } from "./form/household_picker.js";
import { LocationField } from "./form/location.js";
import { fillOptions } from "./form/options.js";
import { PhotoField } from "./form/photo_field.js";
import { closeReceipt, openReceipt, outboxState, setReceipt } from "./form/receipt.js";

/** @import { Copy, Household, Entry, Errors, FieldElement, Fields, Lists, Mine, OwnEntry } from "./types.js" */
/** @import { User } from "../outbox/types.js" */

const RECENT_ENTRIES = 60; // own entries from which the usual answers are learned
const MAX_EARLIER_TEXTS = 8; // texts of those entries that a line offers again
const OLD_AFTER_DAYS = 60; // days after which a day is more often a slip than late work
const REPEAT_VISIT_DAYS = 7; // days within which a second visit is worth a question

const form = /** @type {HTMLFormElement} */ (document.getElementById("entry"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button[type=submit]"));
const { kind } = form.dataset;
const attachedBox = form.querySelector("[data-also]");
const attached = attachedBox && new AttachedEntries(attachedBox);
/** @type {Map<string, FieldElement>} */
const fields = new Map(
  fieldsIn(form)
    .filter((field) => !field.closest("[data-also]"))
    .map((field) => [field.dataset.field, field]),
);
/** A field that every form has, or that its template names. */
const fieldOf = (/** @type {string} */ name) => /** @type {FieldElement} */ (fields.get(name));
const query = new URLSearchParams(location.search);

/**
 * What is being written: a new entry, or the next revision of one that was saved before.
 * @type {{ id: string, revision: number, kept: Fields, edited: OwnEntry | null, replaces: string | null }}
 */
const entry = { id: uuid7(), revision: 1, kept: {}, edited: null, replaces: null };
const draft = new Draft(answers);
const photos = new PhotoField(document.getElementById("photos"), { onChange: markDirty });
const locationField = new LocationField(document.getElementById("location-field"), { onChange: markDirty });
/** @type {User} */
let user;
let lists = /** @type {Lists} */ ({ closed_months: /** @type {string[]} */ ([]) });
let mine = /** @type {Mine} */ ({ entries: /** @type {any[]} */ ([]), last_visited: {} });
let isPrepared = false;
/** Whether something was written that is nowhere but on this page. */
let isDirty = false;
/**
 * The entries that were saved here last, as long as their receipt is shown.
 * @type {Copy[] | null}
 */
let saved = null;

bindSteppers(form);
bindDayButtons(form, fieldOf("happened_on"));
addEventListener("beforeunload", (event) => {
  if (!isDirty || draft.canSave) return;
  event.preventDefault();
  // Older browsers ask only for this.
  event.returnValue = true;
});
form.addEventListener("input", ({ target }) => {
  markDirty();
  const field = /** @type {HTMLElement} */ (target).closest("[data-field]");
  if (field?.classList.contains("wrong")) markError(field, "");
});
form.addEventListener("change", ({ target }) => {
  const input = /** @type {HTMLInputElement} */ (target);
  applyPresets(input.closest("[data-sets]"), input.value);
  applyConditions();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});

function markDirty() {
  isDirty = true;
  draft.markDirty();
}

openPage(
  async (who, found, isFresh) => {
    user = who;
    lists = found.bootstrap;
    mine = found.mine;
    if (isPrepared) followServer();
    else await prepare(isFresh);
    if (saved) await showOutboxState();
  },
  { isBusy: () => isDirty },
);

/**
 * Fills the form when its lists are there; where nothing may be logged, it stays away.
 * @param {boolean} isFresh
 */
async function prepare(isFresh) {
  const own = ownEntries(await entriesOf(database, user.id).catch(() => []), mine.entries);
  const id = query.get("id") ?? query.get("again");
  const found = own.find((one) => one.id === id && one.kind === kind);
  // What the phone does not know yet may have come in from elsewhere.
  if (id && !found && !isFresh) return;
  isPrepared = true;
  if (id && !found) {
    showMessage(message("gone"), "bad", linkButton(message("back_to_list"), "/log/mine"));
    return;
  }
  if (found && !mayCorrect(found, lists)) {
    refuseEditing(found);
    return;
  }
  fill(own);
  if (found) startCorrection(found);
  const unfinished = await findUnfinished(found);
  if (unfinished) resumeDraft(unfinished);
  else await claimForm(entry.id);
  await photos.open(user, entry.id);
  form.hidden = false;
  // What depends on the answers follows them, as it does when somebody answers.
  form.dispatchEvent(new Event("change"));
}

/** @param {OwnEntry} found */
function refuseEditing(found) {
  const code = found.status === "approved" || found.status === "void" ? found.status : "month_closed";
  showMessage(
    found.state ? conflictOf(found) : message(`conflict.${code}`),
    "care",
    linkButton(message("back_to_list"), "/log/mine"),
  );
}

/** What the ward did since the phone asked it last may end a correction before it has begun. */
function followServer() {
  const now = mine.entries.find(({ id }) => id === entry.edited?.id);
  if (now && !saved && !isDirty && !mayChange(now, lists)) {
    form.hidden = true;
    refuseEditing(now);
  } else if (!form.hidden) {
    applyConditions();
  }
}

/** @param {OwnEntry[]} own */
function fill(own) {
  const recent = own.filter((one) => one.kind === kind).slice(0, RECENT_ENTRIES);
  fillOptions(form, lists, (name, code) => timesUsed(recent, name, code));
  for (const [name, field] of fields) {
    const source = field.querySelector("[data-search]")?.dataset.source;
    const seen = { ...ownDays(recent, name), ...mine.last_visited };
    if (source)
      field.picker = new HouseholdPicker(field, withOwnHouseholds(lists[source], own, name), seen, applyHousehold);
  }
  for (const [name, field] of fields)
    offerEarlier(
      field,
      recent.map((one) => one.fields[name]),
    );
  const area = fieldOf("neighbourhood");
  const last = own[0]?.fields.neighbourhood;
  const isListed = lists.neighbourhoods.some(({ id }) => id === last);
  writeField(area, isListed ? last : lists.neighbourhoods[0]?.id);
  locationField.field.hidden = !lists.settings.location;
}

/**
 * Adds the households and merchants that one wrote oneself and that the ward has not listed yet.
 * @param {any[]} listed
 * @param {any[]} own
 * @param {string} name
 */
function withOwnHouseholds(listed, own, name) {
  const known = new Set(listed.map(({ id }) => id));
  const added = own.filter(
    ({ fields: { [name]: household } }) => household && !known.has(household.id) && known.add(household.id),
  );
  const households = added.map(({ fields: written }) => {
    return { neighbourhood: written.neighbourhood, place: written.place, ...written[name] };
  });
  return [...listed, ...households];
}

/** Shows what depends on the answers, as it does when somebody answers. */
function applyConditions() {
  hideIrrelevant();
  showClosedMonth();
  offerOutcomes();
}

/**
 * An answer may settle others: where nobody was at home, nobody was helped.
 * @param {HTMLElement | null} field
 * @param {string} value
 */
function applyPresets(field, value) {
  const others = field ? JSON.parse(field.dataset.sets)[value] : {};
  for (const [name, other] of Object.entries(others ?? {})) {
    writeField(fieldOf(name), other);
    markError(fieldOf(name), "");
  }
}

/** Puts away what an answer leaves no room for. */
function hideIrrelevant() {
  for (const field of form.querySelectorAll("[data-only]")) {
    const { name, value } = JSON.parse(field.dataset.only);
    field.toggleAttribute("data-away", readField(fieldOf(name)) !== value);
  }
}

/**
 * @param {OwnEntry[]} recent
 * @param {string} name
 * @param {any} code
 */
function timesUsed(recent, name, code) {
  return recent.filter((one) => [one.fields[name]].flat().includes(code)).length;
}

/**
 * Returns the day on which one last went to each household; `recent` has the newest first.
 * @param {OwnEntry[]} recent
 * @param {string} name
 * @returns {Record<string, string>}
 */
function ownDays(recent, name) {
  const days = recent.filter((one) => one.fields[name]).map((one) => [one.fields[name].id, one.happened_on]);
  return Object.fromEntries(days.reverse());
}

/**
 * Offers what was written into a line of text before: a hall or a title comes back every month.
 * @param {Element} field
 * @param {any[]} values
 */
function offerEarlier(field, values) {
  const input = field.querySelector("input[data-recall]");
  const texts = [...new Set(values.filter((value) => typeof value === "string" && value))].slice(0, MAX_EARLIER_TEXTS);
  if (!input || texts.length === 0) return;
  const list = element(
    "datalist",
    { id: `${input.id}-earlier` },
    ...texts.map((value) => element("option", { value })),
  );
  input.setAttribute("list", list.id);
  field.append(list);
}

/** @param {Household} household */
function applyHousehold({ neighbourhood, place }) {
  if (neighbourhood) writeField(fieldOf("neighbourhood"), neighbourhood);
  if (place && fields.has("place")) writeField(fieldOf("place"), place);
  markDirty();
}

/** A closed month keeps its figures: what happened in it counts in the month it is now, and says so. */
function showClosedMonth() {
  const day = readField(fieldOf("happened_on"));
  const isClosed = Boolean(day) && lists.closed_months.includes(monthOf(day));
  const counted = monthOf(today());
  const notice = document.getElementById("closed");
  notice.hidden = !isClosed;
  form.elements.count_in.value = isClosed ? counted : (entry.kept.count_in ?? "");
  if (isClosed) notice.textContent = message("closed", { month: formatDay(monthOf(day)), counted: formatDay(counted) });
  const isOld = Boolean(day) && day < today(OLD_AFTER_DAYS);
  document.getElementById("old").hidden = !isOld;
}

/** Offers only the outcomes that the chosen service can have. */
function offerOutcomes() {
  for (const field of /** @type {NodeListOf<FieldElement>} */ (form.querySelectorAll("[data-field=outcome]"))) {
    const group = field.closest("[data-code]");
    const code = group?.dataset.code ?? readField(fields.get("service") ?? field);
    const outcomes = lists.services?.find((service) => service.code === code)?.outcomes;
    for (const input of field.querySelectorAll("input")) {
      const isOffered = !outcomes || outcomes.includes(input.value);
      input.closest("label").hidden = !isOffered;
      if (!isOffered) input.checked = false;
    }
  }
}

/** @param {OwnEntry} found */
function startCorrection(found) {
  // What the ward will not take as this entry is logged anew under an id of its own.
  if (query.has("again") || missedClosing(found, lists)) entry.replaces = found.id;
  else Object.assign(entry, { id: found.id, revision: found.revision + 1, edited: found });
  const { withdrawn: _, ...kept } = found.fields;
  entry.kept = kept;
  attachedBox?.remove();
  for (const [name, field] of fields) writeField(field, found.fields[name]);
  locationField.open(found.fields.location);
  if (found.state === REFUSED && found.outcome === "refused") markErrors(found.errors);
  const why = document.getElementById("why");
  why.hidden = found.status !== "returned" && found.state !== REFUSED;
  why.textContent = why.hidden ? "" : reasonOf(found);
}

/**
 * Returns the unfinished form to go on with: that of the entry being corrected, or the last new one.
 * @param {OwnEntry | undefined} found
 */
function findUnfinished(found) {
  if (entry.replaces) return findDraft(user, ({ replaces }) => replaces === entry.replaces);
  if (found) return findDraft(user, ({ id }) => id === entry.id);
  return findDraft(user, (one) => one.kind === kind && !one.isEdit && !one.replaces);
}

function answers() {
  const values = Object.fromEntries([...fields].map(([name, field]) => [name, readField(field)]));
  const isEdit = Boolean(entry.edited);
  const others = hasAttached() ? attached.answers() : [];
  const before = saved?.find(({ id }) => id === entry.id);
  const { id, kept, replaces } = entry;
  const revision = before ? before.revision + 1 : entry.revision;
  return {
    id,
    user: user.id,
    kind,
    isEdit,
    revision,
    kept,
    replaces,
    values,
    also: others,
    location: locationField.value,
  };
}

/** @param {any} unfinished */
function resumeDraft(unfinished) {
  const { id, kept } = unfinished;
  Object.assign(entry, { id, kept, revision: Math.max(entry.revision, unfinished.revision) });
  for (const [name, field] of fields)
    if (unfinished.values[name] !== undefined) writeField(field, unfinished.values[name]);
  locationField.open(unfinished.location);
  if (attachedBox?.isConnected) attached.open(unfinished.also);
  isDirty = true;
  const startOver = async () => {
    draft.end();
    isDirty = false;
    await endDraft(database, user.id, unfinished.id);
    location.reload();
  };
  showMessage(message("resumed"), "care", actionButton(message("start_anew"), startOver, { "data-start-anew": true }));
}

function check() {
  for (const field of fields.values()) markError(field, field.hidden || isAway(field) ? "" : errorOf(field));
  const attachedAreRight = !hasAttached() || attached.check();
  showWrong();
  return attachedAreRight && ![...fields.values()].some((field) => field.classList.contains("wrong"));
}

/** Lists what is wrong at the top, each with a way to its control. */
function showWrong() {
  const summary = document.getElementById("wrong");
  const wrong = [...form.querySelectorAll(".field.wrong")];
  summary.hidden = wrong.length === 0;
  summary.querySelector("ul").replaceChildren(
    ...wrong.map((field) => {
      const label = /** @type {any} */ (field.querySelector("label, legend").firstChild).textContent.trim();
      const link = element(
        "a",
        { href: `#${focusTarget(field).id}` },
        `${label}: ${field.querySelector(".error").textContent}`,
      );
      link.addEventListener("click", (event) => {
        event.preventDefault();
        focusTarget(field).focus();
      });
      return element("li", {}, link);
    }),
  );
  if (wrong.length) summary.focus();
}

function hasAttached() {
  return Boolean(attachedBox?.isConnected) && !isAway(attachedBox);
}

/** @param {Element} field */
function isAway(field) {
  return field.hasAttribute("data-away");
}

/** @returns {Fields} */
function writtenFields() {
  const own = Object.fromEntries([...fields].map(([name, field]) => [name, isAway(field) ? null : readField(field)]));
  const location = lists.settings.location ? { location: locationField.value } : {};
  return { ...entry.kept, ...own, ...location, count_in: form.elements.count_in.value || null };
}

/**
 * Returns the batch: the entry, and what it brings along.
 * @returns {Entry[]}
 */
function batch() {
  const main = { kind, id: entry.id, revision: entry.revision, fields: writtenFields() };
  const { happened_on, neighbourhood, count_in, companions } = main.fields;
  const shared = { happened_on, neighbourhood, count_in, companions };
  const others = hasAttached() ? attached.entries(main.id, shared).map((one) => ({ ...one, revision: 1 })) : [];
  return [main, ...others].map((one) => ({ ...one, recorded_at: new Date().toISOString(), form: FORM_VERSION }));
}

async function save() {
  if (button.disabled || !check()) return;
  button.disabled = true;
  try {
    await photos.done;
    const entries = nextRevisions(batch());
    if (await confirmRepeat(entries[0])) await saveAndSend(entries);
  } finally {
    button.disabled = false;
  }
}

/**
 * What was saved before and came back is saved again: unchanged it is the same, changed it is the next revision.
 * @param {Entry[]} entries
 */
function nextRevisions(entries) {
  return entries.map((one) => {
    const before = saved?.find(({ id }) => id === one.id);
    if (!before) return one;
    const isSame = JSON.stringify(before.fields) === JSON.stringify(JSON.parse(JSON.stringify(one.fields)));
    return { ...one, revision: before.revision + (isSame ? 0 : 1) };
  });
}

/**
 * Asks when somebody was at this household a few days ago, or will be counted there already.
 * @param {Entry} main
 */
async function confirmRepeat(main) {
  const field = [...fields.values()].find((one) => one.querySelector("[data-source=households]"));
  const household = field && readField(field);
  if (!household || entry.edited || saved) return true;
  const copies = await entriesOf(database, user.id).catch(() => []);
  const own = [main.id, entry.replaces];
  const counts = (/** @type {Copy} */ { id, state, fields: kept }) =>
    state === WAITING && !kept.withdrawn && !own.includes(id);
  const waits = copies.some((copy) => counts(copy) && copy.fields[field.dataset.field]?.id === household.id);
  const last = mine.last_visited[household.id];
  if (!waits && !(last && last >= today(REPEAT_VISIT_DAYS))) return true;
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("repeat"));
  dialog.querySelector("[data-line]").textContent = waits
    ? message("already_waiting")
    : message("visited_lately", { day: formatDay(last) });
  return (await answerTo(dialog)) === "save";
}

/** @param {Entry[]} entries */
async function saveAndSend(entries) {
  draft.end();
  try {
    saved = await saveEntries(database, user, entries, { draft: entry.id, replaces: entry.replaces });
  } catch (error) {
    draft.resume();
    if (!(error instanceof StorageError)) throw error;
    return sendUnsaved(entries, error);
  }
  isDirty = false;
  document.getElementById("state").replaceChildren();
  form.hidden = true;
  openReceipt(saved, lists, Boolean(entry.edited));
  navigator.storage?.persist?.().catch(() => {});
  sendInBackground();
  await broadcastChange();
  await sendWaiting();
  return undefined;
}

/**
 * A phone without room may still have a line: then the ward keeps what the phone cannot.
 * @param {Entry[]} entries
 * @param {StorageError} failure
 */
async function sendUnsaved(entries, { reason }) {
  try {
    const { receipts, csrf } = await sendWithoutSaving(user, entries);
    const failed = receipts.filter((receipt) => !isAccepted(receipt));
    if (failed.length) return showFailure(failed.map((receipt) => ({ ...receipt, state: REFUSED })));
    isDirty = false;
    draft.end();
    form.hidden = true;
    openReceipt(entries, lists, Boolean(entry.edited));
    setReceipt("stored");
    // A photo that does not get through now waits, or stays with the unfinished form where there is no room for more.
    await sendPhotosWithoutSaving(database, user, entry.id, csrf).catch(() => {});
    await sendWaiting();
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    show(showMessage(`${message(reason)} ${message("kept_nowhere")}`, "bad"));
  }
  return undefined;
}

/** Shows where what was saved stands now. What came back opens again, as long as one is still here. */
async function showOutboxState() {
  const copies = await Promise.all(/** @type {Copy[]} */ (saved).map(({ id }) => findEntry(database, id)));
  const state = outboxState(copies);
  if (state !== REFUSED) {
    setReceipt(state === PARKED ? WAITING : state, ...pendingReasons(state));
    return;
  }
  if (form.hidden) showFailure(/** @type {Copy[]} */ (copies.filter((copy) => copy?.state === REFUSED)));
}

/** @param {string} state */
function pendingReasons(state) {
  if (state === PARKED) return [message("unsendable")];
  if (sync.lastError === "signed_out") return [message("trouble.signed_out"), linkButton(message("sign_in"), "/login")];
  return [message(sync.lastError === "forbidden" ? "trouble.forbidden" : "kept_hint")];
}

/**
 * Brings what is said at the top before the eyes of who is down at the button.
 * @param {HTMLElement} state
 */
function show(state) {
  state.scrollIntoView({ block: "center" });
  state.querySelector("a")?.focus({ preventScroll: true });
}

/** @param {{ id: string, outcome?: string, code?: string, errors?: Errors }[]} failed */
function showFailure(failed) {
  closeReceipt();
  form.hidden = false;
  isDirty = true;
  draft.resume();
  const conflict = failed.find(({ outcome }) => outcome === "conflict");
  if (conflict) show(showMessage(conflictOf(conflict), "bad", linkButton(message("back_to_list"), "/log/mine")));
  else if (!failed.some(({ id }) => id === entry.id)) show(showMessage(message("also_failed"), "bad"));
  for (const { id, errors } of failed) {
    if (id === entry.id) markErrors(errors);
    else attached?.markErrors(id, errors ?? {});
  }
  showWrong();
}

/** @param {Errors | undefined} errors */
function markErrors(errors) {
  for (const [name, texts] of Object.entries(errors ?? {})) {
    // What the form does not show, such as the month, is said beside the day.
    markError(fields.get(name) ?? fieldOf("happened_on"), texts.join(" "));
  }
}
