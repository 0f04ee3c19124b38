// What every page of the phone starts with: its words, and small pieces of the page.

/** Words, measures and kinds, in the language of the page; a script before this one brings them. */
export const data = globalThis.PAGE;
export const language = document.documentElement.lang;
const numbers = new Intl.NumberFormat(language);

/**
 * Returns a message of the page with its `%(name)s` filled in. One of something may have a message of its own.
 * @param {string} name
 * @param {Record<string, any>} values
 */
export function message(name, values = {}) {
  return (data.words[`${name}.${values.number}`] ?? data.words[name] ?? name).replace(
    /%\((\w+)\)[sd]/g,
    (/** @type {string} */ _, /** @type {string} */ key) => values[key],
  );
}

/**
 * Writes a number as the page's language does: 9.547 in Vietnamese.
 * @param {number} value
 */
export function formatNumber(value) {
  return numbers.format(value);
}

/**
 * Makes an element with attributes and children; texts stay texts.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} attributes
 * @param {(Node | string | null | undefined)[]} children
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

/**
 * Makes a button that does something.
 * @param {string} text
 * @param {(event: Event) => unknown} onClick
 * @param {Record<string, any>} attributes
 */
export function actionButton(text, onClick, attributes = {}) {
  const button = element("button", { type: "button", ...attributes }, text);
  button.addEventListener("click", onClick);
  return button;
}

/**
 * Makes a link that looks like a button.
 * @param {string} text
 * @param {string} href
 * @param {Record<string, any>} attributes
 */
export function linkButton(text, href, attributes = {}) {
  return element("a", { class: "button", href, ...attributes }, text);
}

/**
 * Says at the top of the page how things stand; `kind` is good, bad, care or empty.
 * @param {string} text
 * @param {string} kind
 * @param {(Node | null)[]} more
 */
export function showMessage(text, kind = "", ...more) {
  const state = document.getElementById("state");
  state.replaceChildren(
    element("div", { class: `notice ${kind}`, "data-state": kind }, element("p", {}, text), ...more),
  );
  return state;
}
