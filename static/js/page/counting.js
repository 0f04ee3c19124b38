// Counting at a busy desk: one tap is one person. Each is shown at once, and looks counted when it is on the disk; it goes to the
// ward as one entry a shift and group of procedures, after a pause.
import { peopleOf } from "../outbox/count_rules.js";
import { countOne, readCounting, takeBackOne } from "../outbox/count_store.js";
import { onNewDay } from "./common/calendar.js";
import { element, showMessage } from "./common/elements.js";
import { formatNumber, message } from "./common/messages.js";
import { countedEntries } from "./common/own_entries.js";
import { openPage } from "./common/page_start.js";
import { database } from "./common/sync.js";
import { readCounts } from "./common/unsent_counts.js";
import { showButtons, showCount } from "./counting/buttons.js";
import { settleCounts, wardDay } from "./counting/settling.js";
import { byUse, fieldsOf, isOfShift, nameParts } from "./counting/shift.js";
import { chosenShift, followChoice, openShift } from "./counting/shift_controls.js";

/** @import { Choice, OwnEntry, Readings } from "./types.js" */
/** @import { PeopleCount, User } from "../outbox/types.js" */
/** @import { Shift } from "./counting/shift.js" */

const PAUSE_MS = 5_000; // after the last tap, until what was counted is put among the entries

const page = document.getElementById("counting");
const state = document.getElementById("count-state");
const takeBack = /** @type {HTMLButtonElement} */ (document.getElementById("take-back"));
const end = /** @type {HTMLButtonElement} */ (document.getElementById("end-shift"));
const summary = document.getElementById("shift-end");

/** @type {User | undefined} */
let user;
/** @type {Readings} */
let readings;
/** @type {Shift | undefined} */
let shift;
/** @type {PeopleCount[]} */
let counts = [];
/** @type {PeopleCount | null} */
let last = null;
/** @type {OwnEntry[]} */
let own = [];
/** @type {Map<string, number>} */
const waiting = new Map();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;
/** @type {Promise<unknown>} */
let settling = Promise.resolve();

openPage(
  async (reader, lists) => {
    [user, readings] = [reader, lists];
    ({ own } = await readCounts(user.id, readings));
    await takeIn();
    shift ??= await openShift(user.id, wardDay(), readings.bootstrap);
    await followDay();
    const procedures = byUse(readings.bootstrap.procedures ?? [], counts, own);
    showButtons(procedures, tap);
    page.hidden = !procedures.length || !summary.hidden;
    document.getElementById("no-procedures").hidden = procedures.length > 0;
    draw();
    // What a battery that ended left behind is put among the entries now.
    settle();
  },
  { isBusy: () => waiting.size > 0 },
);

followChoice(
  () => user?.id,
  () => {
    shift = chosenShift(wardDay(), readings.bootstrap);
    draw();
  },
);
takeBack.addEventListener("click", takeBackLast);
end.addEventListener("click", endShift);
document.getElementById("go-on").addEventListener("click", () => showEnd(false));
onNewDay(async () => {
  if (await followDay()) draw();
});
addEventListener("pagehide", () => settle());
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && settle());

/** Reads what is counted on this phone, here and in other tabs. */
async function takeIn() {
  if (user) ({ counts, last } = await readCounting(database, user.id));
}

/** Begins another shift when a new day or an event has begun; tells whether it has. What is at an event stays there. */
async function followDay() {
  const day = wardDay();
  if (!user || !shift || (shift.day === day && shift.event !== null)) return false;
  const before = shift;
  shift = await openShift(user.id, day, readings.bootstrap);
  if (shift.day !== before.day) settle();
  return shift.day !== before.day || shift.event !== before.event || shift.place !== before.place;
}

/**
 * Counts one person: shows it at once, and as stored when it is on the disk.
 * @param {string} procedure
 */
async function tap(procedure) {
  if (!user || !shift) return;
  // Midnight may have passed since the page was looked at.
  if (shift.day !== wardDay() && (await followDay())) draw();
  wait(procedure, 1);
  try {
    keep(await countOne(database, user, fieldsOf(shift, procedure)));
    showState("stored");
  } catch (error) {
    showFailure(error);
  } finally {
    wait(procedure, -1);
  }
  settleAfterPause();
}

/**
 * Notes that a person is being stored, or no longer, and shows it.
 * @param {string} procedure
 * @param {number} change
 */
function wait(procedure, change) {
  const number = (waiting.get(procedure) ?? 0) + change;
  if (number) waiting.set(procedure, number);
  else waiting.delete(procedure);
  showNumbers(procedure);
}

/**
 * Takes in a count as it was stored.
 * @param {PeopleCount} count
 */
