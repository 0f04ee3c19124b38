// The home page: what there is to do, below the buttons of the places, then the user's own counts.

import { periodOf } from "../outbox/periods.js";
import { isSome } from "../outbox/unsent.js";
import { isInsideApp, isInstalled } from "./common/browser.js";
import { today } from "./common/calendar.js";
import { scrollToMessage, showMessage } from "./common/elements.js";
import { storedHouseholds } from "./common/household_reading.js";
import { formatNumber, message } from "./common/messages.js";
import { deleteOldCorrections } from "./common/old_corrections.js";
import { openPage } from "./common/page_start.js";
import { amountText, readCounts } from "./common/unsent_counts.js";

globalThis.HTMLDialogElement ?? import("./common/dialogs.js");

/** @import { Lists, Mine, OwnEntry } from "./types.js" */
/** @import { Amount, List, User } from "../outbox/types.js" */

let shownState = "";
const ignore = () => {};
const periodFigures = () => import("./home/period_figures.js");
const teamWeek = () => import("./home/team_week.js");
const settling = () => import("./counting/settling.js");

/**
 * Fetches the households that a user works with.
 * @param {number} id
 * @param {Lists} lists
 */
function fetchHouseholds(id, lists) {
  return import("./common/household_fetching.js").then((code) => code.fetchHouseholds(id, lists), ignore);
}

/**
 * Fetches the week of the team that a user leads.
 * @param {number} id
 * @param {Lists} lists
 */
function fetchTeam(id, lists) {
  return teamWeek().then((team) => team.fetchTeam(id, lists), ignore);
}

/** @type {User} */
let shownUser;
/**
 * What shows the days ahead, since the first time that there was any.
 * @type {Promise<typeof import("./home/days_ahead.js")> | undefined}
 */
let daysAhead;

document.getElementById("switch").addEventListener("click", async (event) => {
  event.preventDefault();
  const { href } = /** @type {HTMLAnchorElement} */ (event.currentTarget);
  const code = await import("./home/switching.js").catch(() => null);
  if (code) await code.passOn(shownUser);
  // The worker keeps it last. Without it only the page of the account signs out, and that needs a line.
  else if (navigator.onLine) location.assign(href);
  else scrollToMessage(showMessage(message("no_network"), "bad"));
});

openPage(
  async (user, { bootstrap, mine }) => {
    // What a desk counted until the battery ended is among the entries as soon as the phone is used again.
    settling().then(({ settleCounts }) => settleCounts(user, { bootstrap, mine }).catch(console.warn), ignore);
    const { own: entries, unsent, toCorrect, failure } = await readCounts(user.id, { bootstrap, mine });
    shownUser = user;
    document.getElementById("user-name").textContent = [user.name, user.team?.name, user.ward?.name]
      .filter(Boolean)
      .join(" · ");
    document.querySelector("[data-line=review]").hidden = user.role !== "coordinator";
    if (user.role === "leader") await teamWeek().then(({ showTeam }) => showTeam(user), ignore);
    if (bootstrap.events?.length || bootstrap.campaigns?.length) daysAhead = import("./home/days_ahead.js");
    await daysAhead?.then((code) => code.showDaysAhead(bootstrap), ignore);
    // Unchanged content is not replaced, so that no button disappears while it is tapped.
    const list = await storedHouseholds(user.id, bootstrap);
    const ofList = [list?.etag ?? list?.at, list?.since];
    const state = JSON.stringify([
      entries,
      unsent,
      toCorrect,
      mine,
      bootstrap.targets,
      bootstrap.closed_months,
      bootstrap.periods,
      today(),
      ofList,
    ]);
    if (state === shownState) return;
    shownState = state;
    showLine("correct", toCorrect);
    showLine("waiting", unsent.waiting);
    // What was logged today is not known where the phone's store cannot be read; the bar says so.
    if (!failure) showCounts(entries, mine, bootstrap);
    document.getElementById("switch").hidden = false;
    document.getElementById("install").hidden = isInstalled() || isInsideApp();
    document.getElementById("in-app").hidden = !isInsideApp();
    await showAbsent(list, entries, user).catch(ignore);
    // Without its code this is shown with the next change.
    await periodFigures().then(
      ({ showPeriod }) => showPeriod(mine, bootstrap),
      () => (shownState = ""),
    );
  },
  {
    afterReadings: (id, lists) =>
      Promise.all([fetchHouseholds, fetchTeam, deleteOldCorrections].map((work) => work(id, lists))),
  },
);

/**
 * Shows how many there are of something to do, as a line that leads to them; none is no line.
 * @param {string} name
 * @param {Amount} amount
 */
function showLine(name, amount) {
  const line = /** @type {HTMLElement} */ (document.querySelector(`[data-line="${name}"]`));
  line.hidden = !isSome(amount);
  line.dataset.number = String(amount.entries);
  line.querySelector("a").textContent = message(name === "waiting" ? name : `to_do.${name}`, {
    number: amountText(amount),
  });
}

/**
 * Shows how many households of the team have to be visited again, as the list of households on this phone has them.
 * @param {List | undefined} list
 * @param {OwnEntry[]} entries
 * @param {User} user
 */
async function showAbsent(list, entries, user) {
  if (!list) return showLine("absent", { entries: 0, photos: 0 });
  const { isAbsent, ofTeam, withOwnVisits } = await import("./households/own_work.js");
  const absent = withOwnVisits(list.body.households, ofTeam(entries, user), list).filter(isAbsent);
  showLine("absent", { entries: absent.length, photos: 0 });
}

/**
 * @param {OwnEntry[]} entries
 * @param {Mine} mine
 * @param {Lists} lists
 */
function showCounts(entries, mine, lists) {
  const day = today();
  const period = periodOf(day, lists);
  for (const line of document.querySelectorAll("[data-kind] [data-count]")) {
    const { kind = "" } = /** @type {HTMLElement} */ (line.parentElement).dataset;
    const counted = entries.filter((one) => one.kind === kind && one.happened_on === day && isCounted(one));
    const isSamePeriod = mine.received.month === period.month;
    const [received, approved] = [mine.received, mine.approved].map((figures) => (isSamePeriod ? figures[kind] : 0));
    /** @type {Record<string, number>} */
    const figures = { today: counted.length, received, approved };
    const figure = figures[line.dataset.count ?? ""];
    line.textContent = formatNumber(figure);
    line.dataset.figure = String(figure);
  }
}

/** @param {OwnEntry} entry */
function isCounted({ status, fields }) {
  return status !== "void" && !fields.withdrawn;
}
