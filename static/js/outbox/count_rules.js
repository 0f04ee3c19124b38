// Counting people at a busy desk: which entry of the log holds whom, and when it is written again. Pure rules; uses no page
// and no store.
import { FORM_VERSION } from "./api.js";
import { openPeriod, periodOf } from "./periods.js";
import { REFUSED } from "./states.js";

/** @import { Copy, Entry, Fields, PeopleCount } from "./types.js" */
/** @import { KnownPeriods } from "./periods.js" */

/**
 * What the ward has of an entry: its revision and people, and whether its author may still change it without a question.
 * @typedef {{ revision: number, people: number, isOpen: boolean }} AtWard
 */

export const KIND = "assistance";

/** How many people one entry may hold, as the ward's form says. */
export const MOST_PEOPLE = 2000;

/**
 * Returns a count of nobody yet; `fields` are those of its entry, but for the people.
 * @param {{ id: number, name: string }} user
 * @param {Fields} fields
 * @returns {PeopleCount}
 */
export function newCount({ id: user, name: author }, fields) {
  return { user, author, fields, id: null, people: 0, revision: 0, saved: 0, parts: [], at: 0 };
}

/**
 * Returns a count with one more person. The first one gives the entry its `id`.
 * @param {PeopleCount} count
 * @param {string} id
 * @param {number} at
 * @returns {PeopleCount}
 */
export const withOneMore = (count, id, at) => ({ ...count, id: count.id ?? id, people: count.people + 1, at });

/**
 * Returns a count with one person fewer, or null where it has nobody. Where the ward has approved more already, the entry is
 * short of one until the next person comes, so that nobody is counted twice.
 * @param {PeopleCount} count
 * @returns {PeopleCount | null}
 */
export const withOneFewer = (count) => (peopleOf(count) > 0 ? { ...count, people: count.people - 1 } : null);

/**
 * Returns how many people were counted, also those in entries that this count may not change any more. `peopleIn(id)` says
 * how many such an entry holds today, undefined where that is not known.
 * @param {PeopleCount} count
 * @param {(id: string) => number | undefined} peopleIn
 */
export function peopleOf({ people, parts }, peopleIn = () => undefined) {
  return parts.reduce((sum, part) => sum + (peopleIn(part.id) ?? part.people), people);
}

/**
 * Tells whether the entry of a count has to be written again.
 * @param {PeopleCount} count
 */
export const isDue = ({ people, saved }) => Math.max(people, 0) !== saved;

/**
 * Returns a count after what became of its entry: where that may not be changed any more, those whom it holds stay in it, and
 * the others come into a new one. `copy` is the entry that waits on this phone, `atWard` what the ward has, as far as known.
 * Returns null where the ward has to be asked first.
 * @param {PeopleCount} count
 * @param {Pick<Copy, "revision" | "state" | "outcome"> | undefined} copy
 * @param {AtWard | undefined} atWard
 * @returns {PeopleCount | null}
 */
export function followed(count, copy, atWard) {
  if (!count.revision) return count;
  // Its author has corrected or withdrawn it on this phone, as it was saved.
  if (copy && copy.revision > count.revision) return begunAgain(count, count.saved);
  if (isConflict(copy)) return atWard ? begunAgain(count, atWard.people) : null;
  if (copy || !atWard) return count;
  if (atWard.revision > count.revision) return begunAgain(count, count.saved);
  return atWard.isOpen ? count : begunAgain(count, atWard.people);
}

/**
 * Tells whether the ward could not take a revision.
 * @param {Pick<Copy, "state" | "outcome"> | undefined} copy
 */
export const isConflict = (copy) => copy?.state === REFUSED && copy.outcome === "conflict";

/**
 * Leaves `people` in the entry of a count; the others come into a new one.
 * @param {PeopleCount} count
 * @param {number} people
 * @returns {PeopleCount}
 */
function begunAgain(count, people) {
  const parts = [...count.parts, { id: /** @type {string} */ (count.id), people }];
  return { ...count, id: null, revision: 0, saved: 0, people: count.people - people, parts };
}

/**
 * Returns what is to be saved of a count that is due: its entry, and the count after that. An entry without anybody is
 * withdrawn. Its revision is a new one each time: the one before may have been sent without an answer. Who counts reads no
 * reason of a return, so the ward takes it only where it has not returned the one before. `id` is that of a new
 * entry, `copy` the one that waits, `today` the day it is, by which a late entry counts in an open period.
 * @param {PeopleCount} count
 * @param {Pick<Copy, "revision"> | undefined} copy
 * @param {{ id: string, now: number, today: string, known: KnownPeriods }} options
 * @returns {{ entry: Entry, count: PeopleCount }}
 */
export function writtenCount(count, copy, { id: newId, now, today, known }) {
  const id = count.id ?? newId;
  const revision = Math.max(count.revision, copy?.revision ?? 0) + 1;
  const isWithdrawn = count.people <= 0;
  const people = isWithdrawn ? count.saved : Math.min(count.people, MOST_PEOPLE);
  const { happened_on } = count.fields;
  const period = periodOf(happened_on, known);
  const count_in = period.closed ? openPeriod(happened_on, today, known).month : null;
  const fields = { ...count.fields, people, count_in, ...(isWithdrawn ? { withdrawn: true } : {}) };
  const recorded_at = new Date(now).toISOString();
  const entry = { id, kind: KIND, revision, recorded_at, form: FORM_VERSION, fields, if_submitted: true };
  const written = { ...count, id, revision, saved: people };
  const isOver = isWithdrawn || count.people > MOST_PEOPLE;
  if (!isOver) return { entry, count: written };
  return { entry, count: begunAgain(written, isWithdrawn ? 0 : people) };
}
