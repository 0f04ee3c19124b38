// A shift at a desk: where and how people are helped today, and the groups of procedures in the order of their use. Pure
// rules; uses no page.
import { eventByItself, eventsOn } from "../common/event_days.js";
import { periodOfEntry } from "../common/own_entries.js";

/** @import { Choice, Fields, Lists, OwnEntry, WardEntry } from "../types.js" */
/** @import { Present } from "../common/event_days.js" */
/** @import { PeopleCount } from "../../outbox/types.js" */

/**
 * A shift: its day, the event and the place where it is, the area that its people count for, and how papers are handed in.
 * @typedef {{ day: string, event: number | null, place: number | null, neighbourhood: number, outcome: string }} Shift
 */

/**
 * Where a shift may be: an event of the day with its place, or a place, which `isDesk` when people come there for procedures;
 * both are null elsewhere.
 * @typedef {{ value: string, name: string, event: number | null, place: number | null, isDesk: boolean }} Where
 */

export const DEFAULT_OUTCOME = "guided";
/** How papers are handed in by who comes to a desk; who is sent elsewhere is logged by the form. */
export const OUTCOMES = [DEFAULT_OUTCOME, "submitted"];

/**
 * Returns where a shift of `day` may be, the events of the day first. `elsewhere` names what is at none of them.
 * @param {Lists} lists
 * @param {string} day
 * @param {string} elsewhere
 * @returns {Where[]}
 */
export function placesOfDay(lists, day, elsewhere) {
  const atEvents = eventsOn(lists, day).map(({ id, title, place }) => {
    return { value: atEvent(id), name: title, event: id, place, isDesk: false };
  });
  const atPlaces = (lists.places ?? []).map(
    (/** @type {{ id: number, name: string, type: string }} */ { id, name, type }) => {
      return { value: `place ${id}`, name, event: null, place: id, isDesk: type === "service_point" };
    },
  );
  return [...atEvents, ...atPlaces, { value: "", name: elsewhere, event: null, place: null, isDesk: false }];
}

const atEvent = (/** @type {number} */ id) => `event ${id}`;

/**
 * Returns the value of where a shift of `day` is: as it was chosen on that day, at the event that is on and where its user is
 * on the roster, where the last shift was, at a desk, or elsewhere.
 * @param {Where[]} offered
 * @param {{ where?: string, day?: string }} chosen
 * @param {Lists} lists
 * @param {string} day
 * @param {Present} present
 */
export function whereByItself(offered, chosen, lists, day, present) {
  const isOffered = offered.some(({ value }) => value === chosen.where);
  if (isOffered && chosen.day === day) return chosen.where ?? "";
  const event = eventByItself(lists, day, present);
  if (event) return atEvent(event.id);
  return isOffered && chosen.where ? chosen.where : (offered.find(({ isDesk }) => isDesk)?.value ?? "");
}

/**
 * Tells whether a count is of a shift: where and when, whoever it counts for and however papers were handed in.
 * @param {PeopleCount} count
 * @param {Shift} shift
 */
export const isOfShift = ({ fields }, { day, event, place }) =>
  fields.happened_on === day && (fields.event ?? null) === event && (fields.place ?? null) === place;

/**
 * Returns the fields of a shift's entry for a group of procedures, but for the people.
 * @param {Shift} shift
 * @param {string} procedure
 * @returns {Fields}
 */
export function fieldsOf({ day, event, place, neighbourhood, outcome }, procedure) {
  const where = { ...(event === null ? {} : { event }), ...(place === null ? {} : { place }) };
  return { happened_on: day, neighbourhood, ...where, procedure, outcome };
}

/**
 * Returns the groups of procedures, those first that were most used: in the counts on this phone, then in the author's
 * own entries. Among equals their order stays.
 * @param {Choice[]} procedures
 * @param {PeopleCount[]} counts
 * @param {OwnEntry[]} own
 */
export function byUse(procedures, counts, own) {
  /** @type {Map<string, number>} */
  const used = new Map();
  const add = (/** @type {Fields} */ { procedure }, /** @type {number} */ people) =>
    used.set(procedure, (used.get(procedure) ?? 0) + people);
  const counted = new Set(counts.flatMap(({ id, parts }) => [id, ...parts.map((part) => part.id)]));
  for (const { fields, people } of counts) add(fields, people);
  for (const { id, fields } of own) if (fields.procedure && !counted.has(id)) add(fields, fields.people);
  const useOf = (/** @type {Choice} */ { code = "" }) => used.get(code) ?? 0;
  return [...procedures].sort((one, other) => useOf(other) - useOf(one));
}

/**
 * Returns the name of a group of procedures without what stands in brackets after it, and that.
 * @param {string} name
 */
export function nameParts(name) {
  const [, short, more] = name.match(/^(.+?)\s*\((.+)\)$/) ?? ["", name, ""];
  return { short, more };
}

/**
 * Returns what the ward has of own entries, by their ids. What it returned waits for its author, who has to look at it.
 * @param {WardEntry[]} entries
 * @param {Lists} lists
 */
export function knownAtWard(entries, lists) {
  return new Map(
    entries.map((entry) => {
      const isOpen = entry.status === "submitted" && !periodOfEntry(entry, lists).closed;
      return [entry.id, { revision: entry.revision, people: entry.fields.people ?? 0, isOpen }];
    }),
  );
}
