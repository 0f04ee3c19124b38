// An error that no branch of a page expects ends in a sentence.
import { showMessage } from "./elements.js";
import { message } from "./messages.js";

/**
 * @param {unknown} error
 * @param {string} [source]
 */
const report = (error, source) =>
  import("./unexpected_notice.js").then(
    ({ showUnexpected }) => showUnexpected(error, source),
    () => showMessage(message("unexpected"), "bad"),
  );

// The browser itself writes them to its console.
addEventListener("error", ({ error, message: text, filename }) => report(error ?? text, filename));
addEventListener("unhandledrejection", ({ reason }) => report(reason));
