// Entries added with a visit: other services that the household was helped with, each an entry that names the visit.
import { uuid7 } from "../../outbox/ids.js";
import { errorOf, fieldsIn, markError, readField, writeField } from "./fields.js";

/** @import { Errors, Fields } from "../types.js" */
/** @typedef {HTMLElement & { dataset: { code: string } }} Group */

/** The part of a form that adds further entries. */
export class AttachedEntries {
  /** @param {HTMLElement} fieldset */
  constructor(fieldset) {
    this.fieldset = fieldset;
    /** @type {Map<string, string>} */
    this.ids = new Map();
    fieldset.addEventListener("change", (/** @type {{ target: any }} */ { target }) => {
      if (target.name === "also") this.#toggle(target);
    });
  }

  /** @param {HTMLInputElement} input */
  #toggle(input) {
    const code = input.value;
    if (!input.checked) {
      this.#group(code)?.remove();
      return;
    }
    const copy = this.fieldset.querySelector("template").content.cloneNode(true);
    const group = /** @type {Group} */ (/** @type {DocumentFragment} */ (copy).firstElementChild);
    group.dataset.code = code;
    group.querySelector("strong").textContent = input.closest("label").textContent;
    group.setAttribute("aria-label", input.closest("label").textContent);
    for (const name of ["id", "for", "name", "aria-describedby"]) {
      for (const one of group.querySelectorAll(`[${name}]`)) {
        one.setAttribute(name, /** @type {string} */ (one.getAttribute(name)).replace(/\balso-/g, `also-${code}-`));
      }
    }
    this.fieldset.querySelector("[data-groups]").append(group);
  }

  /**
   * @param {string} code
   * @returns {Group}
   */
  #group(code) {
    return /** @type {Group} */ (this.fieldset.querySelector(`[data-code="${code}"]`));
  }

  /** @returns {Group[]} */
  get #groups() {
    return [.../** @type {NodeListOf<Group>} */ (this.fieldset.querySelectorAll("[data-code]"))];
  }

  /** Every field in use. */
  get fields() {
    return this.#groups.flatMap(fieldsIn);
  }

  /**
   * Returns the fields of one of the entries.
   * @param {string} id
   */
  fieldsOf(id) {
    return this.#groups.filter(({ dataset }) => this.ids.get(dataset.code) === id).flatMap(fieldsIn);
  }

  /**
   * Marks what is wrong, and what else is as `errors` say, entry by entry; tells whether nothing is.
   * @param {Errors[]} errors
   */
  check(errors) {
    this.#groups.forEach((group, place) => {
      for (const field of fieldsIn(group))
        markError(field, errorOf(field) || (errors[place]?.[field.dataset.field] ?? []).join(" "));
    });
    return this.fields.every((field) => !field.classList.contains("wrong"));
  }

  /**
   * Returns the kind, id and fields of each further entry; `shared` are the fields that all have in common.
   * @param {string} mainId
   * @param {Fields} shared
   */
  entries(mainId, shared) {
    const { attachedKind: kind, linkField, fixed } = this.fieldset.dataset;
    return this.#groups.map((group) => {
      const { code } = group.dataset;
      if (!this.ids.has(code)) this.ids.set(code, uuid7());
      const own = Object.fromEntries(fieldsIn(group).map((field) => [field.dataset.field, readField(field)]));
      return {
        kind,
        id: /** @type {string} */ (this.ids.get(code)),
        fields: { ...shared, ...JSON.parse(fixed), ...own, service: code, [linkField]: mainId },
      };
    });
  }

  /** Returns what was written, for a draft. */
  answers() {
    return this.#groups.map((group) => {
      const values = Object.fromEntries(fieldsIn(group).map((field) => [field.dataset.field, readField(field)]));
      return { code: group.dataset.code, id: this.ids.get(group.dataset.code), values };
    });
  }

  /**
   * Restores what `answers` returned.
   * @param {ReturnType<AttachedEntries["answers"]>} answers
   */
  restore(answers) {
    for (const { code, id, values } of answers) {
      const input = [
        .../** @type {NodeListOf<HTMLInputElement>} */ (this.fieldset.querySelectorAll("input[name=also]")),
      ].find(({ value }) => value === code);
      if (!input) continue;
      input.checked = true;
      this.#toggle(input);
      if (id) this.ids.set(code, id);
      for (const field of fieldsIn(this.#group(code))) writeField(field, values[field.dataset.field]);
    }
  }

  /**
   * Shows what the ward found wrong with one of them.
   * @param {string} id
   * @param {Errors} errors
   */
  markErrors(id, errors) {
    const fields = this.fieldsOf(id);
    if (!fields.length) return;
    for (const [name, texts] of Object.entries(errors))
      markError(fields.find((field) => field.dataset.field === name) ?? fields[0], texts.join(" "));
  }
}
