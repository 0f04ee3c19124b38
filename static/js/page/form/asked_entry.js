// What a form says of the entry that it is opened for: why it came back, what the ward decides on it meanwhile, or why the
// form does not open; and that it goes on from a draft. Loaded when it is opened for one of these.

import { deleteDraft } from "../../outbox/draft_store.js";
import { REFUSED } from "../../outbox/states.js";
import { formatDay } from "../common/calendar.js";
import { actionButton, linkButton, showMessage } from "../common/elements.js";
import { message } from "../common/messages.js";
import { editAddress, mayChange, mayCorrect, periodOfEntry } from "../common/own_entries.js";
import { closedText } from "../common/period_words.js";
import { conflictOf, returnedAtWard } from "../common/reasons.js";
import { database, sync } from "../common/sync.js";
import { attachedBox, form, readReturns } from "./entry_form.js";
import { markErrors } from "./errors.js";
import { showLoggedWith } from "./logged_with.js";
import { showWhy } from "./return_reason.js";

/** @import { Lists, OwnEntry, User, WardEntry } from "../types.js" */

const toList = () => linkButton(message("back_to_list"), "/log/mine");

/**
 * Shows why an entry came back, and what was logged with it.
 * @param {OwnEntry} found
 * @param {OwnEntry[]} own
 * @param {Lists} lists
 */
export function showCorrected(found, own, lists) {
  if (found.state === REFUSED && found.outcome === "refused") markErrors(found.errors);
  if (attachedBox) showLoggedWith(attachedBox, found.id, own, lists);
  showWhy(found, lists);
}

/**
 * Shows what the ward decided on an entry since it was opened, where nothing was written yet.
 * @param {WardEntry} now
 * @param {Lists} lists
 */
export function followDecision(now, lists) {
  if (!mayChange(now, lists)) {
    form.hidden = true;
    refuseEditing(now, lists);
  } else if (returnedAtWard(now) && !readReturns.has(now.id)) showWhy(now, lists);
}

/**
 * Shows that the form goes on from a draft, and offers to begin again; `stop` lets the form write nothing more.
 * @param {User} user
 * @param {string} id
 * @param {() => void} stop
 */
export function showResumed(user, id, stop) {
  const startOver = async () => {
    stop();
    await deleteDraft(database, user.id, id);
    location.reload();
  };
  const discard = actionButton(message("discard_draft"), startOver, { "data-start-anew": true });
  showMessage(message("draft_resumed"), "warning", discard);
}

/** Shows that this phone does not know the entry; who is signed out may have it at the ward. */
export function showMissing() {
  if (sync.lastError === "signed_out")
    showMessage(
      message("signed_out"),
      "warning",
      linkButton(message("sign_in"), "/login", { class: "button primary" }),
    );
  else showMessage(message("entry_not_found"), "bad", toList());
}

/** Shows that the entry is open in another tab: two would overwrite each other's draft. */
export function showOpenElsewhere() {
  const reload = actionButton(message("reload"), () => location.reload(), { "data-reload": true });
  showMessage(message("open_elsewhere"), "warning", reload, toList());
}

/**
 * Shows why an entry may not be changed any more.
 * @param {OwnEntry} found
 * @param {Lists} lists
 */
export function refuseEditing(found, lists) {
  const isDecided = found.status === "approved" || found.status === "void";
  const why = isDecided ? message(`conflict.${found.status}`) : closedText(periodOfEntry(found, lists));
  showMessage(found.state ? conflictOf(found, lists) : why, "warning", toList());
}

/**
 * Asks before an entry is logged again that was logged again already: the work would count twice.
 * @param {OwnEntry} found
 * @param {OwnEntry | undefined} replacement
 * @param {Lists} lists
 */
export function askBeforeRepeating(found, replacement, lists) {
  const day = replacement && formatDay(replacement.happened_on);
  const isOpen = replacement && mayCorrect(replacement, lists);
  const see = linkButton(message("see_replacement"), isOpen ? editAddress(replacement, lists) : "/log/mine", {
    class: "button primary",
    "data-replacement": replacement?.id,
  });
  const again = linkButton(message("log_again_anyway"), `/log/${found.kind}?again=${found.id}&twice`, {
    "data-log-twice": true,
  });
  showMessage(message(day ? "logged_again_on" : "replaced", { day }), "warning", see, again);
}
