// The code that a form needs once something was written in it: the questions before it is saved, and the receipt after.
// It is loaded at the first answer. Saving waits a moment for it, never longer: the ward asks later what was not asked.
import { ifLoaded, untilLoaded } from "./load_code.js";

/** @type {Promise<typeof import("./saving_parts.js")> | undefined} */
let loading;

/** Loads the code, once. */
export function loadSavingParts() {
  loading ??= untilLoaded(() => import("./saving_parts.js"));
  return loading;
}

/** Returns the code, or null where it cannot be had. */
export const savingParts = () => ifLoaded(loadSavingParts());
