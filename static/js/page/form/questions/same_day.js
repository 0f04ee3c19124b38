// Whether a merchant or a training is logged twice on a day. Uses no page.
import { fold } from "../../common/addresses.js";
import { counts } from "../../common/own_entries.js";

/** @import { Fields, OwnEntry } from "../../types.js" */

/**
 * What is the same of two entries of one kind and one day; other kinds are not compared.
 * @type {Record<string, (one: Fields, other: Fields) => boolean>}
 */
const SAME = {
  merchant: (one, other) => Boolean(one.merchant) && one.merchant.id === other.merchant?.id,
  // Two halls or two hours are two sessions; what one of them does not say tells them from nothing.
  training: (one, other) =>
    topicsOf(one).some((/** @type {string} */ topic) => topicsOf(other).includes(topic)) &&
    mayBeEqual(one.venue, other.venue) &&
    mayBeEqual(one.started_at, other.started_at),
};

/**
 * Returns the newest own entry that is what the `fields` of a kind say, on the same day; undefined for none. `others`
 * are the author's other entries, the newest first.
 * @param {string} kind
 * @param {Fields} fields
 * @param {OwnEntry[]} others
 */
export function sameOfDay(kind, fields, others) {
  const isSame = SAME[kind];
  if (!isSame) return undefined;
  const ofDay = others.filter((one) => one.kind === kind && one.happened_on === fields.happened_on && counts(one));
  return ofDay.find((one) => isSame(fields, one.fields));
}

const topicsOf = (/** @type {Fields} */ fields) => fields.topics ?? [];

/**
 * @param {string | null | undefined} one
 * @param {string | null | undefined} other
 */
const mayBeEqual = (one, other) => !one || !other || keyOf(one) === keyOf(other);

const keyOf = (/** @type {string} */ text) =>
  fold(text)
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
