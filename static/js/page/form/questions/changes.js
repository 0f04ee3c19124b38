// Whether a correction changes anything. Uses no page.

/** @import { Fields } from "../../types.js" */

/**
 * Tells whether an entry would say the same as before. A field that is missing says what an empty one says, and the order
 * of several choices says nothing.
 * @param {Fields} before
 * @param {Fields} after
 */
export const isSame = (before, after) => JSON.stringify(canonical(before)) === JSON.stringify(canonical(after));

/**
 * @param {any} value
 * @returns {any}
 */
function canonical(value) {
  if (value === undefined || value === "") return null;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.length ? value.map(canonical).sort() : null;
  const filled = Object.entries(value)
    .map(([name, one]) => [name, canonical(one)])
    .filter(([, one]) => one !== null)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return filled.length ? filled : null;
}
