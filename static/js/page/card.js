// The member's card, filled in with what the phone has; it opens with no network.
import { readFact } from "../outbox/fact_store.js";
import { mayShowCard } from "./card/confirmation.js";
import { formatDay, today } from "./common/calendar.js";
import { openPage } from "./common/page_start.js";
import { database } from "./common/sync.js";

const card = document.getElementById("card");

openPage(async (shown, { bootstrap }) => {
  // The user as of this moment: the server may have signed them out since the page was opened.
  const user = await readFact(database, "user").catch(() => undefined);
  const isShown = user?.id === shown.id && mayShowCard(user.confirmed_on, today());
  card.hidden = !isShown;
  document.getElementById("no-card").hidden = isShown;
  if (!isShown) return;
  const phone = bootstrap.settings.contact_phone ?? "";
  showValue("name", user.name);
  showValue("ward", user.ward?.name);
  showValue("team", user.team && `· ${user.team.name}`);
  showValue("day", formatDay(user.confirmed_on));
  showValue("phone", phone).href = `tel:${phone.replace(/\D/g, "")}`;
  for (const line of document.querySelectorAll(".card-phone")) line.hidden = !phone;
  for (const role of card.querySelectorAll("[data-role]")) role.hidden = role.dataset.role !== user.role;
});

/**
 * @param {string} name
 * @param {string | null | undefined} text
 */
function showValue(name, text) {
  const line = /** @type {HTMLAnchorElement} */ (card.querySelector(`[data-value="${name}"]`));
  line.textContent = text ?? "";
  return line;
}
