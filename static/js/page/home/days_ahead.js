// What home says of the ward's days: the events of today, the next duty, and campaigns that are on. It stands below what
// home is opened for, and is loaded only where there is any.
import { formatDay, formatDayWithWeekday, onNewDay } from "../common/calendar.js";
import { element, linkButton, scrollToMessage, showMessage } from "../common/elements.js";
import { dutiesToCome, isOfUser, presentAtWard } from "../common/event_days.js";
import { hours, placeOf } from "../common/event_words.js";
import { findItem } from "../common/listed.js";
import { language, message } from "../common/messages.js";

/** @import { Campaign, EventDate, Lists } from "../types.js" */
/** @import { DutyDate } from "../common/event_days.js" */

const MOST_AREAS = 3; // that are named; of more it is said how many
/** @type {Lists} */
let lists;
let shown = "";
let isFollowing = false;

/**
 * Shows the days that the stored lists know, as of now; nothing is no section.
 * @param {Lists} known
 */
export function showDaysAhead(known) {
  lists = known;
  show();
  if (isFollowing) return;
  isFollowing = true;
  onNewDay(show);
}

function show() {
  const present = presentAtWard();
  const today = (lists.events ?? []).filter((event) => event.on === present.day && isOfUser(event));
  const duties = dutiesToCome(lists, present);
  const on = (lists.campaigns ?? []).filter(({ from, to }) => from <= present.day && present.day <= to);
  // Unchanged content is not replaced, so that no link disappears while it is tapped.
  const content = JSON.stringify([present.day, today, duties, on, lists.places]);
  if (content === shown) return;
  shown = content;
  const section = document.getElementById("days-ahead");
  const parts = [
    part("days.today", today.map(eventRow)),
    part(
      "days.duty",
      duties.map((one) => dutyRow(one, present.day)),
    ),
    part("days.campaigns", on.map(campaignRow)),
  ].flat();
  section.hidden = parts.length === 0;
  section.replaceChildren(...parts);
}

/**
 * @param {string} name
 * @param {HTMLElement[]} rows
 */
function part(name, rows) {
  return rows.length ? [element("h2", {}, message(name)), element("ul", { class: "rows" }, ...rows)] : [];
}

/** @param {EventDate} event */
function eventRow(event) {
  const where = [hours(event), placeOf(event, lists)].filter(Boolean).join(" · ");
  return element("li", { "data-event": event.id }, describe(event, event.title, where));
}

/**
 * Describes a date of an event. One that was called off is struck out, and says so in words.
 * @param {EventDate} event
 * @param {string} title
 * @param {(string | null)[]} lines
 */
function describe(event, title, ...lines) {
  const { called_off, reason, day, on } = event;
  const moved = day !== on ? message("days.moved", { day: formatDay(day) }) : "";
  const change = [called_off ? message("days.called_off") : moved, reason].filter(Boolean).join(": ");
  return element(
    "span",
    {},
    element(called_off ? "s" : "span", {}, title),
    ...[...(called_off ? [] : lines), change].filter(Boolean).map((line) => element("small", {}, line)),
  );
}

/**
 * @param {DutyDate} next
 * @param {string} today
 */
function dutyRow({ event, duty }, today) {
  const day = event.on === today ? message("today") : formatDayWithWeekday(event.on, language);
  const place = [event.title, placeOf(event, lists)].filter(Boolean).join(" · ");
  const answer = message(duty.answer ? "days.accepted" : "days.not_answered");
  const link = linkButton(message(duty.answer ? "days.see_duties" : "days.answer"), "/calendar/duties");
  link.addEventListener("click", sayWithoutLine);
  return element(
    "li",
    { "data-duty": event.day },
    describe(event, `${day}, ${hours(duty)}`, place, answer),
    event.called_off ? null : link,
  );
}

/**
 * The page of the duties needs a connection; without one this page says so, and stays.
 * @param {Event} event
 */
function sayWithoutLine(event) {
  if (navigator.onLine) return;
  event.preventDefault();
  scrollToMessage(showMessage(message("days.no_network"), "warning"));
}

/** @param {Campaign} campaign */
function campaignRow({ id, name, to, areas }) {
  const named = areas.map((area) => findItem(lists, "neighbourhoods", area)?.name).filter(Boolean);
  const where = named.length <= MOST_AREAS ? named.join(", ") : message("days.areas", { number: named.length });
  const until = message("days.until", { day: formatDay(to) });
  return element(
    "li",
    { "data-campaign": id },
    element("span", {}, name, element("small", {}, [until, where].filter(Boolean).join(" · "))),
  );
}
