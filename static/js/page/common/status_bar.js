// The status bar: how many entries wait on this phone and how many the ward has are always two separate numbers.
import { setBadge } from "../../outbox/badge.js";
import { isCalendarMonth, periodOf } from "../../outbox/periods.js";
import { droppedFact } from "../../outbox/photo_store.js";
import { isSome } from "../../outbox/unsent.js";
import { today } from "./calendar.js";
import { actionButton, element, linkButton } from "./elements.js";
import { formatNumber, message } from "./messages.js";
import { database, sendWaiting, sync } from "./sync.js";
import { amountText, readCounts } from "./unsent_counts.js";

/** @import { Readings } from "../types.js" */
/** @import { User } from "../../outbox/types.js" */
/** @import { Counts } from "./unsent_counts.js" */

const DAY_MS = 86_400_000;
const STALE_WARNING_DAYS = 3;
const LIST_ADDRESS = "/log/mine";
const OWN_NUMBERS = ["/log/", LIST_ADDRESS]; // these pages themselves say what is to be corrected
const bar = document.getElementById("status-bar");

/**
 * What there is to say besides the numbers, where there is something.
 * @type {typeof import("./status_details.js") | undefined}
 */
let details;
let isLoading = false;
/** @type {[User, Readings]} */
let shown;

/**
 * Shows the bar of `user`; `readings` are the ward's last ones.
 * @param {User} user
 * @param {Readings} readings
 */
export async function showStatusBar(user, readings) {
  shown = [user, readings];
  const counts = await readCounts(user.id, readings);
  if (counts.failure) {
    // A number that could not be read is not shown as zero.
    bar.dataset.level = "bad";
    bar.replaceChildren(element("p", {}, message(counts.failure)));
    return;
  }
  const { toCorrect } = counts;
  const { waiting, since } = counts.unsent;
  const age = Math.max(0, Date.now() - since);
  const { month, ...byKind } = readings.mine.received;
  const period = periodOf(today(), readings.bootstrap);
  // A reading of the period before does not count for this one.
  const received = month === period.month ? Object.values(byKind).reduce((sum, one) => sum + one, 0) : 0;

  setBadge(waiting.entries + waiting.photos);
  bar.dataset.waiting = String(waiting.entries);
  bar.dataset.photos = String(waiting.photos);
  bar.dataset.correct = String(toCorrect.entries + toCorrect.photos);
  bar.dataset.received = String(received);
  bar.dataset.level = levelOf(counts, age);
  const more = await details?.statusDetails(user, counts, Math.floor(age / DAY_MS)).catch(() => undefined);
  const content = element(
    "div",
    {},
    element(
      "p",
      { class: "figures" },
      element("span", { "data-figure": "waiting" }, message("waiting", { number: amountText(waiting) })),
      element(
        "span",
        { "data-figure": "received" },
        message(isCalendarMonth(period) ? "received_month" : "received_period", { number: formatNumber(received) }),
      ),
    ),
    ...(more?.lines ?? []).map((text) => element("p", {}, text)),
  );
  const actions = [...actionsOf(counts), ...(more?.actions ?? [])];
  if (actions.length) content.append(element("div", { class: "actions" }, ...actions));
  // Unchanged content is not replaced, so that it is not read out twice and no button disappears while it is tapped.
  if (bar.innerHTML !== content.outerHTML) bar.replaceChildren(content);
  if (!details && (bar.dataset.level || (await hasMore(user, counts)))) await loadDetails();
}

/**
 * Tells whether there is something to say though nothing waits.
 * @param {User} user
 * @param {Counts} counts
 */
async function hasMore({ id }, { copies, photos }) {
  if (sync.lastError || location.pathname === LIST_ADDRESS) return true;
  const [entryCount, photoCount, dropped] = await database
    .read(["outbox", "photos", "facts"], (tx) =>
      Promise.all([
        tx.objectStore("outbox").count(),
        tx.objectStore("photos").count(),
        tx.objectStore("facts").count(droppedFact(id)),
      ]),
    )
    .catch(() => [0, 0, 0]);
  return entryCount > copies.length || photoCount > photos.length || dropped > 0;
}

/** Loads what the bar says besides its numbers. They stand there without it, and it is asked for again at the next change. */
async function loadDetails() {
  if (isLoading) return;
  isLoading = true;
  try {
    details = await import("./status_details.js");
    await showStatusBar(...shown);
  } catch {
    // Without a connection the worker may not have it yet.
  } finally {
    isLoading = false;
  }
}

/**
 * Returns the level of warning: empty, waiting, warning after a day, bad after three. `age` is that of the oldest that
 * waits, in milliseconds.
 * @param {Counts} counts
 * @param {number} age
 */
function levelOf({ unsent: { waiting }, toCorrect }, age) {
  if (age > STALE_WARNING_DAYS * DAY_MS) return "bad";
  if (age > DAY_MS || isSome(toCorrect) || (isSome(waiting) && sync.lastError === "signed_out")) return "warning";
  return isSome(waiting) ? "waiting" : "";
}

/** @param {Counts} counts */
function actionsOf({ unsent: { waiting }, toCorrect }) {
  const found = [];
  if (sync.lastError === "signed_out")
    found.push(linkButton(message("sign_in"), "/login", { class: "button primary" }));
  else if (isSome(waiting))
    found.push(actionButton(message("send_now"), () => sendWaiting({ withParked: true }), { "data-send": true }));
  if (isSome(toCorrect) && !OWN_NUMBERS.includes(location.pathname))
    found.push(linkButton(message("show_corrections", { number: amountText(toCorrect) }), `${LIST_ADDRESS}?show=mend`));
  return found;
}
