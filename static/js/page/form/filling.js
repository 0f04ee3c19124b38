// Fills a form: with the lists that its fields offer, and with what its author usually answers.
import { element } from "../common/elements.js";
import { findItem } from "../common/listed.js";
import { CalledField } from "./called_field.js";
import { fieldOf, fields, form } from "./entry_form.js";
import { readField, writeField } from "./fields.js";
import { HouseholdList } from "./household_list.js";
import { HouseholdPicker } from "./household_picker.js";
import { fillOptions } from "./options.js";
import { earlierTexts, mostUsedFirst, ownDays, usualNeighbourhood, withOwnHouseholds } from "./prefill.js";

/** @import { FieldElement, Household, Lists, OwnEntry, Readings } from "../types.js" */

const RECENT_ENTRIES = 60; // own entries from which the usual answers are learned

/**
 * Fills the form for a new entry. `own` are the author's entries, the newest first; `markDirty` is called when a
 * household or a merchant is chosen.
 * @param {Readings} readings
 * @param {OwnEntry[]} own
 * @param {() => void} markDirty
 */
export function fillForm(readings, own, markDirty) {
  const lists = readings.bootstrap;
  const recent = recentEntries(own);
  fillOptions(form, { ...lists, teammates: mostUsedFirst(lists.teammates, recent, "companions") });
  const area = fieldOf("neighbourhood");
  nameArea(area, lists.settings.neighbourhood_short);
  writeField(area, usualNeighbourhood(own, lists));
  for (const [name, field] of fields) {
    offerEarlier(field, earlierTexts(recent, name));
    const list = householdsOf(field, readings, own);
    if (list) field.picker = new HouseholdPicker(field, list, pickerForm(lists, markDirty));
  }
  const called = /** @type {HTMLInputElement | null} */ (form.querySelector("[name=called]"));
  if (called) fieldOf("household").called = new CalledField(called, form.querySelector("[data-called]"));
}

/**
 * Offers the households and merchants that the ward lists by now. The answers stay.
 * @param {Readings} readings
 * @param {OwnEntry[]} own
 */
export function renewHouseholds(readings, own) {
  for (const field of fields.values()) {
    const list = householdsOf(field, readings, own);
    if (list) field.picker?.offer(list);
  }
}

/** @param {OwnEntry[]} own */
function recentEntries(own) {
  return own.filter((one) => one.kind === form.dataset.kind).slice(0, RECENT_ENTRIES);
}

/**
 * Returns what a field offers, if it is for a household or a merchant.
 * @param {FieldElement} field
 * @param {Readings} readings
 * @param {OwnEntry[]} own
 */
function householdsOf(field, { bootstrap, mine }, own) {
  const source = field.querySelector("[data-search]")?.dataset.source;
  if (!source) return null;
  const name = field.dataset.field;
  const seen = { ...ownDays(recentEntries(own), name), ...mine.last_visited };
  return new HouseholdList(withOwnHouseholds(bootstrap[source], own, name), seen);
}

/**
 * Returns what a picker reads and changes in the form.
 * @param {Lists} lists
 * @param {() => void} markDirty
 */
function pickerForm(lists, markDirty) {
  const nameIn = (/** @type {string} */ source) => (/** @type {number} */ id) =>
    findItem(lists, source, id)?.name ?? "";
  const area = () => readField(fieldOf("neighbourhood"));
  return { area, areaName: nameIn("neighbourhoods"), placeName: nameIn("places"), apply: applyHousehold, markDirty };
}

/**
 * Puts the area and the place of a household into the form, where they are still offered.
 * @param {Household} household
 */
function applyHousehold({ neighbourhood, place }) {
  for (const [name, value] of Object.entries({ neighbourhood, place })) {
    const field = fields.get(name);
    if (value && field?.querySelector(`option[value="${value}"]`)) writeField(field, value);
  }
}

/**
 * Calls an area what the ward calls it; lists of an older release do not say that.
 * @param {Element} field
 * @param {string} [word]
 */
function nameArea(field, word) {
  const heading = field.querySelector("label")?.firstChild;
  // The mark of a needed field follows it.
  if (word && heading) heading.textContent = `${word[0].toUpperCase()}${word.slice(1)} `;
}

/**
 * Offers the earlier texts of a field: the same halls and titles are used every month.
 * @param {Element} field
 * @param {string[]} texts
 */
function offerEarlier(field, texts) {
  const input = field.querySelector("input[data-recall]");
  if (!input || texts.length === 0) return;
  const list = element(
    "datalist",
    { id: `${input.id}-earlier` },
    ...texts.map((value) => element("option", { value })),
  );
  input.setAttribute("list", list.id);
  field.append(list);
}
