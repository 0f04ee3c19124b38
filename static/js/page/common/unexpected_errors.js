// An error that no branch of a page expects ends in a sentence, once.
let isShown = false;

/**
 * @param {unknown} error
 * @param {string} [source]
 */
async function report(error, source) {
  if (isShown) return;
  const { showUnexpected } = await import("./unexpected_notice.js");
  isShown ||= showUnexpected(error, source);
}

// The browser itself writes them to its console.
addEventListener("error", ({ error, message, filename }) => report(error ?? message, filename));
addEventListener("unhandledrejection", ({ reason }) => report(reason));
