// Which household of a lane comes next on a round: in the order of their numbers, without those visited lately. Uses no
// page.
import { WAITING } from "../../outbox/states.js";
import { today } from "../common/calendar.js";

/** @import { Copy, Household, Mine, OwnEntry } from "../types.js" */
/** @import { KnownHousehold } from "./known_state.js" */
/** @typedef {Household & { label?: string }} Listed */
/** @typedef {Pick<typeof import("../common/addresses.js"), "houseNumber" | "laneOf">} Addresses */

export const LATELY_DAYS = 7; // within which a household that was met is not due again

/**
 * Returns a lane by the label of a household in it, with the household to visit after it (null when the lane is done)
 * and the first one of the next lane of the area that is not done; null for a label without a lane. `isDone` tells of
 * a household whether it was visited lately; the rules of addresses are given, because the form has loaded them already.
 * @param {{ id: string, label: string, neighbourhood?: number }} visited
 * @param {Listed[]} households
 * @param {(household: Listed) => boolean} isDone
 * @param {Addresses} addresses
 */
export function nextInLane(visited, households, isDone, { houseNumber, laneOf }) {
  const lane = laneOf(visited.label);
  if (!lane) return null;
  const lanes = byLane(
    households.filter(({ neighbourhood }) => neighbourhood === visited.neighbourhood),
    { houseNumber, laneOf },
  );
  const isDue = (/** @type {Listed} */ one) => one.id !== visited.id && !isDone(one);
  const number = houseNumber(visited.label);
  const [next] = after(lanes.get(lane.key) ?? [], (one) => houseNumber(labelOf(one)) > number).filter(isDue);
  const keys = [...lanes.keys()].filter((key) => key !== lane.key).sort(inOrder);
  const [other] = after(keys, (key) => inOrder(key, lane.key) > 0)
    .map((key) => lanes.get(key)?.find(isDue))
    .filter(Boolean);
  return { lane: lane.name, next: next ?? null, other: other ?? null };
}

/**
 * Returns which households were visited lately, or have a visit that waits on this phone. Where nobody was met within
 * the last days the household is due again, but not on the same round, which is that of `day`.
 * @param {{ copies: Copy[], own: OwnEntry[], lastVisited: Mine["last_visited"], known: Map<string, KnownHousehold>,
 *   day: string }} data
 * @returns {(household: { id: string }) => boolean}
 */
export function visitedLately({ copies, own, lastVisited, known, day }) {
  const since = today(LATELY_DAYS);
  const isRecent = (/** @type {string} */ on, /** @type {string | undefined} */ met) =>
    on >= day || (on >= since && met !== "absent");
  const waiting = copies.filter(({ state, fields }) => state === WAITING && !fields.withdrawn);
  const recent = own.filter(
    ({ status, happened_on, fields }) =>
      status !== "void" && !fields.withdrawn && isRecent(happened_on, fields.met ?? undefined),
  );
  const done = new Set([...waiting, ...recent].map(({ fields }) => fields.household?.id));
  const metOf = Object.fromEntries(own.map(({ fields }) => [fields.household?.id, fields.met]).reverse());
  return ({ id }) => {
    const last = known.get(id)?.last;
    if (done.has(id) || (last && isRecent(last.on, last.met))) return true;
    const on = lastVisited[id];
    return Boolean(on) && isRecent(on, last?.on === on ? last.met : metOf[id]);
  };
}

/**
 * Returns the households of each lane, by its key, in the order of their numbers.
 * @param {Listed[]} households
 * @param {Addresses} addresses
 */
function byLane(households, { houseNumber, laneOf }) {
  /** @type {Map<string, Listed[]>} */
  const lanes = new Map();
  for (const one of households) {
    const key = laneOf(labelOf(one))?.key;
    if (key === undefined) continue;
    if (!lanes.has(key)) lanes.set(key, []);
    lanes.get(key)?.push(one);
  }
  for (const found of lanes.values())
    found.sort((one, other) => (houseNumber(labelOf(one)) < houseNumber(labelOf(other)) ? -1 : 1));
  return lanes;
}

const labelOf = (/** @type {Listed} */ { label, text }) => label ?? text ?? "";
const inOrder = new Intl.Collator("vi", { numeric: true }).compare;

/**
 * Returns a list from the first item of which `isAfter` is true on, and then from its beginning.
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => boolean} isAfter
 */
function after(items, isAfter) {
  const start = items.findIndex(isAfter);
  return start < 0 ? items : [...items.slice(start), ...items.slice(0, start)];
}
