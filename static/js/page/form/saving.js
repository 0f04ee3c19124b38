// The phases of a form, from its opening until the entry is saved on the phone or stored by the ward. Uses no page.

/** @import { Copy, Entry } from "../types.js" */

/**
 * `loading` until the form can be filled in; then `untouched`, or `dirty` once something was written. `saving` after
 * the button; `saved` on this phone, or `stored` by the ward when the phone is full. `refused`: the form is open again
 * because the ward refused the entry.
 * @typedef {"loading" | "untouched" | "dirty" | "saving" | "saved" | "stored" | "refused"} Phase
 */

export class Saving {
  /** @type {Phase} */
  phase = "loading";
  /**
   * The phase to which a form returns when it could not be saved.
   * @type {Phase}
   */
  #phaseBefore = "untouched";
  /**
   * The entries that were saved here last.
   * @type {Copy[] | null}
   */
  saved = null;
  /**
   * The entries that were to be saved last. They may be on the phone or at the ward though no answer came.
   * @type {Entry[]}
   */
  #tried = [];

  /** Whether something was written that is not saved. */
  get isDirty() {
    const phase = this.phase === "saving" ? this.#phaseBefore : this.phase;
    return phase === "dirty" || phase === "refused";
  }

  /** The form can be filled in. */
  markReady() {
    this.phase = "untouched";
  }

  /** Something was written, perhaps while the form is being saved. */
  markDirty() {
    if (this.phase === "untouched") this.phase = "dirty";
    else if (this.phase === "saving" && this.#phaseBefore === "untouched") this.#phaseBefore = "dirty";
  }

  /** The button was pressed. */
  startSaving() {
    this.#phaseBefore = this.phase;
    this.phase = "saving";
  }

  /** Saving failed: the form returns to its phase before. */
  cancelSaving() {
    if (this.phase === "saving") this.phase = this.#phaseBefore;
  }

  /**
   * The entries are saved on the phone.
   * @param {Copy[]} copies
   */
  markSaved(copies) {
    this.saved = copies;
    this.phase = "saved";
  }

  /** The ward has stored the entries, without the phone. */
  markStored() {
    this.phase = "stored";
  }

  /** The ward refused what was saved. */
  markRefused() {
    this.phase = "refused";
  }

  /**
   * Returns the revision under which an entry is saved next.
   * @param {{ id: string, revision: number }} entry
   */
  nextRevision({ id, revision }) {
    const before = this.#savedAs(id);
    return before ? before.revision + 1 : revision;
  }

  /**
   * Sets the revisions of entries that are saved again after a refusal or a failure: the same if unchanged, else the next.
   * A change is to be taken only where the ward has not returned the entry, whose reason its author would not have read;
   * of those that `readReturns` names they have. What is withdrawn answers no reason.
   * @param {Entry[]} entries
   * @param {Set<string>} readReturns
   */
  withRevisions(entries, readReturns) {
    this.#tried = entries.map((one) => {
      const before = this.#savedAs(one.id);
      const isSame = before && JSON.stringify(before.fields) === JSON.stringify(one.fields);
      const revision = before ? before.revision + (isSame ? 0 : 1) : one.revision;
      const if_submitted = (revision > 1 && !one.fields.withdrawn && !readReturns.has(one.id)) || undefined;
      return { ...one, revision, if_submitted };
    });
    return this.#tried;
  }

  /** @param {string} id */
  #savedAs(id) {
    const [saved, tried] = [this.saved ?? [], this.#tried].map((all) => all.find((one) => one.id === id));
    return saved && saved.revision >= (tried?.revision ?? 0) ? saved : tried;
  }
}
