// What stands in a form: as it is now, as the server wrote it, and putting back what stood in it before.

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */
/** What stands in the controls of each name. @typedef {Record<string, string[]>} Values */

// Secrets are never kept, files cannot be, and tokens and what a page knows of itself are not what somebody wrote.
const SKIPPED = ["hidden", "password", "file", "submit", "button", "reset", "image", "output", "fieldset", "object"];

/**
 * The controls of a form that hold what somebody writes or chooses.
 * @param {HTMLFormElement} form
 */
export function controlsOf(form) {
  const controls = /** @type {Control[]} */ ([...form.elements]);
  return controls.filter(({ name, type, disabled }) => name && !disabled && !SKIPPED.includes(type));
}

/** @param {Control} control */
const isBox = (control) => control.type === "checkbox" || control.type === "radio";

/**
 * Returns what stands in a form; with `asWritten` what the server wrote into it.
 * @param {HTMLFormElement} form
 * @returns {Values}
 */
export function valuesOf(form, asWritten = false) {
  /** @type {Values} */
  const values = {};
  for (const control of controlsOf(form)) {
    values[control.name] ??= [];
    values[control.name].push(...valuesIn(control, asWritten));
  }
  return values;
}

/**
 * @param {Control} control
 * @param {boolean} asWritten
 */
function valuesIn(control, asWritten) {
  if ("options" in control) {
    const options = [...control.options];
    const isChosen = (/** @type {HTMLOptionElement} */ option) =>
      asWritten ? option.defaultSelected : option.selected;
    const chosen = options.filter(isChosen).map(({ value }) => value);
    return chosen.length || control.type === "select-multiple" ? chosen : options.slice(0, 1).map(({ value }) => value);
  }
  if (isBox(control)) {
    const box = /** @type {HTMLInputElement} */ (control);
    return (asWritten ? box.defaultChecked : box.checked) ? [box.value] : [];
  }
  return [asWritten ? control.defaultValue : control.value];
}

/**
 * @param {Values} one
 * @param {Values} other
 */
export const areEqual = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * The hidden fields by which the server knows which version of what is stored a form showed.
 * @param {HTMLFormElement} form
 */
function versionFields(form) {
  const fields = /** @type {HTMLInputElement[]} */ ([...form.elements]);
  return fields.filter(({ name, type }) => type === "hidden" && /(^|-)version$/.test(name));
}

/** @param {HTMLFormElement} form */
export function versionsOf(form) {
  return Object.fromEntries(versionFields(form).map(({ name, value }) => [name, value]));
}

/**
 * Puts values back into a form, with the versions that it showed then, so that the server notices when something else
 * was saved meanwhile. Where lines of one name are more or fewer than before, they stay as they are: nobody knows which
 * is which. Returns the first control that changed.
 * @param {HTMLFormElement} form
 * @param {{ values: Values, versions: Record<string, string> }} draft
 */
export function putBack(form, { values, versions }) {
  for (const field of versionFields(form)) field.value = versions[field.name] ?? field.value;
  const now = valuesOf(form);
  /** @type {Record<string, number>} */
  const places = {};
  const changed = controlsOf(form).filter((control) => {
    const place = places[control.name] ?? 0;
    places[control.name] = place + 1;
    const given = values[control.name];
    const isLine = !isBox(control) && control.type !== "select-multiple";
    if (!given || (isLine && given.length !== now[control.name].length)) return false;
    return setControl(control, given, place);
  });
  for (const control of changed) {
    control.closest("details")?.setAttribute("open", "");
    for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
  }
  return changed[0];
}

/**
 * Sets a control, the one at `place` of its name; returns whether that changed it.
 * @param {Control} control
 * @param {string[]} given
 * @param {number} place
 */
function setControl(control, given, place) {
  if (control.type === "select-multiple") {
    const options = [.../** @type {HTMLSelectElement} */ (control).options];
    const changing = options.filter((option) => option.selected !== given.includes(option.value));
    for (const option of changing) option.selected = !option.selected;
    return changing.length > 0;
  }
  if (isBox(control)) {
    const box = /** @type {HTMLInputElement} */ (control);
    const isChanged = box.checked !== given.includes(box.value);
    box.checked = given.includes(box.value);
    return isChanged;
  }
  const before = control.value;
  const isOffered = !("options" in control) || [...control.options].some(({ value }) => value === given[place]);
  if (isOffered) control.value = given[place];
  return control.value !== before;
}