function keep(count) {
  const isSame = (/** @type {PeopleCount} */ one) => JSON.stringify(one.fields) === JSON.stringify(count.fields);
  const at = counts.findIndex(isSame);
  if (at < 0) counts.push(count);
  else counts[at] = count;
  last = count;
  showLast();
}

async function takeBackLast() {
  if (!user) return;
  takeBack.disabled = true;
  try {
    const fewer = await takeBackOne(database, user.id, wardDay());
    await takeIn();
    draw();
    if (fewer) showState("taken-back");
  } catch (error) {
    showFailure(error);
  }
  settleAfterPause();
}

function settleAfterPause() {
  clearTimeout(pause);
  pause = setTimeout(settle, PAUSE_MS);
}

/** Puts what was counted among the entries, one time after the other; never fails. */
function settle() {
  clearTimeout(pause);
  const work = async () => {
    if (!user) return;
    await settleCounts(user, readings);
    await takeIn();
  };
  settling = settling.then(work).catch(showFailure);
  return settling;
}

async function endShift() {
  end.disabled = true;
  await settle();
  end.disabled = false;
  draw();
  showEnd(true);
}

/** @param {boolean} isOver */
function showEnd(isOver) {
  page.hidden = isOver;
  summary.hidden = !isOver;
  if (!isOver) return;
  const counted = namesOfProcedures().filter(([code]) => peopleIn(code) > 0);
  summary
    .querySelector("ul")
    .replaceChildren(
      ...counted.map(([code, name]) => element("li", {}, `${name}: `, element("b", {}, formatNumber(peopleIn(code))))),
    );
  summary.focus();
}

/** Shows all numbers, and what can be taken back. */
function draw() {
  for (const [code] of namesOfProcedures()) showNumbers(code);
  showTotal();
  showLast();
}

/** @param {string} code */
function showNumbers(code) {
  const more = waiting.get(code) ?? 0;
  showCount(code, peopleIn(code) + more, more);
  showTotal();
}

function showTotal() {
  const more = [...waiting.values()].reduce((sum, one) => sum + one, 0);
  const ids = new Set(ofShift().flatMap(({ id, parts }) => [id, ...parts.map((part) => part.id)]));
  const atWard = readings.mine.entries.filter(({ id, status }) => ids.has(id) && status !== "void");
  const received = atWard.reduce((sum, { fields }) => sum + fields.people, 0);
  const total = ofShift().reduce((sum, count) => sum + peopleOf(count, heldNow), more);
  for (const [name, figure] of Object.entries({ total: Math.max(0, total), received }))
    for (const place of document.querySelectorAll(`[data-figure-of="${name}"]`)) {
      place.textContent = formatNumber(figure);
      /** @type {HTMLElement} */ (place).dataset.people = String(figure);
    }
}

function showLast() {
  const isToday = last?.fields.happened_on === shift?.day;
  const name = last && isToday ? nameOf(last.fields.procedure) : "";
  takeBack.disabled = !name;
  takeBack.querySelector("small").textContent = name;
}

/** Returns the counts of the shift that is chosen. */
const ofShift = () => counts.filter((count) => shift && isOfShift(count, shift));

/**
 * Returns how many people of the shift a group of procedures has.
 * @param {string} code
 */
function peopleIn(code) {
  const ofGroup = ofShift().filter(({ fields }) => fields.procedure === code);
  return Math.max(
    0,
    ofGroup.reduce((sum, count) => sum + peopleOf(count, heldNow), 0),
  );
}

/**
 * Returns how many people an own entry holds today: none where it was withdrawn or made void.
 * @param {string} id
 * @returns {number | undefined}
 */
function heldNow(id) {
  const entry = own.find((one) => one.id === id);
  return entry && (countedEntries([entry])[0]?.fields.people ?? 0);
}

/** @returns {[string, string][]} */
const namesOfProcedures = () =>
  (readings.bootstrap.procedures ?? []).map((/** @type {Choice} */ { code, name }) => [code, nameParts(name).short]);

const nameOf = (/** @type {string} */ code) => new Map(namesOfProcedures()).get(code) ?? code;

/**
 * Shows what became of the last tap.
 * @param {string} name
 */
function showState(name) {
  if (state.dataset.state === name) return;
  state.dataset.state = name;
  for (const text of state.children) /** @type {HTMLElement} */ (text).hidden = text.getAttribute("data-of") !== name;
}

/** @param {unknown} error */
function showFailure(error) {
  const { reason } = /** @type {{ reason?: string }} */ (error);
  showState("failed");
  if (reason) showMessage(message(reason), "bad");
  else console.warn(error);
}
