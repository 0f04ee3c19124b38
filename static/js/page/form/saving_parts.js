// What a form needs once something was written in it. Loaded at the first answer.
export { showOutboxState, showRefusals } from "./outcome.js";
export { askAll } from "./questions.js";
export { openReceipt, setReceipt } from "./receipt.js";
export { rescue } from "./unsaved.js";
