// Fills a form: with the lists that its fields offer, and with what its author usually answers.
import { element } from "../common/elements.js";
import { fieldOf, fields, form } from "./entry_form.js";
import { writeField } from "./fields.js";
import { HouseholdPicker } from "./household_picker.js";
import { fillOptions } from "./options.js";
import { earlierTexts, mostUsedFirst, ownDays, usualNeighbourhood, withOwnHouseholds } from "./prefill.js";

/** @import { Household, OwnEntry, Readings } from "../types.js" */

const RECENT_ENTRIES = 60; // own entries from which the usual answers are learned

/**
 * Fills the form for a new entry. `own` are the author's entries, the newest first; `onHousehold` is called
 * with each household or merchant that is chosen.
 * @param {Readings} readings
 * @param {OwnEntry[]} own
 * @param {(household: Household) => void} onHousehold
 */
export function fillForm({ bootstrap: lists, mine }, own, onHousehold) {
  const recent = own.filter((one) => one.kind === form.dataset.kind).slice(0, RECENT_ENTRIES);
  fillOptions(form, { ...lists, teammates: mostUsedFirst(lists.teammates, recent, "companions") });
  for (const [name, field] of fields) {
    const source = field.querySelector("[data-search]")?.dataset.source;
    const seen = { ...ownDays(recent, name), ...mine.last_visited };
    if (source)
      field.picker = new HouseholdPicker(field, withOwnHouseholds(lists[source], own, name), seen, onHousehold);
    offerEarlier(field, earlierTexts(recent, name));
  }
  const area = fieldOf("neighbourhood");
  nameArea(area, lists.settings.neighbourhood_short);
  writeField(area, usualNeighbourhood(own, lists));
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
