// The households or merchants that a form offers: which of them a text names, and in which order they are offered.
// Uses no page.
import { houseNumber, identityKey, inLane, laneOf, search } from "../common/addresses.js";

/** @import { Lane } from "../common/addresses.js" */
/** @import { Household } from "../types.js" */

/** @typedef {Household & { text: string, words?: string, lane?: Lane | null }} Listed */

/** The households or merchants that are offered. `area` is always the one that is chosen in the form. */
export class HouseholdList {
  /**
   * The first of each area and identity key, of as many as keys were made for.
   * @type {Map<string, Listed>}
   */
  #byIdentity = new Map();
  #prepared = 0;

  /**
   * @param {Household[]} households
   * @param {Record<string, string>} lastVisited the day of each that was visited lately
   */
  constructor(households, lastVisited) {
    const listed = households.map((one) => ({ ...one, text: one.label ?? one.name ?? "" }));
    const dayOf = (/** @type {Listed} */ { id }) => lastVisited[id] ?? "";
    // Only those that were visited lately are sorted: sorting thousands is slow.
    const seen = listed.filter(dayOf).sort((one, other) => (dayOf(one) < dayOf(other) ? 1 : -1));
    this.lastVisited = lastVisited;
    this.items = [...seen, ...listed.filter((one) => !dayOf(one))];
  }

  /**
   * Returns the one with an id.
   * @param {string} id
   */
  find(id) {
    return this.items.find((one) => one.id === id);
  }

  /**
   * Returns the one that a text names exactly, with its tones and in this area. The same text elsewhere is another one.
   * @param {string} text
   * @param {number | null} area
   */
  named(text, area) {
    this.prepare(this.items.length);
    return this.#byIdentity.get(placed(area, text));
  }

  /**
   * Makes the keys of `number` more households, once for each; tells whether there are others. Made for thousands at
   * the first letter, they would stop the keyboard of a slow phone.
   * @param {number} number
   */
  prepare(number) {
    const next = this.items.slice(this.#prepared, this.#prepared + number);
    for (const item of next) {
      const key = placed(item.neighbourhood, item.text);
      if (!this.#byIdentity.has(key)) this.#byIdentity.set(key, item);
    }
    // Searching makes the words that it searches.
    search(next, "", 0);
    this.#prepared += next.length;
    return this.#prepared < this.items.length;
  }

  /**
   * Returns what is offered while a text is typed, the exact one first, then those of this area; all for an empty text.
   * `lane` is the lane that the text names, with the number of its households.
   * @param {string} text
   * @param {number | null} area
   */
  matching(text, area) {
    if (!text) return { found: ofAreaFirst(this.items, area), lane: null };
    const exact = this.named(text, area);
    const { found, lane } = search(this.items, text, this.items.length);
    const ordered = ofAreaFirst(found, area);
    return { found: exact ? [exact, ...ordered.filter((one) => one !== exact)] : ordered, lane };
  }

  /**
   * Returns those that a finished text may mean although it names none of them: those that it finds, and those of the
   * same address that it says more of.
   * @param {string} text
   * @param {number | null} area
   */
  alike(text, area) {
    // Signs alone say nothing that could be like something.
    if (!/[\p{L}\p{N}]/u.test(text)) return [];
    // The comma ends the last number, which might go on while it is typed: 3 is not 35.
    const { found } = search(this.items, `${text},`, this.items.length);
    const wider = this.#ofSameAddress(text).filter((one) => !found.includes(one) && finds(one.text, text));
    return ofAreaFirst([...found, ...wider], area);
  }

  /** @param {string} text */
  #ofSameAddress(text) {
    const lane = laneOf(text);
    const number = houseNumber(text);
    if (!lane || !number) return [];
    return inLane(this.items, lane).filter((one) => houseNumber(one.text) === number);
  }

  /**
   * Returns all households of a lane, those of this area first, in the order of their numbers.
   * @param {Lane} lane
   * @param {number | null} area
   */
  housesOf(lane, area) {
    // Those of a lane that branches off it stand behind its own.
    const placeOf = (/** @type {Listed} */ item) => `${item.lane?.key} ${houseNumber(item.text)}`;
    const numbered = inLane(this.items, lane).map((item) => ({ ...item, order: placeOf(item) }));
    numbered.sort((one, other) => (one.order < other.order ? -1 : 1));
    return ofAreaFirst(numbered, area);
  }
}

/**
 * Tells whether the places of some have to be shown: they are not all in this area, or two have the same text.
 * @param {Listed[]} items
 * @param {number | null} area
 */
export function needPlaces(items, area) {
  const texts = new Set(items.map(({ text }) => identityKey(text)));
  return texts.size < items.length || items.some(({ neighbourhood }) => neighbourhood !== area);
}

/**
 * @param {number | null | undefined} area
 * @param {string} text
 */
const placed = (area, text) => `${area ?? ""} ${identityKey(text)}`;

/**
 * @param {Listed[]} items
 * @param {number | null} area
 */
function ofAreaFirst(items, area) {
  const isHere = (/** @type {Listed} */ { neighbourhood }) => neighbourhood === area;
  return [...items.filter(isHere), ...items.filter((one) => !isHere(one))];
}

/**
 * Tells whether all that a shorter text says stands in a longer one.
 * @param {string} shorter
 * @param {string} longer
 */
const finds = (shorter, longer) => search([{ text: longer }], `${shorter},`, 1).found.length > 0;
