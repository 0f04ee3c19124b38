// Search without tones and marks, as the server folds: "duong dien" finds "Đường Điện".

/**
 * Returns `text` in lower case without tones, marks and đ; a blank that is no space is one.
 * @param {string} text
 */
export function fold(text) {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u2800\u3164]/g, " ")
    .replace(/[\p{Mn}\p{DI}]/gu, "")
    .replace(/đ/g, "d");
}

/**
 * Returns up to `limit` of `items` in which every word of `text` starts a word; those that start with the text come
 * first. Items carry their folded label as `folded`.
 * @template {{ folded: string }} Item
 * @param {Item[]} items
 * @param {string} text
 * @param {number} limit
 */
export function search(items, text, limit) {
  const wanted = fold(text).split(/\s+/).filter(Boolean);
  const whole = wanted.join(" ");
  const found = items.filter(({ folded }) => wanted.every((word) => ` ${folded}`.includes(` ${word}`)));
  const rank = (/** @type {Item} */ { folded }) => (folded === whole ? 0 : folded.startsWith(whole) ? 1 : 2);
  return found.sort((one, other) => rank(one) - rank(other)).slice(0, limit);
}
