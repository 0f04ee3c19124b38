// The items of the phone's lists: what is offered, and what is no longer but is named by older entries. Uses no page.

/** @import { Choice, Lists } from "../types.js" */

export const codeOf = (/** @type {Choice} */ item) => item.code ?? item.id;

/**
 * Returns the item of a list that has a code, also one that is no longer offered.
 * @param {Lists} lists
 * @param {string} source
 * @param {any} code
 * @returns {Choice | undefined}
 */
export function findItem(lists, source, code) {
  const known = [...(lists?.[source] ?? []), ...(lists?.unlisted?.[source] ?? [])];
  return known.find((/** @type {Choice} */ item) => codeOf(item) === code);
}

/**
 * Returns the items that a field has to offer besides those `offered`, so that the value of an older entry stays. Of a
 * field with one answer it is kept even where nobody knows its name, which is `unnamed` then.
 * @param {Lists} lists
 * @param {string} source
 * @param {any} value
 * @param {string[]} offered
 * @param {string} unnamed
 * @returns {{ code: any, name: string }[]}
 */
export function missingItems(lists, source, value, offered, unnamed) {
  return [value]
    .flat()
    .filter((code) => code !== null && code !== undefined && !offered.includes(String(code)))
    .map((code) => ({ code, name: findItem(lists, source, code)?.name ?? (Array.isArray(value) ? "" : unnamed) }))
    .filter(({ name }) => name);
}
