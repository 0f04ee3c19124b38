// Reads and writes the controls of a form as the values of the wire, by the type that each field carries.
import { message } from "../common/messages.js";
import { lastDigits } from "./account_digits.js";
import { readFigure } from "./figures.js";

/** @import { FieldElement } from "../types.js" */

/** @typedef {{ read(field: FieldElement): any, write(field: FieldElement, value: any): void }} Type */

/** @returns {HTMLInputElement} */
const control = (/** @type {Element} */ field) => field.querySelector("input, select, textarea");
const inputs = (/** @type {Element} */ field) => [...field.querySelectorAll("input")];
/** @type {(field: Element) => NodeListOf<HTMLInputElement>} */
const ticked = (field) => field.querySelectorAll("input:checked");
const checked = (/** @type {Element} */ field) => [...ticked(field)].map((input) => input.value);
const check = (/** @type {Element} */ field, /** @type {string[]} */ codes) => {
  for (const input of inputs(field)) input.checked = codes.includes(input.value);
};

// A team mate who left, or a topic that is no longer offered, stays in an entry when it is corrected.
const keepUnlisted = (/** @type {FieldElement} */ field, /** @type {string[]} */ codes) => {
  const listed = inputs(field).map((input) => input.value);
  field.unlisted = codes.filter((code) => !listed.includes(code));
  check(field, codes);
};
const several = (/** @type {FieldElement} */ field) => [...checked(field), ...(field.unlisted ?? [])];

/** @type {Type} */
const plain = {
  read: (field) => control(field).value.trim() || null,
  write: (field, value) => (control(field).value = value ?? ""),
};

/** @type {Record<string, Type>} */
const types = {
  // What is no figure stays a text, which the rules refuse and a draft keeps.
  NumberField: { read: (field) => readFigure(control(field).value) ?? plain.read(field), write: plain.write },
  IdField: { read: (field) => Number(plain.read(field)) || null, write: plain.write },
  ChoiceField: {
    read: (field) => checked(field)[0] || null,
    write: (field, value) => check(field, [value ?? ""]),
  },
  ChoicesField: { read: several, write: (field, value) => keepUnlisted(field, value ?? []) },
  IdListField: {
    read: (field) => several(field).map(Number),
    write: (field, value) => keepUnlisted(field, (value ?? []).map(String)),
  },
  YesNoField: {
    read: (field) => {
      const [radio] = field.querySelectorAll("input");
      if (radio.type === "checkbox") return radio.checked;
      return /** @type {Record<string, boolean>} */ ({ true: true, false: false })[checked(field)[0]] ?? null;
    },
    write: (field, value) => {
      const [radio] = field.querySelectorAll("input");
      if (radio.type === "checkbox") radio.checked = value === true;
      else check(field, [value === null || value === undefined ? "" : String(value)]);
    },
  },
  HouseholdStateField: {
    // Until its code is there, what was written before stays as it is.
    read: (field) => (field.state ? field.state.value : field.written) ?? null,
    write: (field, value) => {
      field.written = value;
      if (field.state) field.state.value = value;
    },
  },
  AccountTailField: { read: (field) => lastDigits(control(field).value), write: plain.write },
  TextsField: {
    read: (field) =>
      control(field)
        .value.split(",")
        .map((text) => text.trim())
        .filter(Boolean),
    write: (field, value) => (control(field).value = (value ?? []).join(", ")),
  },
};

/**
 * Returns how a field is read and written. A bank's control does that itself, once its code is there.
 * @param {FieldElement} field
 * @returns {Type}
 */
const typeOf = (field) => field.bank ?? types[field.dataset.type] ?? plain;

/**
 * Returns the fields under `root` that are in use.
 * @param {Element} root
 * @returns {FieldElement[]}
 */
export function fieldsIn(root) {
  return [.../** @type {NodeListOf<FieldElement>} */ (root.querySelectorAll("[data-field]"))].filter(
    (field) => !field.closest("template"),
  );
}

/**
 * Returns the value of a field. A picker keeps its own.
 * @param {FieldElement} field
 */
export function readField(field) {
  if (!field.picker) return typeOf(field).read(field);
  return field.called ? field.called.addTo(field.picker.value) : field.picker.value;
}

/**
 * Returns what a draft keeps of a field: its value, and of a picker also whether it was chosen.
 * @param {FieldElement} field
 */
export function readDraft(field) {
  if (!field.picker) return readField(field);
  return field.called ? field.called.addTo(field.picker.draft) : field.picker.draft;
}

/**
 * Puts a value into a field.
 * @param {FieldElement} field
 * @param {any} value
 */
export function writeField(field, value) {
  field.called?.restore(value);
  if (field.picker) field.picker.value = value;
  else typeOf(field).write(field, value);
}

/**
 * Returns what is missing in a field, or an empty text.
 * @param {FieldElement} field
 */
export function errorOf(field) {
  if (field.bank?.error) return field.bank.error;
  const value = readField(field);
  if (field.picker) {
    if (value !== undefined) return "";
    return message(field.picker.unnamed ? "choose_household" : "choose_or_add");
  }
  const input = control(field);
  const given = value !== null && !(Array.isArray(value) && value.length === 0);
  // A day or a time of which only a part is there counts as missing, also where it may be left out.
  const isNeeded = input?.validity.badInput || field.querySelector("[aria-required], .needed");
  return !given && isNeeded ? message("required") : "";
}

/**
 * Shows the error of a field; an empty text removes it.
 * @param {FieldElement} field
 * @param {string} text
 */
export function markError(field, text) {
  field.classList.toggle("wrong", Boolean(text));
  // What is wrong in a fold is seen.
  if (text && field.state) field.querySelector("details").open = true;
  field.querySelector(".error").textContent = text;
  for (const input of field.querySelectorAll("input, select, textarea")) {
    if (text) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

/**
 * Returns the control that the focus goes to when a field is wrong.
 * @param {HTMLElement} field
 * @returns {HTMLElement}
 */
export function focusTarget(field) {
  return [...field.querySelectorAll("input, select, textarea")].find((input) => input.offsetParent) ?? field;
}

/**
 * Lets the buttons beside numbers work: one less, one more, and usual numbers at one tap.
 * @param {Element} root
 */
export function bindSteppers(root) {
  root.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("[data-step], [data-pick]");
    if (!button) return;
    const input = button.closest(".field").querySelector("input");
    const { step, pick } = button.dataset;
    const { least, most } = input.dataset;
    const next = pick === undefined ? (readFigure(input.value) ?? 0) + Number(step) : Number(pick);
    input.value = String(Math.min(Number(most), Math.max(Number(least), next)));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
