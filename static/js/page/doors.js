// A household or a merchant: found without tones, by who was seen last, or added on the spot.
import { uuid7 } from "../outbox/ids.js";
import { formatDay } from "./calendar.js";
import { fold, search } from "./fold.js";
import { element, message } from "./page.js";

/** @import { DoorItem } from "./types.js" */

const MAX_ROWS = 5; // rows that fit above a phone's keyboard, or nearly

/** @typedef {DoorItem & { text: string, folded: string }} Known */

/** The control of a door. `onPick` hears of every door that is taken from the list. */
export class Door {
  /**
   * @param {HTMLElement} field
   * @param {DoorItem[]} items
   * @param {Record<string, string>} lastVisited
   * @param {(door: DoorItem) => void} onPick
   */
  constructor(field, items, lastVisited, onPick) {
    this.field = field;
    this.input = /** @type {HTMLInputElement} */ (field.querySelector("input[type=search]"));
    this.box = field.querySelector("[data-search]");
    this.found = field.querySelector("[data-doors]");
    this.chosen = field.querySelector("[data-chosen]");
    this.unnamed = /** @type {HTMLInputElement | null} */ (field.querySelector("input[name=unnamed]"));
    this.key = this.box.dataset.textKey;
    this.newId = uuid7();
    this.onPick = onPick;
    this.lastVisited = lastVisited;
    const known = items.map((item) => {
      const text = item.label ?? item.name ?? "";
      return { ...item, text, folded: fold(text) };
    });
    // Of thousands only those are put in order that somebody went to lately.
    const seen = known
      .filter((item) => this.#seen(item))
      .sort((one, other) => (this.#seen(one) < this.#seen(other) ? 1 : -1));
    this.items = [...seen, ...known.filter((item) => !this.#seen(item))];
    this.input.addEventListener("input", () => this.#list());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    field.querySelector("[data-change]").addEventListener("click", () => this.#reopen());
    this.unnamed?.addEventListener("change", () => this.#show());
    this.#list();
  }

  /** @param {DoorItem} item */
  #seen({ id }) {
    return this.lastVisited[id] ?? "";
  }

  /** The door as the wire takes it; null when none was named, undefined when that was not said either. */
  get value() {
    if (this.unnamed?.checked) return null;
    if (this.door) return { id: this.door.id, [this.key]: this.door.text };
    const text = this.input.value.trim();
    if (!text) return undefined;
    const known = this.#named(text);
    return { id: known?.id ?? this.newId, [this.key]: known?.text ?? text };
  }

  /**
   * Returns the door of a name, whatever its tones.
   * @param {string} text
   */
  #named(text) {
    const wanted = fold(text);
    return this.items.find(({ folded }) => folded === wanted);
  }

  set value(value) {
    if (value) this.#take({ id: value.id, text: value[this.key] });
    else if (this.unnamed) this.unnamed.checked = true;
    this.#show();
  }

  /** @param {{ id: string, text: string }} door */
  #take(door) {
    this.door = door;
    this.#show();
  }

  /** @param {DoorItem & { text: string }} door */
  #pick(door) {
    this.#take(door);
    this.onPick(door);
    this.chosen.querySelector("button").focus();
  }

  #reopen() {
    this.input.value = "";
    this.door = null;
    this.#list();
    this.#show();
    this.input.focus();
  }

  #show() {
    const without = Boolean(this.unnamed?.checked);
    this.chosen.hidden = !this.door || without;
    this.box.hidden = Boolean(this.door) || without;
    if (this.unnamed) this.unnamed.closest("label").hidden = Boolean(this.door);
    if (this.door) this.chosen.querySelector("span").textContent = this.door.text;
  }

  #list() {
    const text = this.input.value.trim();
    const rows = (text ? search(this.items, text, MAX_ROWS) : this.items.slice(0, MAX_ROWS)).map((item) =>
      this.#row(item),
    );
    const isKnown = this.items.some((item) => item.text === text);
    if (text && !isKnown) rows.push(this.#newRow(text));
    this.found.replaceChildren(...rows);
  }

  /** @param {Known} item */
  #row(item) {
    const day = this.#seen(item);
    const seen = day ? element("small", {}, message("last_visited", { day: formatDay(day) })) : null;
    return this.#button({}, () => this.#pick(item), item.text, seen);
  }

  /** @param {string} text */
  #newRow(text) {
    return this.#button({ class: "new" }, () => this.#pick({ id: this.newId, text }), `${message("add")} ${text}`);
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
    // Enter does not send a form that is half filled in. It takes what was typed, never something like it.
    event.preventDefault();
    const known = this.#named(this.input.value.trim());
    const [only, ...others] = this.found.querySelectorAll("button");
    if (known) this.#pick(known);
    else if (this.input.value.trim() && others.length === 0) only.click();
    else this.input.blur();
  }
}
