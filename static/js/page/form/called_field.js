// What the neighbours call a household (tên gọi), beside its address: optional, short, and never a full name.

/** @typedef {{ id: string }} Named */

export class CalledField {
  /** What the household is called already. */
  #known = "";

  /**
   * @param {HTMLInputElement} input
   * @param {Element | null} [summary] where what is known stands while the fold is closed
   */
  constructor(input, summary = null) {
    this.input = input;
    this.summary = summary;
  }

  /**
   * Shows what a household is called already, unless something else was typed.
   * @param {string} known
   */
  suggest(known) {
    if (this.input.value.trim() === this.#known) this.input.value = known;
    this.#known = known;
    if (this.summary) this.summary.textContent = known;
  }

  /**
   * Restores what was typed into a draft.
   * @param {{ called?: string | null } | null | undefined} household
   */
  restore(household) {
    if (household?.called !== undefined) this.input.value = household.called ?? "";
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
