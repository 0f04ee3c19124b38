// An entry that its author may not change any more.
import { linkButton, showMessage } from "../common/elements.js";
import { conflictOf } from "../common/entry_row.js";
import { message } from "../common/messages.js";

/** @import { OwnEntry } from "../types.js" */

/**
 * Shows why an entry may not be changed any more.
 * @param {OwnEntry} found
 */
export function refuseEditing(found) {
  const code = found.status === "approved" || found.status === "void" ? found.status : "month_closed";
  showMessage(
    found.state ? conflictOf(found) : message(`conflict.${code}`),
    "warning",
    linkButton(message("back_to_list"), "/log/mine"),
  );
}
