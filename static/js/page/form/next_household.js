// Which household of a lane comes next on a round: in the order of their numbers, without those visited lately. Uses no
// page.
import { WAITING } from "../../outbox/states.js";
import { today } from "../common/calendar.js";
import { alleyOf, compareHouses, unitedLanes } from "../common/lanes.js";
import { countedEntries } from "../common/own_entries.js";

/** @import { Lane } from "../common/addresses.js" */
/** @import { Copy, Mine, OwnEntry } from "../types.js" */
/** @import { Listed } from "./household_list.js" */
/** @import { KnownHousehold } from "./known_state.js" */
/** @typedef {Pick<typeof import("../common/addresses.js"), "houseNumber" | "inLane" | "laneOf">} Addresses */
/** @typedef {{ isDone(household: { id: string }): boolean, isAbsent(household: { id: string }): boolean }} Round */

export const LATELY_DAYS = 7; // within which a household that was met is not due again

/**
 * Returns a lane by the label of a household in it, with the household to visit after it (null when the lane is done),
 * how many of the lane have to be visited again because nobody was at home, and the first one of the next lane of the area
 * that is not done; null for a label without a lane. What the rules of addresses make of a household stays with it.
 * @param {{ id: string, label: string, neighbourhood?: number }} visited
 * @param {Listed[]} households
 * @param {Round} round
 * @param {Addresses} addresses
 */
export function nextInLane(visited, households, round, addresses) {
  const written = addresses.laneOf(visited.label);
  if (!written) return null;
  const here = households.filter(({ neighbourhood }) => neighbourhood === visited.neighbourhood);
  const alley = alleyOf(written);
  const alike = addresses
    .inLane(here, { ...written, key: alley })
    .filter((one) => one.lane && alleyOf(one.lane) === alley);
  const united = unitedLanes([written, ...alike.map((one) => one.lane)]);
  const lane = united(written);
  const houses = alike.filter((one) => united(one.lane ?? null)?.key === lane.key);
  const next = nextHouse(visited, houses, round, addresses);
  const absent = houses.filter(round.isAbsent).length;
  return { lane: lane.name, next, absent, other: next ? null : otherLane(lane, visited, here, round, addresses) };
}

/**
 * Returns the house that follows in a lane, round and round, and is not done.
 * @param {{ id: string, label: string }} visited
 * @param {Listed[]} houses
 * @param {Round} round
 * @param {Addresses} addresses
 */
function nextHouse(visited, houses, { isDone }, { houseNumber }) {
  const start = { ...visited, number: houseNumber(visited.label) };
  const due = houses.filter((one) => one.id !== visited.id && !isDone(one));
  const ordered = due.map((one) => ({ id: one.id, label: one.text, number: houseNumber(one.text), one }));
  ordered.sort(compareHouses);
  return (ordered.find((each) => compareHouses(each, start) > 0) ?? ordered[0])?.one ?? null;
}

/**
 * Returns the first house of the next lane of an area that is not done.
 * @param {Lane} lane
 * @param {{ id: string, label: string }} visited
 * @param {Listed[]} here
 * @param {Round} round
 * @param {Addresses} addresses
 */
function otherLane(lane, visited, here, round, addresses) {
  for (const one of here) if (one.lane === undefined) one.lane = addresses.laneOf(one.text);
  const united = unitedLanes(here.map((one) => one.lane));
  /** @type {Map<string, Listed[]>} */
  const due = new Map();
  for (const one of here) {
    const key = united(one.lane ?? null)?.key;
    if (key === undefined || key === lane.key || one.id === visited.id || round.isDone(one)) continue;
    due.set(key, [...(due.get(key) ?? []), one]);
  }
  const keys = [...due.keys()].sort(inOrder);
  const key = keys.find((each) => inOrder(each, lane.key) > 0) ?? keys[0];
  const first = { id: "", label: "" };
  return key === undefined ? null : nextHouse(first, due.get(key) ?? [], round, addresses);
}

const inOrder = new Intl.Collator("vi", { numeric: true }).compare;

/**
 * Returns which households were visited lately, or have a visit that waits on this phone (`isDone`), and where nobody was
 * met then (`isAbsent`). Where nobody was met within the last days the household is due again, but not on the same round,
 * which is that of `day`.
 * @param {{ copies: Copy[], own: OwnEntry[], lastVisited: Mine["last_visited"], known: Map<string, KnownHousehold>,
 *   day: string }} data
 * @returns {Round}
 */
export function visitedLately({ copies, own, lastVisited, known, day }) {
  const since = today(LATELY_DAYS);
  const isRecent = (/** @type {string} */ on, /** @type {string | null | undefined} */ met) =>
    on >= day || (on >= since && met !== "absent");
  const waiting = copies.filter(({ state, fields }) => state === WAITING && !fields.withdrawn);
  const counted = countedEntries(own);
  const recent = counted.filter(({ happened_on, fields }) => isRecent(happened_on, fields.met));
  const visits = [...waiting, ...recent].map(({ fields }) => fields);
  const done = new Set(visits.map(({ household }) => household?.id));
  const met = new Set(visits.filter((one) => one.met !== "absent").map(({ household }) => household?.id));
  const metOf = Object.fromEntries(counted.map(({ fields }) => [fields.household?.id, fields.met]).reverse());
  /** @type {(id: string) => [string, string | null | undefined][]} */
  const visitsOf = (id) => {
    const { last, met_on } = known.get(id) ?? {};
    const on = lastVisited[id];
    return [
      ...(last ? [/** @type {[string, string]} */ ([last.on, last.met])] : []),
      ...(met_on ? [/** @type {[string, string]} */ ([met_on, "met"])] : []),
      ...(on ? [/** @type {[string, string]} */ ([on, last?.on === on ? last.met : metOf[id]])] : []),
    ];
  };
  const isDone = (/** @type {{ id: string }} */ { id }) =>
    done.has(id) || visitsOf(id).some(([on, how]) => isRecent(on, how));
  const isMet = (/** @type {{ id: string }} */ { id }) =>
    met.has(id) || visitsOf(id).some(([on, how]) => on >= since && how !== "absent");
  return { isDone, isAbsent: (one) => isDone(one) && !isMet(one) };
}
