// The code that a form needs once something was written in it: the questions before it is saved, and the receipt after.
// It is loaded at the first answer. Saving waits a moment for it, never longer: the ward asks later what was not asked.
import { scrollToMessage, showMessage } from "../common/elements.js";
import { message } from "../common/messages.js";
import { form } from "./entry_form.js";
import { releaseForms } from "./form_claims.js";
import { ifLoaded, untilLoaded } from "./load_code.js";

/** @import { Entry, Lists } from "../types.js" */

/** @type {Promise<typeof import("./saving_parts.js")> | undefined} */
let loading;
/**
 * The rules of the forms, of which the code knows nothing yet where they do not come.
 * @type {Promise<void>}
 */
let rules;

/** Loads the code, once. */
export function loadSavingParts() {
  loading ??= untilLoaded(() => import("./saving_parts.js")).then((parts) => {
    rules = parts.loadRules();
    return parts;
  });
  return loading;
}

/**
 * Lets the code say at once what is wrong with a field that was left. Enter moves on to the next field, and never saves a
 * form of which only a part is filled in.
 * @param {() => { entries: Entry[], lists: Lists }} written
 */
export function bindSavingParts(written) {
  const follow = async (/** @type {Event} */ { target }) =>
    (await loadSavingParts()).followForm(written, /** @type {Element} */ (target));
  form.addEventListener("input", follow, { once: true });
  form.addEventListener("keydown", async (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    // A picker decides what Enter chooses, and an input method, such as one for Vietnamese, ends a word with it.
    const isOther = event.key !== "Enter" || event.defaultPrevented || event.isComposing;
    if (isOther || !input.matches("input:not([type=file])")) return;
    event.preventDefault();
    (await savingParts())?.focusNext(input);
  });
}

/** Returns the code, or null where it cannot be had; with the rules, where these come in time. */
export async function savingParts() {
  const parts = await ifLoaded(loadSavingParts());
  if (parts) await ifLoaded(rules);
  return parts;
}

/**
 * Shows that entries were saved, in a plain sentence where the code of the receipt cannot be had.
 * @param {Entry[]} entries
 * @param {"saving" | "stored"} state
 * @param {Lists} lists
 * @param {boolean} isEdit
 */
export async function showSaved(entries, state, lists, isEdit) {
  releaseForms();
  form.hidden = true;
  document.getElementById("message").replaceChildren();
  const parts = await savingParts();
  parts?.openReceipt(entries, lists, isEdit);
  parts?.setReceipt(state);
  if (!parts) scrollToMessage(showMessage(message(state === "stored" ? "received" : "saved"), "good"));
}
