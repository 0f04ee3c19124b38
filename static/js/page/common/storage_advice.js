// What waits on this phone is lost when the browser's data is cleared: said once after saving, and beside what waits where the
// browser itself may clear it.
import { readFact, saveFact } from "../../outbox/fact_store.js";
import { isInstalled } from "./browser.js";
import { actionButton, element, linkButton } from "./elements.js";
import { message } from "./messages.js";
import { database } from "./sync.js";

/** @import { User } from "../../outbox/types.js" */

const ID = "clearing-notice";

/**
 * Says on a receipt what would delete what waits, until its reader has understood; where nothing waits, it goes.
 * @param {User} user
 * @param {HTMLElement} receipt
 * @param {boolean} isWaiting
 */
export async function warnOfClearing(user, receipt, isWaiting) {
  const fact = `knows clearing ${user.id}`;
  const isKnown = !isWaiting || (await readFact(database, fact).catch(() => true));
  const shown = document.getElementById(ID);
  if (isKnown || shown) {
    if (isKnown) shown?.remove();
    return;
  }
  const notice = element("div", { class: "notice", id: ID }, element("p", {}, message("clearing_deletes")));
  const understand = async () => {
    // The notice goes when the phone has noted it, so that the next page cannot say it once more; where nothing can be stored, it is
    // said again.
    await saveFact(database, fact, true).catch(() => {});
    notice.remove();
    receipt.focus();
  };
  notice.append(element("div", { class: "actions" }, actionButton(message("clearing_understood"), understand)));
  receipt.querySelector(".notice")?.after(notice);
}

/**
 * Says, where the browser does not promise to keep what waits, how it is kept; hides `box` where there is no reason.
 * @param {HTMLElement} box
 * @param {boolean} isWaiting
 */
export async function adviseOnStorage(box, isWaiting) {
  // An older browser cannot be asked, and promises nothing.
  const isSafe = !isWaiting || (await navigator.storage?.persisted?.().catch(() => false));
  box.hidden = Boolean(isSafe);
  if (isSafe || box.hasChildNodes()) return;
  const install = linkButton(message("install_app"), "/log/install");
  box.append(
    element("p", {}, message(isInstalled() ? "clearing_deletes" : "may_be_cleared")),
    ...(isInstalled() ? [] : [element("div", { class: "actions" }, install)]),
  );
}
