// Choosing a household or a merchant: by a search without tones, from those visited last, or by adding a new one.
import { uuid7 } from "../../outbox/ids.js";
import { fold, search } from "../common/addresses.js";
import { formatDay } from "../common/calendar.js";
import { element } from "../common/elements.js";
import { message } from "../common/messages.js";

/** @import { Household } from "../types.js" */

const MAX_ROWS = 5; // rows that fit above a phone's keyboard, or nearly

/** @typedef {Household & { text: string, folded: string }} Searchable */

/** The control of a household or a merchant. `onChoose` is called with each that is chosen. */
export class HouseholdPicker {
  /**
   * @param {HTMLElement} field
   * @param {Household[]} items
   * @param {Record<string, string>} lastVisited
   * @param {(household: Household) => void} onChoose
   */
  constructor(field, items, lastVisited, onChoose) {
    this.field = field;
    this.input = /** @type {HTMLInputElement} */ (field.querySelector("input[type=search]"));
    this.box = field.querySelector("[data-search]");
    this.found = field.querySelector("[data-found]");
    this.chosen = field.querySelector("[data-chosen]");
    this.unnamed = /** @type {HTMLInputElement | null} */ (field.querySelector("input[name=unnamed]"));
    this.key = this.box.dataset.textKey;
    this.newId = uuid7();
    this.onChoose = onChoose;
    this.lastVisited = lastVisited;
    const known = items.map((item) => {
      const text = item.label ?? item.name ?? "";
      return { ...item, text, folded: fold(text) };
    });
    // Only households that were visited lately are sorted: sorting thousands is slow.
    const seen = known
      .filter((item) => this.#lastVisit(item))
      .sort((one, other) => (this.#lastVisit(one) < this.#lastVisit(other) ? 1 : -1));
    this.items = [...seen, ...known.filter((item) => !this.#lastVisit(item))];
    this.input.addEventListener("input", () => this.#showFound());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    field.querySelector("[data-change]").addEventListener("click", () => this.#reopen());
    this.unnamed?.addEventListener("change", () => this.#show());
    this.#showFound();
  }

  /** @param {Household} item */
  #lastVisit({ id }) {
    return this.lastVisited[id] ?? "";
  }

  /** What was chosen, as the wire takes it; null when it has no name, undefined when nothing was answered. */
  get value() {
    if (this.unnamed?.checked) return null;
    if (this.selected) return { id: this.selected.id, [this.key]: this.selected.text };
    const text = this.input.value.trim();
    if (!text) return undefined;
    const known = this.#findByName(text);
    return { id: known?.id ?? this.newId, [this.key]: known?.text ?? text };
  }

  /**
   * Returns the item with a name, without regard to tones.
   * @param {string} text
   */
  #findByName(text) {
    const wanted = fold(text);
    return this.items.find(({ folded }) => folded === wanted);
  }

  set value(value) {
    if (value) this.#select({ id: value.id, text: value[this.key] });
    else if (this.unnamed) this.unnamed.checked = true;
    this.#show();
  }

  /** @param {{ id: string, text: string }} household */
  #select(household) {
    this.selected = household;
    this.#show();
  }

  /** @param {Household & { text: string }} household */
  #choose(household) {
    this.#select(household);
    this.onChoose(household);
    this.chosen.querySelector("button").focus();
  }

  #reopen() {
    this.input.value = "";
    this.selected = null;
    this.#showFound();
    this.#show();
    this.input.focus();
  }

  #show() {
    const without = Boolean(this.unnamed?.checked);
    this.chosen.hidden = !this.selected || without;
    this.box.hidden = Boolean(this.selected) || without;
    if (this.unnamed) this.unnamed.closest("label").hidden = Boolean(this.selected);
    if (this.selected) this.chosen.querySelector("span").textContent = this.selected.text;
  }

  #showFound() {
    const text = this.input.value.trim();
    const rows = (text ? search(this.items, text, MAX_ROWS).found : this.items.slice(0, MAX_ROWS)).map((item) =>
      this.#row(item),
    );
    const isKnown = this.items.some((item) => item.text === text);
    if (text && !isKnown) rows.push(this.#newRow(text));
    this.found.replaceChildren(...rows);
  }

  /** @param {Searchable} item */
  #row(item) {
    const day = this.#lastVisit(item);
    const seen = day ? element("small", {}, message("last_visited", { day: formatDay(day) })) : null;
    return this.#button({}, () => this.#choose(item), item.text, seen);
  }

  /** @param {string} text */
  #newRow(text) {
    return this.#button(
      { class: "add-new" },
      () => this.#choose({ id: this.newId, text }),
      `${message("add")} ${text}`,
    );
  }

  /**
   * @param {Record<string, any>} attributes
   * @param {() => void} onClick
   * @param {(Node | string | null)[]} children
   */
  #button(attributes, onClick, ...children) {
    const button = element("button", { type: "button", ...attributes }, ...children);
    button.addEventListener("click", onClick);
    return element("li", {}, button);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== "Enter") return;
    // Enter does not submit the form. It chooses exactly what was typed, never something similar.
    event.preventDefault();
    const known = this.#findByName(this.input.value.trim());
    const [only, ...others] = this.found.querySelectorAll("button");
    if (known) this.#choose(known);
    else if (this.input.value.trim() && others.length === 0) only.click();
    else this.input.blur();
  }
}
