// Another unfinished entry, which is offered above a form. Loaded when there is one.
import { linkButton, showMessage } from "../common/elements.js";
import { summaryOf } from "../common/entry_summary.js";
import { message } from "../common/messages.js";

/** @import { Lists } from "../types.js" */
/** @import { Draft } from "../../outbox/types.js" */

/**
 * Offers to finish another entry first.
 * @param {Draft} draft
 * @param {Lists} lists
 */
export function showOtherDraft({ id, kind, values }, lists) {
  const { title } = summaryOf(kind, values, lists);
  const link = linkButton(message("finish_draft"), `/log/${kind}?draft=${id}`, { "data-other-draft": true });
  showMessage(message("other_draft", { title }), "warning", link);
}
