// Home: what came back first, then one's own counts and the targets.
import { read } from "../outbox/server.js";
import { monthOf, today, written } from "./calendar.js";
import { editAddress, isOpen, row } from "./entries.js";
import { data, element, language, number, withUser, word } from "./page.js";

const MOST_RETURNED = 5; // the four buttons must not end up too far below

withUser(async (user) => {
  const [lists, mine] = await Promise.all([read("bootstrap", language), read("mine", language)]);
  document.getElementById("who").textContent = [user.name, user.team?.name, user.ward?.name].filter(Boolean).join(" · ");
  showReturned(mine, lists);
  showCounts(mine);
  showTargets(mine, lists);
});

function showReturned(mine, lists) {
  const returned = mine.entries.filter((entry) => entry.status === "returned" && isOpen(entry, lists));
  const section = document.getElementById("returned");
  section.hidden = returned.length === 0;
  const edit = (entry) => element("a", { class: "button primary", href: editAddress(entry) }, word("edit"));
  const rows = returned.slice(0, MOST_RETURNED).map((entry) => row(entry, lists, edit(entry)));
  const left = returned.length - rows.length;
  if (left) rows.push(element("li", {}, element("a", { class: "button", href: "/log/mine" }, word("more", { number: left }))));
  section.querySelector("ul").replaceChildren(...rows);
}

function showCounts(mine) {
  const day = today();
  for (const line of document.querySelectorAll("[data-kind] [data-count]")) {
    const kind = line.parentElement.dataset.kind;
    const counted = mine.entries.filter((one) => one.kind === kind && one.happened_on === day && one.status !== "void");
    const figures = { today: counted.length, received: mine.received[kind], approved: mine.approved[kind] };
    line.textContent = number(figures[line.dataset.count]);
    line.dataset.figure = figures[line.dataset.count];
  }
}

function showTargets(mine, lists) {
  const section = document.getElementById("targets");
  section.hidden = lists.targets.length === 0;
  section.querySelector("ul").replaceChildren(
    ...lists.targets.map(({ measure, figure, month, team }) => {
      const period = month ? written(month) : word("year", { year: monthOf(today()).slice(0, 4) });
      const own = month && mine.received[measure];
      return element(
        "li",
        { "data-target": measure },
        element(
          "span",
          {},
          data.measures[measure] ?? measure,
          element("small", {}, `${word(team ? "team_target" : "ward_target")} · ${period}`),
        ),
        element(
          "strong",
          {},
          word("of_target", { figure: number(figure) }),
          own ? element("small", {}, word("own_part", { figure: number(own) })) : null,
        ),
      );
    }),
  );
}
