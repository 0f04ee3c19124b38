// What only the form of a merchant has: its bank by name, and its code. A form can be filled in without that, so the code
// of these is loaded when the bank comes near the screen, or when a code is to be scanned; it is on the phone already.
import { message } from "../common/messages.js";
import { fields } from "./entry_form.js";
import { untilLoaded } from "./load_code.js";

/** @import { OwnEntry } from "../types.js" */

const NEAR = "400px"; // below the screen: a moment before the field is seen

/**
 * Opens what is beside the form of a merchant. `own` are the author's entries, the newest first; `markDirty` is called
 * when something is chosen.
 * @param {OwnEntry[]} own
 * @param {() => void} markDirty
 */
export function openMerchant(own, markDirty) {
  const bank = fields.get("bank_bin");
  if (!bank) return;
  const load = async () => {
    const code = await import("./merchant_parts.js");
    code.openParts(fields, own, markDirty);
    return code;
  };
  new IntersectionObserver(
    (seen, observer) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      untilLoaded(load);
    },
    { rootMargin: NEAR },
  ).observe(bank);
  const box = document.getElementById("scanning");
  box.hidden = false;
  box.querySelector("button").addEventListener("click", async () => {
    const code = await load().catch(() => null);
    if (!(await code?.openScanner(fields))) box.querySelector("[data-note]").textContent = message("no_network");
  });
}
