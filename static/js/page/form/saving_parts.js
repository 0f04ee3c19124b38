// What a form needs once something was written in it. Loaded at the first answer.
export { findErrors, followForm, loadRules } from "./checking.js";
export { listErrors } from "./error_list.js";
export { focusNext } from "./focus_next.js";
export { offerNext } from "./next_offer.js";
export { showOutboxState, showRefusals } from "./outcome.js";
export { askAll } from "./questions.js";
export { openReceipt, setReceipt } from "./receipt.js";
export { rescue } from "./unsaved.js";
