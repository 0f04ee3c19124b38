// The event for which an entry is logged, as one line above the form: set by itself while one is on, changed or cleared at
// a tap. Loaded where the phone knows of an event, or the entry names one.
import { formatDay } from "../common/calendar.js";
import { actionButton, element } from "../common/elements.js";
import { eventsOn, isOfUser, presentAtWard } from "../common/event_days.js";
import { hours, placeOf, titleOf } from "../common/event_words.js";
import { message } from "../common/messages.js";
import { attachedBox, fieldOf, fields } from "./entry_form.js";
import { EventChoice, isOnOtherDay } from "./event_choice.js";
import { readField, writeField } from "./fields.js";

/** @import { EventDate, Fields, Lists } from "../types.js" */
/** @import { Chosen } from "./event_choice.js" */

const STORED_AS = "tung-nha-event";
const box = /** @type {HTMLElement} */ (document.getElementById("occasion"));
const line = /** @type {HTMLElement} */ (box.querySelector(".chosen-item"));
const choices = box.querySelector("[data-choices]");
// It stands where the day is changed: the line above is far from there.
const notice = element("output", { class: "new-day", id: "event-notice" });
fieldOf("happened_on").append(notice);
/** @type {EventChoice | undefined} */
let choice;
/** @type {Lists} */
let lists;
/** The place that came with the event, and goes with it. */
let placeOfEvent = /** @type {number | null} */ (null);

/**
 * Shows the event of the entry after each change; at first it sets it, unless the entry has its answer: one that is corrected, with
 * its `original` fields, or a draft, which `isWritten` already.
 * @param {Lists} known
 * @param {Fields} original
 * @param {boolean} [isWritten]
 */
export function followEvent(known, original, isWritten = false) {
  lists = known;
  if (!choice) {
    choice = new EventChoice(readField(fieldOf("event")), isWritten || "happened_on" in original);
    placeOfEvent = dateOf(choice.event)?.place ?? null;
  }
  const day = readField(fieldOf("happened_on")) ?? "";
  const { event } = choice;
  const lost = choice.follow(lists, day, presentAtWard(), readChosen());
  if (choice.event !== event) write(choice);
  if (lost) notice.textContent = message("occasion.cleared", { title: lost.title, day: formatDay(day) });
  else if (isOnOtherDay(lists, choice.event, day)) notice.textContent = message("occasion.other_day");
  else if (choice.event !== null) notice.textContent = "";
  if (attachedBox) shareWith(attachedBox);
  // What is offered stays while it is read.
  if (choice.event !== event || !choices.hasChildNodes()) show(choice, day);
}

/**
 * Lets what is logged with the entry be for the same event.
 * @param {HTMLElement} others
 */
function shareWith(others) {
  const { event: _event, place: _place, ...fixed } = JSON.parse(others.dataset.fixed);
  const event = readField(fieldOf("event"));
  const shared = event === null ? fixed : { ...fixed, event, place: readField(fieldOf("place")) };
  others.dataset.fixed = JSON.stringify(shared);
}

/**
 * Returns a date of an event: that of the entry's day, if it has one.
 * @param {number | null} event
 */
function dateOf(event) {
  const dates = (lists.events ?? []).filter(({ id }) => id === event);
  return dates.find(({ on }) => on === readField(fieldOf("happened_on"))) ?? dates[0];
}

/**
 * Writes the event into the form, and its place in place of that of the event before.
 * @param {EventChoice} chosen
 */
function write({ event }) {
  writeField(fieldOf("event"), event);
  const field = fields.get("place");
  if (!field) return;
  const place = dateOf(event)?.place ?? null;
  const isOffered = field.querySelector(`option[value="${place}"]`);
  const before = readField(field);
  if (before === placeOfEvent || (before === null && isOffered)) writeField(field, isOffered ? place : null);
  placeOfEvent = place;
}

/**
 * @param {EventChoice} chosen
 * @param {string} day
 */
function show({ event }, day) {
  const offered = eventsOn(lists, day);
  const own = offered.filter(isOfUser);
  box.hidden = event === null && own.length === 0;
  line.hidden = false;
  choices.replaceChildren();
  const [title, where] = line.querySelectorAll("b, small");
  const [date] = event === null ? own : [dateOf(event)];
  const change = line.querySelector("button");
  box.dataset.event = String(event ?? "");
  line.querySelector("span").textContent = message(event === null ? "occasion.offered" : "occasion.for");
  title.textContent = event === null ? own.map((one) => one.title).join(" · ") : titleOf(event, lists);
  where.textContent = (date && (event === null ? own.length === 1 && whereAndWhen(date) : placeNow(date))) || "";
  const isOne = event === null && offered.length === 1;
  change.textContent = message(event === null ? (isOne ? "occasion.take" : "occasion.choose") : "occasion.change");
  change.onclick = () => (isOne ? choose(offered[0].id) : open(offered, event));
}

const whereAndWhen = (/** @type {EventDate} */ date) => [placeOf(date, lists), hours(date)].filter(Boolean).join(" · ");

/**
 * Returns where the work is: at the place of the form, or where the event is.
 * @param {EventDate} date
 */
function placeNow(date) {
  const place = readField(fields.get("place") ?? fieldOf("event"));
  return placeOf(fields.has("place") && place ? { ...date, place } : date, lists);
}

/**
 * Offers the events of the day, and none, in place of the line.
 * @param {EventDate[]} offered
 * @param {number | null} event
 */
function open(offered, event) {
  const others = offered.filter(({ id }) => id !== event);
  const buttons = [
    ...others.map((date) => {
      const button = actionButton("", () => choose(date.id), { "data-choose": date.id });
      button.append(element("span", {}, date.title, element("small", {}, whereAndWhen(date))));
      return button;
    }),
    event === null ? null : actionButton(message("occasion.none"), () => choose(null), { "data-choose": "" }),
    actionButton(message("occasion.keep"), () => choose(event), { class: "quiet", "data-choose": "back" }),
  ].filter((button) => button !== null);
  line.hidden = true;
  choices.replaceChildren(...buttons);
  buttons[0].focus();
}

/** @param {number | null} event */
function choose(event) {
  const day = readField(fieldOf("happened_on")) ?? "";
  if (choice && event !== choice.event) {
    choice.choose(event);
    notice.textContent = "";
    choices.replaceChildren();
    storeChosen(event === null ? null : { user: lists.user?.id, day, event });
    write(choice);
    // The entry is written in now, and its draft has to be stored.
    const input = fieldOf("event").querySelector("input");
    for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
  } else if (choice) show(choice, day);
  line.querySelector("button").focus();
}

/** @returns {Chosen | null} */
function readChosen() {
  try {
    return JSON.parse(sessionStorage.getItem(STORED_AS) ?? "null");
  } catch {
    return null;
  }
}

/**
 * Lets the next entry of the same day be logged for what was chosen by hand.
 * @param {Chosen | null} chosen
 */
function storeChosen(chosen) {
  try {
    sessionStorage.setItem(STORED_AS, JSON.stringify(chosen));
  } catch {
    // Without room nothing goes on to the next entry.
  }
}
