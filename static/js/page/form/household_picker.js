// Choosing a household or a merchant: by a search without tones, from those visited last, or by adding a new one. What
// is typed names one of them only when it is exactly that one; what is merely like it is asked about (`doubtful`).
import { uuid7 } from "../../outbox/ids.js";
import { message } from "../common/messages.js";
import { FoundRows } from "./found_rows.js";

/** @import { Household } from "../types.js" */
/** @import { HouseholdList, Listed } from "./household_list.js" */

/**
 * The form of a picker: the chosen area and the names of areas and places. `apply` puts the area and the place of a
 * household into it, and `markDirty` notes that something was written.
 * @typedef {{
 *   area(): number | null, areaName(id: number): string, placeName(id: number): string,
 *   apply(household: Household): void, markDirty(): void,
 * }} PickerForm
 */

/** @typedef {Listed & { isNew?: boolean }} Chosen */

const KEYS_AT_ONCE = 50; // about 20 ms of a slow phone
const PAUSE_MS = 30;

/** The control of a household or a merchant. */
export class HouseholdPicker {
  /** @type {Chosen | null} */
  #selected = null;
  /** @type {number | null} */
  #area;
  /**
   * The area before a household was chosen, and the one that the choice has set.
   * @type {{ before: number | null, set: number | null } | null}
   */
  #moved = null;

