// The status bar: how many entries wait on this phone and how many the ward has are always two separate numbers.
import { readFact } from "../../outbox/fact_store.js";
import { entriesOf, waitingOfOthers } from "../../outbox/outbox_store.js";
import { photosOf } from "../../outbox/photo_store.js";
import { PARKED, REFUSED, WAITING } from "../../outbox/states.js";
import { formatMoment, monthOf, today } from "./calendar.js";
import { actionButton, element, linkButton } from "./elements.js";
import { formatNumber, message } from "./messages.js";
import { database, sendWaiting, sync } from "./sync.js";

/** @import { Readings } from "../types.js" */
/** @import { Copy, Photo, User } from "../../outbox/types.js" */

const DAY_MS = 86_400_000;
const STALE_WARNING_DAYS = 3;
const LIST_ADDRESS = "/log/mine";
const bar = document.getElementById("status-bar");

/**
 * Shows the bar of `user`; `lists` are the ward's last readings.
 * @param {User} user
 * @param {Readings} lists
 */
export async function showStatusBar(user, { mine }) {
  const [copies, allPhotos, others, sent] = await Promise.all([
    entriesOf(database, user.id).catch(() => null),
    photosOf(database, user.id).catch(() => []),
    waitingOfOthers(database, user.id).catch(() => []),
    readFact(database, `sent ${user.id}`).catch(() => undefined),
  ]);
  if (!copies) {
    // A number that could not be read is not shown as zero.
    bar.dataset.level = "bad";
    bar.replaceChildren(element("p", {}, message("no_storage")));
    return;
  }
  const photos = allPhotos.filter(({ state }) => state === WAITING);
  const waiting = copies.filter(({ state }) => state === WAITING);
  const failed = copies.filter(({ state }) => state === REFUSED || state === PARKED);
  const oldest = Math.min(...waiting.map(({ saved_at }) => saved_at), Date.now());
  const { month, ...counts } = mine.received;
  // A reading of last month does not count for this one.
  const received = month === monthOf(today()) ? Object.values(counts).reduce((sum, one) => sum + one, 0) : 0;

  bar.dataset.waiting = String(waiting.length);
  bar.dataset.received = String(received);
  bar.dataset.level = levelOf(waiting.length + photos.length, Date.now() - oldest, failed.length);
  const content = element(
    "div",
    {},
    element(
      "p",
      { class: "figures" },
      element("span", { "data-figure": "waiting" }, message("waiting", { number: formatNumber(waiting.length) })),
      element("span", { "data-figure": "received" }, message("received_month", { number: formatNumber(received) })),
    ),
    ...linesOf({ waiting, photos, others, oldest, sent }).map((text) => element("p", {}, text)),
  );
  const actions = actionsOf(waiting.length + photos.length, failed.length);
  if (actions.length) content.append(element("div", { class: "actions" }, ...actions));
  // Unchanged content is not replaced, so that it is not read out twice and no button disappears while it is tapped.
  if (bar.innerHTML !== content.outerHTML) bar.replaceChildren(content);
}

/**
 * Returns the level of warning: empty, waiting, warning after a day, bad after three.
 * @param {number} number
 * @param {number} age
 * @param {number} failed
 */
function levelOf(number, age, failed) {
  if (number && age > STALE_WARNING_DAYS * DAY_MS) return "bad";
  if ((number && age > DAY_MS) || failed || (number && sync.lastError === "signed_out")) return "warning";
  return number ? "waiting" : "";
}

/** @param {{
 *   waiting: Copy[], photos: Photo[], others: { author: string, number: number }[], oldest: number,
 *   sent?: number,
 * }} state */
function linesOf({ waiting, photos, others, oldest, sent }) {
  const lines = [];
  const age = Math.floor((Date.now() - oldest) / DAY_MS);
  if (photos.length) lines.push(message("photos_waiting", { number: formatNumber(photos.length) }));
  if (age >= 1)
    lines.push(
      message(age >= STALE_WARNING_DAYS ? "waiting_too_long" : "waiting_for_days", { number: formatNumber(age) }),
    );
  if (waiting.length + photos.length || sync.lastError === "signed_out") lines.push(...errorMessages(waiting.length));
  for (const other of others)
    lines.push(message("others_waiting", { number: formatNumber(other.number), name: other.author }));
  if (sent && (waiting.length || location.pathname === LIST_ADDRESS))
    lines.push(message("last_sent", { moment: formatMoment(sent) }));
  return lines;
}

/** @param {number} number */
function errorMessages(number) {
  if (!sync.lastError) return [];
  if (sync.lastError === "signed_out" && number) return [message("sign_in_to_send", { number })];
  return [message(`error.${sync.lastError}`)];
}

/**
 * @param {number} waiting
 * @param {number} failed
 */
function actionsOf(waiting, failed) {
  const found = [];
  if (sync.lastError === "signed_out")
    found.push(linkButton(message("sign_in"), "/login", { class: "button primary" }));
  else if (waiting)
    found.push(actionButton(message("send_now"), () => sendWaiting({ withParked: true }), { "data-send": true }));
  if (failed && location.pathname !== LIST_ADDRESS)
    found.push(linkButton(message("needs_correction", { number: formatNumber(failed) }), LIST_ADDRESS));
  return found;
}
