// What only the form of a merchant has: its bank by name. A form can be filled in without that, so its code is loaded
// beside it; it is on the phone already.
import { fields } from "./entry_form.js";
import { untilLoaded } from "./load_code.js";

/** @import { OwnEntry } from "../types.js" */

/**
 * Opens what is beside the form of a merchant, as soon as its code is there. `own` are the author's entries, the newest
 * first; `markDirty` is called when something is chosen.
 * @param {OwnEntry[]} own
 * @param {() => void} markDirty
 */
export async function openMerchant(own, markDirty) {
  if (!fields.has("bank_bin")) return;
  const { openParts } = await untilLoaded(() => import("./merchant_parts.js"));
  openParts(fields, own, markDirty);
}
