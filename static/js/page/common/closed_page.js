// Pages on which nothing can be logged: nobody is signed in, the role only reads, or the post has ended. Loaded when that is so.
import { formatDay, today } from "./calendar.js";
import { element, linkButton, showMessage } from "./elements.js";
import { reasonOf } from "./entry_row.js";
import { message } from "./messages.js";

/** @import { Copy, User } from "../../outbox/types.js" */

/**
 * Says why nothing is logged here: the role only reads, or the post has ended. Then also what the ward has not taken in.
 * @param {User} user
 * @param {Copy[]} copies
 */
export function closeForRole({ role, ended }, copies) {
  if (role) {
    closePage(message("no_logging"), linkButton(message("figures"), "/"));
    return;
  }
  const days = ended && { day: formatDay(ended.on), until: formatDay(ended.sends_until) };
  // Days are compared as the ward writes them.
  const endOfPost = ended && ended.sends_until < today() ? "post_over" : "post_ended";
  closePage(message(ended ? endOfPost : "no_post", days), linkButton(message("account"), "/account"));
  for (const tab of document.querySelectorAll(".tabs a:not([href='/account'])")) tab.remove();
  if (copies.length === 0) return;
  const rows = copies.map((copy) =>
    element("li", {}, [formatDay(copy.fields.happened_on), reasonOf(copy)].filter(Boolean).join(": ")),
  );
  const text = message("left_on_phone", { number: copies.length });
  document
    .getElementById("message")
    .append(element("div", { class: "notice bad" }, element("p", {}, text), element("ul", {}, ...rows)));
}

/**
 * Shows a message in place of the page.
 * @param {string} text
 * @param {Node} action
 */
export function closePage(text, action) {
  for (const part of document.querySelectorAll(".pending, #status-bar")) part.remove();
  showMessage(text, "warning", action);
}
