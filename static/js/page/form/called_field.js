// What the neighbours call a household (tên gọi), beside its address: optional, short, and never a full name.

/** @typedef {{ id: string }} Named */

export class CalledField {
  /** What the household is called already. */
  #known = "";
  /**
   * The household of the ward's list to which the text belongs.
   * @type {string | undefined}
   */
  #household;
  /** Whether a draft says what was typed, also where that is nothing. */
  #isRestored = false;

  /**
   * @param {HTMLInputElement} input
   * @param {Element | null} [summary] where what is known stands while the fold is closed
   */
  constructor(input, summary = null) {
    this.input = input;
    this.summary = summary;
  }

  /**
   * Shows what the household that is chosen now is called already, unless something else was typed for it, or before
   * one of the list was chosen.
   * @param {string} known
   * @param {string} [id] that of the household, if it is in the list
   */
  suggest(known, id) {
    const isOfOther = this.#household !== undefined && id !== this.#household;
    if (isOfOther) this.#isRestored = false;
    const isUntouched = !this.#isRestored && this.input.value.trim() === this.#known;
    if (isOfOther || isUntouched) this.input.value = known;
    this.#household = id;
    this.#known = known;
    if (this.summary) this.summary.textContent = known;
  }

  /**
   * Restores what was typed into a draft.
   * @param {{ called?: string | null } | null | undefined} household
   */
  restore(household) {
    if (household?.called === undefined) return;
    this.input.value = household.called ?? "";
    this.#isRestored = true;
  }

  /**
   * Returns a household with what it is called where that was changed; null takes the old one away.
   * @template {Named | null | undefined} Household
   * @param {Household} household
   */
  addTo(household) {
    const text = this.input.value.trim();
    return household && text !== this.#known ? { ...household, called: text || null } : household;
  }
}
