// The home page: entries to correct first, then the user's own counts and the targets.

import { entriesOf, readReplacements } from "../outbox/outbox_store.js";
import { isInsideApp, isInstalled } from "./common/browser.js";
import { formatDay, monthOf, today } from "./common/calendar.js";
import { element, linkButton } from "./common/elements.js";
import { entryRow } from "./common/entry_row.js";
import { fetchHouseholds } from "./common/household_reading.js";
import { data, formatNumber, message } from "./common/messages.js";
import { editAddress, mayChange, mayCorrect, NEEDS_CORRECTION, ownEntries } from "./common/own_entries.js";
import { openPage } from "./common/page_start.js";
import { database } from "./common/sync.js";

/** @import { Lists, Mine, OwnEntry } from "./types.js" */

const MAX_CORRECTIONS = 5; // the buttons of the kinds must not end up too far below

let shownState = "";

openPage(
  async (user, { bootstrap, mine }) => {
    const replacements = await readReplacements(database).catch(() => new Map());
    const entries = ownEntries(await entriesOf(database, user.id).catch(() => []), mine.entries, replacements);
    document.getElementById("user-name").textContent = [user.name, user.team?.name, user.ward?.name]
      .filter(Boolean)
      .join(" · ");
    // Unchanged content is not replaced, so that no button disappears while it is tapped.
    const state = JSON.stringify([entries, mine, bootstrap.targets, bootstrap.closed_months]);
    if (state === shownState) return;
    shownState = state;
    showCorrections(entries, bootstrap);
    showCounts(entries, mine);
    showTargets(mine, bootstrap);
    document.getElementById("install").hidden = isInstalled() || isInsideApp();
    document.getElementById("in-app").hidden = !isInsideApp();
  },
  { afterReadings: fetchHouseholds },
);

/**
 * @param {OwnEntry[]} entries
 * @param {Lists} lists
 */
function showCorrections(entries, lists) {
  const found = entries.filter(
    (entry) => NEEDS_CORRECTION.includes(entry.status) && mayChange(entry, lists) && !entry.isReplaced,
  );
  const section = document.getElementById("returned");
  section.hidden = found.length === 0;
  const actionFor = (/** @type {OwnEntry} */ entry) => {
    const address = mayCorrect(entry, lists) ? editAddress(entry, lists) : `/log/mine?show=mend`;
    return linkButton(message(mayCorrect(entry, lists) ? "correct" : "show_corrections"), address, {
      class: "button primary",
    });
  };
  const rows = found.slice(0, MAX_CORRECTIONS).map((entry) => entryRow(entry, lists, { buttons: [actionFor(entry)] }));
  const hiddenCount = found.length - rows.length;
  if (hiddenCount) rows.push(element("li", {}, linkButton(message("show_more", { number: hiddenCount }), "/log/mine")));
  section.querySelector("ul").replaceChildren(...rows);
}

/**
 * @param {OwnEntry[]} entries
 * @param {Mine} mine
 */
function showCounts(entries, mine) {
  const day = today();
  for (const line of document.querySelectorAll("[data-kind] [data-count]")) {
    const { kind = "" } = /** @type {HTMLElement} */ (line.parentElement).dataset;
    const counted = entries.filter((one) => one.kind === kind && one.happened_on === day && isCounted(one));
    const isSameMonth = mine.received.month === monthOf(day);
    const [received, approved] = [mine.received, mine.approved].map((figures) => (isSameMonth ? figures[kind] : 0));
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

/**
 * @param {Mine} mine
 * @param {Lists} lists
 */
function showTargets(mine, lists) {
  const section = document.getElementById("targets");
  // The progress is the ward's last reading; an older server sends none.
  const targets = mine.progress ?? lists.targets;
  section.hidden = targets.length === 0;
  const day = mine.progress_on ?? today();
  const asOf = day < today() ? ` · ${message("as_of", { day: formatDay(day) })}` : "";
  section.querySelector("ul").replaceChildren(
    ...targets.map(({ measure, figure, month, team, area, name, done }) => {
      const period = month ? formatDay(month) : message("year", { year: day.slice(0, 4) });
      const where =
        lists.neighbourhoods.find(({ id }) => id === area)?.name ?? message(team ? "team_target" : "ward_target");
      const values = {
        figure: formatNumber(figure),
        done: formatNumber(done ?? 0),
        percent: `${Math.floor(((done ?? 0) * 100) / figure)}%`,
      };
      return element(
        "li",
        { "data-target": measure },
        element(
          "span",
          {},
          name ?? data.measures[measure] ?? measure,
          element("small", {}, `${where} · ${period}${asOf}`),
        ),
        element("strong", {}, message(done == null ? "target" : "target_progress", values)),
        done == null ? null : element("progress", { value: done, max: figure, "aria-hidden": "true" }),
      );
    }),
  );
}
