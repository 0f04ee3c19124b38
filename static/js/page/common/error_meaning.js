// What an error that nobody caught means to the user of a page. Uses no page.

/** A file of our own, as browsers write it into the place or the stack of an error. */
const OWN_FILE = /\/static\/dist\//;
const ADDRESS = /\b[a-z-]+:\/\/|<anonymous>|\bnative code\b/;
/** How browsers say that a part of a page could not be fetched. */
const NOT_FETCHED = /dynamically imported module|importing a module script failed/i;

/**
 * Returns the name of the message about an error, or null for one that is not about this page: what was broken off on
 * purpose, what says nothing, and what comes from an extension or from the app in which the page is open.
 * @param {unknown} error
 * @param {string} source
 * @returns {string | null}
 */
export function meaningOf(error, source = "") {
  if (error === null || error === undefined) return null;
  const { name = "", message = String(error), stack = "", reason } = /** @type {any} */ (error);
  if (name === "AbortError" || message.startsWith("ResizeObserver") || message === "Script error.") return null;
  if (NOT_FETCHED.test(message)) return "unavailable";
  // Our own errors name their message.
  if (typeof reason === "string") return reason;
  const place = source || stack;
  return ADDRESS.test(place) && !OWN_FILE.test(place) ? null : "unexpected";
}
