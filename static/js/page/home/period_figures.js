// What home says of the period: its days, where it is no calendar month, and how far the targets are reached. It stands below
// what home is opened for, so its code is loaded beside it; it is on the phone already.
import { isCalendarMonth, periodNamed, periodOf } from "../../outbox/periods.js";
import { formatDay, today } from "../common/calendar.js";
import { element } from "../common/elements.js";
import { data, formatNumber, message } from "../common/messages.js";
import { daysOf, shortPeriodName } from "../common/period_words.js";

/** @import { Lists, Mine } from "../types.js" */

/**
 * Says what the figures of the period are called, and shows the targets.
 * @param {Mine} mine
 * @param {Lists} lists
 */
export function showPeriod(mine, lists) {
  const period = periodOf(today(), lists);
  document.getElementById("this-period").textContent = isCalendarMonth(period)
    ? message("this_month")
    : message("this_period", { days: daysOf(period) });
  showTargets(mine, lists);
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
      // The year begins with its first period, so that in December it may be the next one already.
      const year = periodOf(day, lists).month.slice(0, 4);
      const period = month ? shortPeriodName(periodNamed(month, lists)) : message("year", { year });
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
