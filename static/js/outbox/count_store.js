// The counts of a desk, stored on this phone tap by tap, and put among the entries that are sent. Each tap is a transaction of
// its own that reads and writes, so that two tabs count nobody twice and a dead battery takes nothing that was stored.
import { followed, isConflict, isDue, newCount, withOneFewer, withOneMore, writtenCount } from "./count_rules.js";
import { canonical, digest } from "./digest.js";
import { uuid7 } from "./ids.js";
import { WAITING } from "./states.js";

/** @import { Database } from "./database.js" */
/** @import { AtWard } from "./count_rules.js" */
/** @import { KnownPeriods } from "./periods.js" */
/** @import { Copy, Fields, PeopleCount } from "./types.js" */
/** @typedef {{ atWard?: Map<string, AtWard> | null, isFresh?: boolean, known?: KnownPeriods, now?: number, today: string }} Knowledge */

const MOST_TO_TAKE_BACK = 20;
const MOST_TRIES = 5; // of putting a count among the entries while its people are counted on

const prefixOf = (/** @type {number} */ user) => `count ${user} `;
const keyOf = (/** @type {number} */ user, /** @type {Fields} */ fields) => prefixOf(user) + canonical(fields);
const tapsOf = (/** @type {number} */ user) => `taps ${user}`;

/**
 * Counts one more person and returns the count when that is on the disk; `fields` are those of the entry, but for the people.
 * @param {Database} database
 * @param {{ id: number, name: string }} user
 * @param {Fields} fields
 */
export function countOne(database, user, fields, now = Date.now()) {
  const key = keyOf(user.id, fields);
  return database.write(["facts"], async ({ store }) => {
    const [before, taps] = await Promise.all([store.get(key), store.get(tapsOf(user.id))]);
    const count = withOneMore(before ?? newCount(user, fields), uuid7(now), now);
    await store.put(count, key);
    await store.put([...(taps ?? []), key].slice(-MOST_TO_TAKE_BACK), tapsOf(user.id));
    return count;
  });
}

/**
 * Takes back the last person who was counted on `day`; returns the count, or null where there is none.
 * @param {Database} database
 * @param {number} user
 * @param {string} day
 * @returns {Promise<PeopleCount | null>}
 */
export function takeBackOne(database, user, day) {
  return database.write(["facts"], async ({ store }) => {
    const taps = (await store.get(tapsOf(user))) ?? [];
    const key = taps.pop();
    const count = key && (await store.get(key));
    const fewer = count?.fields.happened_on === day ? withOneFewer(count) : null;
    await store.put(fewer ? taps : [], tapsOf(user));
    if (fewer) await store.put(fewer, key);
    return fewer;
  });
}

/**
 * Returns the counts of a user, and the last one that was counted in, if any.
 * @param {Database} database
 * @param {number} user
 * @returns {Promise<{ counts: PeopleCount[], last: PeopleCount | null }>}
 */
export function readCounting(database, user) {
  return database.read(["facts"], async ({ store }) => {
    const [counts, taps] = await Promise.all([store.getAll(rangeOf(user)), store.get(tapsOf(user))]);
    const key = taps?.[taps.length - 1];
    return { counts, last: key ? await store.get(key) : null };
  });
}

const rangeOf = (/** @type {number} */ user) => IDBKeyRange.bound(prefixOf(user), `${prefixOf(user)}\uffff`);

/**
 * Puts what was counted since the last time among the entries that are sent. `atWard` is what the ward has of entries, by
 * their ids, if known; only a `isFresh` answer of it decides on a conflict. Counts of earlier days of which nothing waits any
 * more are deleted. Returns `isChanged`, whether an entry is to be sent, and `isUndecided`, whether the ward has to be asked.
 * @param {Database} database
 * @param {number} user
 * @param {Knowledge} knowledge
 */
export async function saveCounts(database, user, knowledge) {
  const keys = await database.read(["facts"], ({ store }) => store.getAllKeys(rangeOf(user)));
  const outcomes = { isChanged: false, isUndecided: false };
  for (const key of keys) {
    const outcome = await saveCount(database, String(key), knowledge);
    outcomes.isChanged ||= outcome === "changed";
    outcomes.isUndecided ||= outcome === "undecided";
  }
  return outcomes;
}

/**
 * @param {Database} database
 * @param {string} key
 * @param {Knowledge} knowledge
 */
async function saveCount(database, key, knowledge) {
  let outcome = "unchanged";
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await database.read(["facts", "outbox"], (tx) => readOne(tx, key));
    if (!before.count) return outcome;
    const plan = await planOf(before, knowledge);
    if (!plan) return "undecided";
    // A digest takes time that no transaction waits for: it counts only where nothing has changed meanwhile.
    const isDone = await database.write(["facts", "outbox"], async (tx) => {
      if (canonical(await readOne(tx, key)) !== canonical(before)) return false;
      const outbox = tx.objectStore("outbox");
      if (plan.replaced) await outbox.delete(plan.replaced);
      if (plan.copy) await outbox.put(plan.copy);
      await (plan.isOver ? tx.objectStore("facts").delete(key) : tx.objectStore("facts").put(plan.count, key));
      return true;
    });
    if (isDone && (plan.copy || plan.replaced)) outcome = "changed";
    // More people than one entry holds go on in another one.
    if (isDone && !(plan.copy && isDue(plan.count))) return outcome;
  }
  // Somebody taps all the time: the next pause comes.
  return outcome;
}

/**
 * Returns a count with the copy of its entry that waits on this phone.
 * @param {import("./types.js").Transaction<["facts", "outbox"], "readonly" | "readwrite">} tx
 * @param {string} key
 * @returns {Promise<{ count?: PeopleCount, copy?: Copy }>}
 */
async function readOne(tx, key) {
  const count = await tx.objectStore("facts").get(key);
  return { count, copy: count?.id ? await tx.objectStore("outbox").get(count.id) : undefined };
}

/**
 * Returns what becomes of a count: the `copy` to be sent, if any, the id of the one that it `replaced`, and whether it `isOver`.
 * @param {{ count?: PeopleCount, copy?: Copy }} before
 * @param {Knowledge} knowledge
 */
async function planOf({ count: before, copy: waiting }, { atWard, isFresh, known = {}, now = Date.now(), today }) {
  const count = /** @type {PeopleCount} */ (before);
  const isRefused = isConflict(waiting) && waiting?.revision === count.revision;
  const next = isRefused && !isFresh ? null : followed(count, waiting, atWard?.get(count.id ?? ""));
  if (!next) return null;
  const replaced = isRefused ? count.id : null;
  const hasCopy = Boolean(waiting) && !replaced;
  if (!isDue(next)) return { count: next, copy: null, replaced, isOver: next.fields.happened_on < today && !hasCopy };
  const written = writtenCount(next, next.id ? waiting : undefined, { id: uuid7(now), now, today, known });
  const { user, author } = count;
  // A further revision does not reset how long an entry has waited.
  const saved_at = next.id && waiting?.state === WAITING ? waiting.saved_at : now;
  const owner = { user, author, digest: await digest(written.entry.fields), saved_at, state: WAITING };
  return { count: written.count, copy: { ...written.entry, ...owner }, replaced, isOver: false };
}
