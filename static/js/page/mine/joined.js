// What the phone's user took part in: the days of the period's attendance, and the work of others that they joined.
import { periodNamed } from "../../outbox/periods.js";
import { formatDay } from "../common/calendar.js";
import { element } from "../common/elements.js";
import { summaryOf } from "../common/entry_summary.js";
import { data, formatNumber, message } from "../common/messages.js";
import { periodName } from "../common/period_words.js";

/** @import { Joined, Lists, Mine } from "../types.js" */

/**
 * Shows it; nothing where an older server does not say it, and no list where nothing was joined.
 * @param {Mine} mine
 * @param {Lists} lists
 */
export function showParticipation({ days, joined = [] }, lists) {
  const line = document.getElementById("own-days");
  line.hidden = !days;
  const period = days && periodName(periodNamed(days.month, lists));
  if (days) line.textContent = message("own_days", { period, number: formatNumber(days.number) });
  const box = document.getElementById("joined");
  box.hidden = joined.length === 0;
  box.querySelector("summary span").textContent = `\u00a0(${formatNumber(joined.length)})`;
  box.querySelector("ul").replaceChildren(...joined.map((one) => row(one, lists)));
}

/**
 * @param {Joined} one
 * @param {Lists} lists
 */
function row({ id, kind, happened_on, title, author }, lists) {
  const { line, fields, name } = data.kinds[kind];
  const { text_key } = fields[line[0]];
  const value = text_key ? { [text_key]: title } : title;
  const head = element("p", { class: "entry-head" }, element("span", {}, `${name} · ${formatDay(happened_on)}`));
  // Whose home it was is not said to who came along from another team.
  const text = title === null ? [] : [element("strong", {}, summaryOf(kind, { [line[0]]: value }, lists).title)];
  return element("li", { "data-joined": id }, head, ...text, element("p", {}, message("logged_by", { name: author })));
}
