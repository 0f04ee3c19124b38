// What a form offers from the author's earlier entries. Uses no page.
import { countedEntries } from "../common/own_entries.js";

/** @import { Choice, Lists, OwnEntry } from "../types.js" */

const MAX_EARLIER_TEXTS = 8;

/**
 * Adds the households and merchants of own entries that are not in the ward's list yet. What only an entry that does
 * not count has named is not there; nor is what the ward lists no more, of the areas that it lists.
 * @param {any[]} listed
 * @param {OwnEntry[]} own
 * @param {string} name
 */
export function withOwnHouseholds(listed, own, name) {
  const known = new Set(listed.map(({ id }) => id));
  const areas = new Set(listed.map(({ neighbourhood }) => neighbourhood));
  // A copy on this phone, or one that was only just received, may be newer than the list; it names no team.
  const mayBeUnlisted = (/** @type {OwnEntry} */ { team, fields }) =>
    team === undefined || !areas.has(fields.neighbourhood);
  const added = countedEntries(own).filter((entry) => {
    const household = entry.fields[name];
    return household && mayBeUnlisted(entry) && !known.has(household.id) && known.add(household.id);
  });
  const households = added.map(({ fields: written }) => {
    return { neighbourhood: written.neighbourhood, place: written.place, ...written[name] };
  });
  return [...listed, ...households];
}

/**
 * Returns team mates with those first who were chosen most often in a field.
 * @param {Choice[]} mates
 * @param {OwnEntry[]} recent
 * @param {string} name
 */
export function mostUsedFirst(mates, recent, name) {
  const timesUsed = (/** @type {Choice} */ { id }) => recent.filter((one) => one.fields[name]?.includes(id)).length;
  return [...mates].sort((one, other) => timesUsed(other) - timesUsed(one));
}

/**
 * Returns the day of the last own visit to each household; `recent` has the newest first.
 * @param {OwnEntry[]} recent
 * @param {string} name
 * @returns {Record<string, string>}
 */
export function ownDays(recent, name) {
  const days = countedEntries(recent)
    .filter((one) => one.fields[name])
    .map((one) => [one.fields[name].id, one.happened_on]);
  return Object.fromEntries(days.reverse());
}

/**
 * Returns the texts that were written into a field before, each once, the newest first.
 * @param {OwnEntry[]} recent
 * @param {string} name
 * @returns {string[]}
 */
export function earlierTexts(recent, name) {
  const texts = countedEntries(recent)
    .map((one) => one.fields[name])
    .filter((value) => typeof value === "string" && value);
  return [...new Set(texts)].slice(0, MAX_EARLIER_TEXTS);
}

/**
 * Returns the neighbourhood of the newest entry, as long as it is listed, else the first one. What was logged for
 * another team says nothing of where the author works now.
 * @param {OwnEntry[]} own
 * @param {Pick<Lists, "neighbourhoods" | "user">} lists
 */
export function usualNeighbourhood([newest], { neighbourhoods, user }) {
  // A copy that was not sent yet names no team: it is as new as the lists.
  const isOfTeam = newest?.team === undefined || newest.team === (user?.team?.id ?? null);
  const last = isOfTeam ? newest?.fields.neighbourhood : undefined;
  return neighbourhoods.some(({ id }) => id === last) ? last : neighbourhoods[0]?.id;
}
