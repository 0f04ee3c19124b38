// Messages of the phone's scripts, in the language of the page.

/** Words, measures and kinds, in the language of the page; a script before this one brings them. */
export const data = globalThis.PAGE;
export const language = document.documentElement.lang;
const numbers = new Intl.NumberFormat(language);

/**
 * Returns a message of the page with its `%(name)s` filled in. For the number 1 there may be a message `name.1`.
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