  /**
   * @param {HTMLElement} field
   * @param {HouseholdList} list
   * @param {PickerForm} form
   */
  constructor(field, list, form) {
    this.list = list;
    this.form = form;
    this.input = /** @type {HTMLInputElement} */ (field.querySelector("input[type=search]"));
    this.box = field.querySelector("[data-search]");
    this.chosen = field.querySelector("[data-chosen]");
    this.note = field.querySelector("[data-note]");
    this.unnamed = /** @type {HTMLInputElement | null} */ (field.querySelector("input[name=unnamed]"));
    this.key = this.box.dataset.textKey;
    this.newId = uuid7();
    this.#area = form.area();
    this.rows = new FoundRows(field, this);
    this.input.addEventListener("input", () => this.rows.restart());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    field.querySelector("[data-change]").addEventListener("click", () => this.#reopen());
    this.unnamed?.addEventListener("change", () => this.#show());
    this.rows.restart();
    this.#prepare();
  }

  /** Makes the keys of the list bit by bit, so that the phone can do other things between. */
  #prepare() {
    const { list } = this;
    setTimeout(() => list === this.list && list.prepare(KEYS_AT_ONCE) && this.#prepare(), PAUSE_MS);
  }

  /**
   * Returns a message that speaks of households or of merchants.
   * @param {string} name
   * @param {Record<string, any>} [values]
   */
  say(name, values) {
    return message(`${name}.${this.box.dataset.source}`, values);
  }

  /** What was typed. */
  get text() {
    return this.input.value.trim();
  }

  /** The one that the typed text names exactly, in the chosen area. */
  get exact() {
    return this.list.named(this.text, this.form.area());
  }

  /**
   * Those that the typed text may mean although it names none of them: nobody has decided yet.
   * @returns {Listed[]}
   */
  get doubtful() {
    if (this.unnamed?.checked || this.#selected || !this.text || this.exact) return [];
    return this.list.alike(this.text, this.form.area());
  }

  /** What was chosen, as the wire takes it; null when it has no name, undefined when nothing was answered. */
  get value() {
    if (this.unnamed?.checked) return null;
    if (this.#selected && !this.#selected.isNew) return this.#asValue(this.#selected);
    const text = this.#selected?.text ?? this.text;
    if (!text) return undefined;
    // A new one that is there after all, once another area is chosen, is that one.
    return this.#asValue(this.list.named(text, this.form.area()) ?? { id: this.newId, text });
  }

  /** @param {{ id: string, text: string }} household */
  #asValue({ id, text }) {
    return { id, [this.key]: text };
  }

  set value(value) {
    if (value) this.#restore(value);
    else if (this.unnamed) this.unnamed.checked = true;
    this.#show();
  }

  /** What a draft keeps: beside the value whether it was chosen or only typed, and the id of a new one. */
  get draft() {
    const typed = this.#selected ? null : this.text;
    const isNew = Boolean(this.#selected?.isNew);
    return this.value && { ...this.value, typed, isNew, newId: this.newId };
  }

  /** @param {any} value */
  #restore({ id, typed, isNew, newId, [this.key]: text }) {
    if (newId) this.newId = newId;
    if (typed) {
      this.input.value = typed;
      this.rows.restart();
    } else this.#selected = { ...this.list.find(id), id, text, isNew };
  }

  /**
   * Offers another list, which the ward has sent meanwhile.
   * @param {HouseholdList} list
   */
  offer(list) {
    this.list = list;
    this.rows.renew();
    this.#show();
    this.#prepare();
  }

  /** Follows the area of the form: it decides what a text names, and the order of what is offered. */
  followArea() {
    if (this.#area === this.form.area()) return;
    this.#area = this.form.area();
    this.note.textContent = "";
    this.rows.restart();
    this.#show();
  }

  /**
   * Opens the form with one of the list chosen; says so where it is not offered, and tells whether it is.
   * @param {string} id
   */
  openWith(id) {
    const item = this.list.find(id);
    if (item) this.#select(item);
    else this.note.textContent = this.say("not_listed");
    return Boolean(item);
  }

  /**
   * Chooses one of the list, or a new one.
   * @param {Chosen} household
   */
  choose(household) {
    this.#select(household);
    this.form.markDirty();
    this.chosen.querySelector("button").focus();
  }

  /** Chooses what was typed as a new one. */
  addNew() {
    this.choose({ id: this.newId, text: this.text, isNew: true });
  }

  /** @param {Chosen} household */
  #select(household) {
    const before = this.form.area();
    this.#selected = household;
    this.form.apply(household);
    this.#area = this.form.area();
    this.#moved = { before, set: this.#area };
    this.note.textContent = this.#area === before ? "" : this.#movedText(this.#area);
    this.#show();
  }

  /** @param {number | null} area */
  #movedText(area) {
    return area === null ? "" : this.say("area_changed", { area: this.form.areaName(area) });
  }

  #reopen() {
    this.input.value = "";
    this.#restoreArea();
    this.#selected = null;
    this.note.textContent = "";
    this.rows.restart();
    this.#show();
    this.form.markDirty();
    this.input.focus();
  }

  /** Puts the area back that a choice has changed, unless somebody changed it since. */
  #restoreArea() {
    const { before, set } = this.#moved ?? {};
    if (before && this.#selected && set === this.form.area())
      this.form.apply({ ...this.#selected, neighbourhood: before });
    this.#area = this.form.area();
    this.#moved = null;
  }

  #show() {
    this.#showChoice();
    // Other parts of the form follow the household, however it was chosen.
    this.box.dispatchEvent(new Event("choice", { bubbles: true }));
  }

  #showChoice() {
    const without = Boolean(this.unnamed?.checked);
    this.chosen.hidden = !this.#selected || without;
    this.box.hidden = Boolean(this.#selected) || without;
    if (this.unnamed) this.unnamed.closest("label").hidden = Boolean(this.#selected);
    if (!this.#selected) return;
    const { text, neighbourhood } = this.#selected;
    const isElsewhere = neighbourhood && neighbourhood !== this.#area;
    this.chosen.querySelector("span").textContent = text;
    this.chosen.querySelector("small").textContent = isElsewhere ? this.form.areaName(neighbourhood) : "";
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== "Enter") return;
    // Where nothing was typed, Enter moves on as in every field. Else it chooses exactly that, never something similar.
    if (!this.text) return;
    event.preventDefault();
    if (this.exact) this.choose(this.exact);
    else if (this.doubtful.length) this.input.blur();
    else this.addNew();
  }
}
