// The phases of a form, from its opening until what was written in it is kept or stored. Knows no page.

/** @import { Copy, Entry } from "../types.js" */

/**
 * `loading` until the form can be filled in; then `untouched`, or `written` once it was. `saving` after the button;
 * `kept` on this phone, or `stored` by the ward past a phone without room. `refused` is open again: what was saved came
 * back.
 * @typedef {"loading" | "untouched" | "written" | "saving" | "kept" | "stored" | "refused"} Phase
 */

export class Saving {
  /** @type {Phase} */
  phase = "loading";
  /**
   * The phase that a form goes back to when it could not be saved.
   * @type {Phase}
   */
  #before = "untouched";
  /**
   * The entries that were saved here last.
   * @type {Copy[] | null}
   */
  saved = null;

  /** Whether something was written that is nowhere but on this page. */
  get isDirty() {
    const phase = this.phase === "saving" ? this.#before : this.phase;
    return phase === "written" || phase === "refused";
  }

  /** The form can be filled in. */
  open() {
    this.phase = "untouched";
  }

  /** Something was written, perhaps while the form is being saved. */
  write() {
    if (this.phase === "untouched") this.phase = "written";
    else if (this.phase === "saving" && this.#before === "untouched") this.#before = "written";
  }

  /** The button was pressed. */
  start() {
    this.#before = this.phase;
    this.phase = "saving";
  }

  /** Saving came to nothing: the form is as it was before. */
  cancel() {
    if (this.phase === "saving") this.phase = this.#before;
  }

  /**
   * The phone has it.
   * @param {Copy[]} copies
   */
  keep(copies) {
    this.saved = copies;
    this.phase = "kept";
  }

  /** The ward has it, and the phone does not. */
  store() {
    this.phase = "stored";
  }

  /** What was saved came back. */
  refuse() {
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
   * What was saved before and came back is saved again: unchanged it is the same, changed it is the next revision.
   * @param {Entry[]} entries
   */
  withRevisions(entries) {
    return entries.map((one) => {
      const before = this.#savedAs(one.id);
      if (!before) return one;
      const isSame = JSON.stringify(before.fields) === JSON.stringify(JSON.parse(JSON.stringify(one.fields)));
      return { ...one, revision: before.revision + (isSame ? 0 : 1) };
    });
  }

  /** @param {string} id */
  #savedAs(id) {
    return this.saved?.find((one) => one.id === id);
  }
}
