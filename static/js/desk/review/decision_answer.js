// What the server answers to a decision. Whatever else comes, such as a portal's page, counts as no answer. Uses no page.

/**
 * What the server did: `done` are the ids of entries, `seen` their new states, `told` why some have changed meanwhile,
 * `unchanged` why some are as before. Without an answer it is unknown whether anything was done; `needsSignIn` says that
 * nobody is signed in, and `isSkipped` that nothing was asked of the server.
 * @typedef {{
 *   done: string[], words: string, decision?: string, isUnanswered?: boolean, needsSignIn?: boolean,
 *   isSkipped?: boolean,
 *   seen?: Record<string, string>, told?: Record<string, string>, unchanged?: Record<string, string>,
 * }} Answer
 */

const isText = (/** @type {unknown} */ value) => typeof value === "string";

/** @param {any} value */
function isTextByName(value) {
  if (value === undefined || value === null) return true;
  return typeof value === "object" && !Array.isArray(value) && Object.values(value).every(isText);
}

/**
 * Reads an answer; returns null when it is none.
 * @param {any} body
 * @returns {Answer | null}
 */
export function readAnswer(body) {
  if (!body || !Array.isArray(body.done) || !body.done.every(isText) || !isText(body.words)) return null;
  if (![body.seen, body.told, body.unchanged].every(isTextByName)) return null;
  const { done, words, seen, told: staleReasons, unchanged } = body;
  return {
    done,
    words,
    seen,
    told: staleReasons,
    unchanged,
    decision: isText(body.decision) ? body.decision : undefined,
  };
}
