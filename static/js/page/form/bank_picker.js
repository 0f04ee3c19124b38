// Choosing a bank by its name, by the letters that people call it, or by its six digits.
import { actionButton, element } from "../common/elements.js";
import { message } from "../common/messages.js";
import { findBanks, namedBank } from "./bank_list.js";

/** @import { Bank } from "./bank_list.js" */

const MOST_ROWS = 6; // as many as stand above a phone's keyboard, or nearly
const BIN = /^\d{6}$/;

/** The control of a bank. Its input holds the six digits of the chosen one, or what was typed. */
export class BankPicker {
  /**
   * @param {HTMLElement} field
   * @param {Bank[]} banks those first that are offered before anything is typed
   * @param {() => void} markDirty
   */
  constructor(field, banks, markDirty) {
    this.banks = banks;
    this.markDirty = markDirty;
    this.input = field.querySelector("input");
    this.box = field.querySelector("[data-banks]");
    this.found = field.querySelector("[data-offered]");
    this.count = field.querySelector("[data-count]");
    this.chosen = field.querySelector("[data-chosen]");
    this.input.addEventListener("input", () => this.#offer());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    field.querySelector("[data-change]").addEventListener("click", () => this.#reopen());
    this.restore();
  }

  get #text() {
    return this.input.value.trim();
  }

  /** The six digits of the bank; what was typed as long as it names none; null for nothing. */
  get value() {
    return namedBank(this.banks, this.#text)?.bin ?? (this.#text || null);
  }

  /** What is wrong with the value, or an empty text. A number that the list does not know may be right. */
  get error() {
    return this.value === null || BIN.test(this.value) ? "" : message("choose_bank");
  }

  /**
   * Returns the name of the bank with these six digits, or the digits.
   * @param {string} bin
   */
  nameOf(bin) {
    return this.banks.find((bank) => bank.bin === bin)?.short ?? bin;
  }

  read() {
    return this.value;
  }

  /**
   * @param {HTMLElement} _field
   * @param {string | null | undefined} value
   */
  write(_field, value) {
    this.input.value = value ?? "";
    this.restore();
  }

  /** Shows what the input holds: a chosen bank by its name, else what was typed with what it finds. */
  restore() {
    const bin = BIN.test(this.#text) ? this.#text : null;
    const bank = this.banks.find((one) => one.bin === bin);
    this.chosen.hidden = bin === null;
    this.box.hidden = bin !== null;
    this.chosen.querySelector("span").textContent = bank?.short ?? bin ?? "";
    this.chosen.querySelector("small").textContent = bank?.name ?? message("bank_not_listed");
    if (bin === null) this.#offer();
  }

  /** @param {string} bin */
  #choose(bin) {
    this.input.value = bin;
    // The form removes the error of a field that was written into, and stores its draft.
    this.input.dispatchEvent(new Event("input", { bubbles: true }));
    this.restore();
    this.chosen.querySelector("button").focus();
  }

  #reopen() {
    this.input.value = "";
    this.markDirty();
    this.restore();
    this.input.focus();
  }

  #offer() {
    const text = this.#text;
    const found = findBanks(this.banks, text);
    const rows = found.slice(0, MOST_ROWS).map((bank) => this.#row(bank, text !== ""));
    // Before anything is typed short names side by side are enough.
    this.found.className = text ? "search-results" : "small-buttons usual-banks";
    this.found.replaceChildren(...rows.map((row) => element("li", {}, row)));
    this.count.textContent = text ? message("number_found", { number: found.length }) : "";
  }

  /**
   * @param {Bank} bank
   * @param {boolean} isFull
   */
  #row({ bin, short, name }, isFull) {
    const button = actionButton(short, () => this.#choose(bin), { "data-bin": bin });
    if (isFull) button.append(element("small", {}, name));
    return button;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== "Enter") return;
    // Enter does not submit the form; it chooses what was named, or the only one that was found.
    event.preventDefault();
    const found = findBanks(this.banks, this.#text);
    const one = namedBank(this.banks, this.#text) ?? (found.length === 1 ? found[0] : undefined);
    if (one) this.#choose(one.bin);
  }
}
