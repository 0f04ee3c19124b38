// Whether a name is one that somebody searches for.
import { fold } from "../../page/common/addresses.js";

const wordsOf = (/** @type {string} */ text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * Returns whether each word that was typed begins a word of `name`; marks and capitals do not count.
 * @param {string} name
 * @param {string} typed
 */
export function isFound(name, typed) {
  const words = wordsOf(name);
  return wordsOf(typed).every((begin) => words.some((word) => word.startsWith(begin)));
}
