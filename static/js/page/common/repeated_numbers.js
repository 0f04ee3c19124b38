// Numbers that a searched text says more than once.

/**
 * Returns the numbers that stand several times in what is searched, and how often: the house 3 of ngõ 3 is another
 * word than its lane's.
 * @param {string[][]} phrases
 * @returns {[string, number][]}
 */
export function repeatedNumbers(phrases) {
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const number of phrases.flatMap(([phrase]) => phrase.match(/[0-9]+/g) ?? []))
    times.set(number, (times.get(number) ?? 0) + 1);
  return [...times].filter(([_, number]) => number > 1);
}

/**
 * Tells whether a number stands so many times in words; each word gets spaces of its own.
 * @param {string} words
 * @param {string} number with the spaces that it stands between
 * @param {number} times
 */
export function hasTimes(words, number, times) {
  return words.replaceAll(" ", "  ").split(number).length > times;
}
