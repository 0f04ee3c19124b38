// Lays the user's own work over the list of the ward, which is up to an hour old. Uses no page.
import { countedEntries } from "../common/own_entries.js";

/** @import { ListedHousehold, ListedMerchant, OwnEntry } from "../types.js" */
/**
 * When a list was read, in milliseconds, and which own entries the ward has received since.
 * @typedef {{ at: number, since?: string[] }} Moment
 */

const HOUR_MS = 3_600_000;
const HELPED = ["activated", "self_sufficient", "completed", "confirmed"];

/**
 * Returns the own entries of the team whose list it is. What was logged for another team is not of this list; a copy
 * that was not sent yet names no team.
 * @param {OwnEntry[]} own
 * @param {{ team: { id: number } | null }} user
 */
export function ofTeam(own, { team: ownTeam }) {
  const id = ownTeam?.id ?? null;
  return own.filter(({ team = id }) => team === id);
}

/**
 * Tells whether nobody was at home at the last visit, so that somebody has to come again.
 * @param {Pick<ListedHousehold, "last">} household
 */
export function isAbsent({ last }) {
  return last?.met === "absent";
}

/**
 * Returns the households of the ward's list with the own visits that it lacks: those that wait on this phone, and those
 * that the ward received after it was read.
 * @param {ListedHousehold[]} listed
 * @param {OwnEntry[]} own
 * @param {Moment} list
 * @returns {ListedHousehold[]}
 */
export function withOwnVisits(listed, own, { at, since = [] }) {
  const households = new Map(listed.map((one) => [one.id, { ...one }]));
  /** @type {Map<string, string>} */
  const homes = new Map();
  for (const entry of countedOf(own, "visit")) {
    const { household } = entry.fields;
    if (!household) continue;
    homes.set(entry.id, household.id);
    const isNewer = isNewerThan(entry, at, since);
    const one = households.get(household.id) ?? (isNewer ? newHousehold(entry) : null);
    if (one) households.set(one.id, withVisit(one, entry, isNewer));
  }
  for (const { fields } of countedOf(own, "installation")) {
    const one = households.get(homes.get(fields.visit) ?? "");
    if (one && HELPED.includes(fields.outcome) && !one.done.includes(fields.service))
      one.done = [...one.done, fields.service];
  }
  return [...households.values()];
}

/**
 * Returns the merchants of the ward's list with the own entries that it lacks.
 * @param {ListedMerchant[]} listed
 * @param {OwnEntry[]} own
 * @param {Moment} list
 * @returns {ListedMerchant[]}
 */
export function withOwnMerchants(listed, own, { at, since = [] }) {
  const merchants = new Map(listed.map((one) => [one.id, { ...one }]));
  for (const entry of countedOf(own, "merchant")) {
    const { merchant, neighbourhood, place = null, qr_valid = null, in_use = null } = entry.fields;
    if (!merchant) continue;
    const isNewer = isNewerThan(entry, at, since);
    const { id, name } = merchant;
    /** @type {ListedMerchant | null} */
    const one = merchants.get(id) ?? (isNewer ? { id, name, neighbourhood, place, last: null } : null);
    if (!one) continue;
    const isLast = isLastOf(one, entry, isNewer);
    const last = isLast ? { on: entry.happened_on, qr_valid, in_use } : one.last;
    merchants.set(id, { ...one, last, isWaiting: one.isWaiting || Boolean(entry.state) });
  }
  return [...merchants.values()];
}

/**
 * Returns the own entries of a kind that count, the oldest day first. What the ward refused does not count yet.
 * @param {OwnEntry[]} own
 * @param {string} kind
 */
function countedOf(own, kind) {
  const counted = countedEntries(own).filter((entry) => entry.kind === kind);
  return counted.reverse().sort((one, other) => (one.happened_on < other.happened_on ? -1 : 1));
}

/**
 * Tells whether the ward's list may lack an entry: it waits here, the ward received it from this phone after the list
 * was asked for, or it was begun, on whichever phone, at most an hour before.
 * @param {OwnEntry} entry
 * @param {number} readAt
 * @param {string[]} since
 */
function isNewerThan(entry, readAt, since) {
  return Boolean(entry.state) || since.includes(entry.id) || begunAt(entry.id) > readAt - HOUR_MS;
}

/**
 * Returns when an entry was begun by this phone's clock, which its id starts with.
 * @param {string} id
 */
function begunAt(id) {
  return Number.parseInt(id.replace(/-/g, "").slice(0, 12), 16);
}

/**
 * Tells whether an entry is the last one of a household or a merchant.
 * @param {{ last: { on: string } | null }} one
 * @param {OwnEntry} entry
 * @param {boolean} isNewer
 */
function isLastOf({ last }, { happened_on }, isNewer) {
  return !last || happened_on > last.on || (happened_on === last.on && isNewer);
}

/**
 * @param {OwnEntry} entry
 * @returns {ListedHousehold}
 */
function newHousehold({ fields: { household, neighbourhood } }) {
  const { id, label, called = null } = household;
  return { id, neighbourhood, label, called, last: null, state: null, done: [], help_at_home: false };
}

/**
 * @param {ListedHousehold} household
 * @param {OwnEntry} entry
 * @param {boolean} isNewer
 * @returns {ListedHousehold}
 */
function withVisit(household, entry, isNewer) {
  const { met, state } = entry.fields;
  const on = entry.happened_on;
  const isLast = isLastOf(household, entry, isNewer);
  const brings = isNewer && state && on >= (household.state_on ?? "");
  return {
    ...household,
    last: isLast ? { on, met } : household.last,
    met_on: met === "met" && on > (metOn(household) ?? "") ? on : metOn(household),
    state: brings ? state : household.state,
    state_on: brings ? on : household.state_on,
    isWaiting: household.isWaiting || Boolean(entry.state),
  };
}

/**
 * Returns the last day on which somebody of a household was met, as far as this phone knows.
 * @param {Pick<ListedHousehold, "last" | "met_on">} household
 */
export function metOn({ last, met_on = null }) {
  return met_on ?? (last?.met === "met" ? last.on : null);
}
