// The comments of reasons that are being typed: the page must not go away under them.

const comments = () =>
  /** @type {NodeListOf<HTMLTextAreaElement>} */ (document.querySelectorAll(".reason-panel textarea"));

/** Whether a comment stands in a field that was not sent yet. */
export function isReasonBeingTyped() {
  return [...comments()].some(({ value, defaultValue }) => value.trim() && value !== defaultValue);
}

/**
 * Notes that the comments of a part of the page were sent. They stay, for who takes the decision back.
 * @param {HTMLElement} part
 */
export function markReasonsSent(part) {
  for (const comment of part.querySelectorAll("textarea")) comment.defaultValue = comment.value;
}
