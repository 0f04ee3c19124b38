// Closes a page to somebody who may not use it. Loaded where that is so.
import { saveCounts } from "../../outbox/count_store.js";
import { entriesOf } from "../../outbox/outbox_store.js";
import { photosOf } from "../../outbox/photo_store.js";
import { allOf, isSome, unsentWork } from "../../outbox/unsent.js";
import { formatDay, today } from "./calendar.js";
import { actionButton, element, linkButton, showMessage } from "./elements.js";
import { message } from "./messages.js";
import { reasonOf } from "./reasons.js";
import { database } from "./sync.js";
import { amountText } from "./unsent_counts.js";

/** @import { User } from "../../outbox/types.js" */

/**
 * Says why nothing is logged here: the role only reads, or the post has ended. Then also what the ward has not taken in.
 * @param {User} user
 */
export async function closeForRole(user) {
  if (user.role) closePage(message("no_logging"), linkButton(message("figures"), "/"));
  else closeForEnded(user.ended);
  await showUnsentOnPhone(user).catch(console.warn);
}

/** @param {User["ended"]} ended */
function closeForEnded(ended) {
  const days = ended && { day: formatDay(ended.on), until: formatDay(ended.sends_until) };
  // Days are compared as the ward writes them.
  const endOfPost = ended && ended.sends_until < today() ? "post_over" : "post_ended";
  closePage(message(ended ? endOfPost : "no_post", days), linkButton(message("account"), "/account"));
  for (const tab of document.querySelectorAll(".tabs a:not([href='/account'])")) tab.remove();
}

/**
 * Shows what a user still has on this phone, with the file by which the ward can take it in.
 * @param {User} user
 */
async function showUnsentOnPhone(user) {
  await saveCounts(database, user.id, { today: today() }).catch(console.warn);
  const [copies, photos] = await Promise.all([entriesOf(database, user.id), photosOf(database, user.id)]);
  const amount = allOf(unsentWork(copies, photos));
  if (!isSome(amount)) return;
  const rows = copies.map((copy) =>
    element("li", {}, [formatDay(copy.fields.happened_on), reasonOf(copy)].filter(Boolean).join(": ")),
  );
  const handOver = async () => (await import("./hand_over.js")).openHandOver(user);
  const notice = element("div", { class: "notice bad" });
  notice.append(
    element("p", {}, message("left_on_phone", { number: amountText(amount) })),
    element("ul", {}, ...rows),
    element("div", { class: "actions" }, actionButton(message("hand_over"), handOver, { "data-hand-over": true })),
  );
  document.getElementById("message").append(notice);
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
