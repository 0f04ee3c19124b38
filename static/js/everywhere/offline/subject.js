// Which words the page without a connection shows; a rule without a page.

/** @type {[RegExp, string][]} */
const SUBJECTS = [
  [/^\/(login|logout|account)(\/|$)/, "sign-in"],
  [/^\/(invite|start)(\/|$)/, "link"],
];

/**
 * Returns what a page of the server is about: `sign-in`, a `link` that somebody was given, or any other `page`.
 * @param {string} path
 */
export function subjectOf(path) {
  return SUBJECTS.find(([pattern]) => pattern.test(path))?.[1] ?? "page";
}
