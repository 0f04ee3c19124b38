// What somebody wrote into forms of the desk and has not saved, in the memory of this tab: it survives a reload and a
// sign-in, and goes with the tab. Nobody but who wrote it sees it.

/** @import { Values } from "./snapshot.js" */
/**
 * What stood in a form, and what the server had written into it (`base`, `versions`); `at` is when it was written, in
 * milliseconds, `page` and `title` are of the page where it stands, and `target` is the address to which it was sent,
 * if it was. `older` is one that was offered and not yet decided on.
 * @typedef {{
 *   at: number, page: string, title: string, values: Values, base: Values, versions: Record<string, string>,
 *   target?: string, older?: Draft,
 * }} Draft
 */

const PREFIX = "draft "; // of all names in the tab's memory
export class FormDrafts {
  /**
   * Those of a user in a tab's memory; drafts of others are removed from it.
   * @param {() => Storage} storage
   * @param {string} user
   */
  constructor(storage, user) {
    this.storage = storage;
    this.prefix = `${PREFIX}${user} `;
    for (const key of this.#keys(PREFIX)) if (!key.startsWith(this.prefix)) this.#remove(key);
  }

  /**
   * Returns the draft of a form, or null.
   * @param {string} form
   * @returns {Draft | null}
   */
  find(form) {
    try {
      const draft = JSON.parse(this.storage().getItem(this.prefix + form) ?? "null");
      return draft?.values && draft.base && draft.at ? draft : null;
    } catch {
      return null;
    }
  }

  /**
   * Keeps a draft; where the browser keeps nothing the page still warns before it is left.
   * @param {string} form
   * @param {Draft} draft
   */
  put(form, draft) {
    try {
      this.storage().setItem(this.prefix + form, JSON.stringify(draft));
    } catch {}
  }

  /** @param {string} form */
  remove(form) {
    this.#remove(this.prefix + form);
  }

  /** Returns the forms that have drafts, with those. */
  all() {
    const forms = this.#keys(this.prefix).map((key) => key.slice(this.prefix.length));
    return forms.flatMap((form) => {
      const draft = this.find(form);
      return draft ? [/** @type {const} */ ([form, draft])] : [];
    });
  }

  /**
   * Removes the drafts of forms that were sent to an address and saved there.
   * @param {string} target
   */
  removeSaved(target) {
    for (const [form, draft] of this.all()) if (draft.target === target) this.remove(form);
  }

  /** Removes all drafts: the user signs out. */
  clear() {
    for (const [form] of this.all()) this.remove(form);
  }

  /** @param {string} prefix */
  #keys(prefix) {
    try {
      return Object.keys(this.storage()).filter((key) => key.startsWith(prefix));
    } catch {
      return [];
    }
  }

  /** @param {string} key */
  #remove(key) {
    try {
      this.storage().removeItem(key);
    } catch {}
  }
}
