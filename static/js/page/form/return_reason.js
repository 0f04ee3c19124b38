// Why the entry of a form came back, above its fields. Loaded when one is opened for an entry, and when one is saved.
import { REFUSED } from "../../outbox/states.js";
import { focusAtHead } from "../common/elements.js";
import { returnedAtWard, whyOf } from "../common/reasons.js";
import { refresh } from "../common/sync.js";
import { readReturns } from "./entry_form.js";

/** @import { Lists, OwnEntry, WardEntry } from "../types.js" */

const box = document.getElementById("return-reason");

/**
 * Shows why an entry came back, if it did; from then on its author knows why the ward returned it.
 * @param {OwnEntry} entry
 * @param {Lists} [lists]
 */
export function showWhy(entry, lists) {
  box.textContent = whyOf(entry, lists);
  box.hidden = !box.textContent;
  if (returnedAtWard(entry)) readReturns.add(entry.id);
}

/**
 * Shows that the ward has returned an entry while it was corrected, and leads to the reason.
 * @param {WardEntry} ward
 */
export function showReturnedMeanwhile(ward) {
  showWhy({ ...ward, if_submitted: true });
  leadToBox();
}

/**
 * Shows that the ward took no change of an entry because it has returned it meanwhile, and why as soon as it says so.
 * @param {string} id
 */
export async function showConflict(id) {
  box.textContent = whyOf(/** @type {OwnEntry} */ ({ state: REFUSED, outcome: "conflict", code: "returned" }));
  box.hidden = false;
  leadToBox();
  // Without a line the reason stays unread, and what is saved then will come back once more.
  const readings = await refresh().catch(() => null);
  const ward = readings?.mine.entries.find((one) => one.id === id);
  if (ward && returnedAtWard(ward)) showReturnedMeanwhile(ward);
}

function leadToBox() {
  box.tabIndex = -1;
  focusAtHead(box);
}
