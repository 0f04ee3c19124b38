// One's own entries: where each stands, correcting and withdrawing.
import { read, send } from "../outbox/server.js";
import { editAddress, isOpen, row } from "./entries.js";
import { lineOf } from "./line.js";
import { element, explain, language, number, say, withUser, word } from "./page.js";

const STATUSES = ["returned", "submitted", "approved", "void"];
const list = document.getElementById("entries");
let shown = null;

withUser(show);

async function show() {
  const [lists, mine] = await Promise.all([read("bootstrap", language), read("mine", language)]);
  showFilter(mine.entries, lists);
  showEntries(mine.entries, lists);
}

function showFilter(entries, lists) {
  const filter = document.getElementById("filter");
  filter.hidden = entries.length === 0;
  filter.replaceChildren(
    ...STATUSES.filter((status) => countOf(entries, status)).map((status) => {
      const text = `${word(`status.${status}`)} (${number(countOf(entries, status))})`;
      const button = element("button", { type: "button", "aria-pressed": String(shown === status) }, text);
      button.addEventListener("click", () => {
        shown = shown === status ? null : status;
        showFilter(entries, lists);
        showEntries(entries, lists);
      });
      return button;
    }),
  );
}

function countOf(entries, status) {
  return entries.filter((entry) => entry.status === status).length;
}

function showEntries(entries, lists) {
  // What has to be corrected comes first, whatever its day.
  const wanted = entries.filter((entry) => shown === null || entry.status === shown);
  const first = wanted.filter((entry) => entry.status === "returned");
  const others = wanted.filter((entry) => entry.status !== "returned");
  const rows = [...first, ...others].map((entry) => row(entry, lists, ...buttons(entry, entries, lists)));
  list.replaceChildren(...(rows.length ? rows : [element("li", {}, word("none_yet"))]));
}

function buttons(entry, entries, lists) {
  if (!isOpen(entry, lists)) return [];
  const edit = element("a", { class: "button", href: editAddress(entry) }, word("edit"));
  const withdraw = element("button", { type: "button", class: "danger" }, word("withdraw"));
  const tied = entries.filter((one) => isOpen(one, lists) && Object.values(one.fields).includes(entry.id));
  withdraw.addEventListener("click", () => ask(entry, tied, lists));
  return [edit, withdraw];
}

/** Asks before withdrawing; `tied` are the entries that came along with this one and may go with it. */
function ask(entry, tied, lists) {
  const dialog = document.getElementById("ask");
  const { title, rest } = lineOf(entry.kind, entry.fields, lists);
  document.getElementById("ask-line").textContent = [title, rest].filter(Boolean).join(" · ");
  const all = document.getElementById("ask-all");
  all.hidden = tied.length === 0;
  all.textContent = word("withdraw_all", { number: number(tied.length) });
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (dialog.returnValue === "withdraw") withdraw([entry]);
    if (dialog.returnValue === "all") withdraw([entry, ...tied]);
  };
  dialog.showModal();
}

async function withdraw(entries) {
  const recorded_at = new Date().toISOString();
  const batch = entries.map(({ id, kind, revision, fields }) => {
    return { id, kind, revision: revision + 1, recorded_at, form: 1, fields: { ...fields, withdrawn: true } };
  });
  try {
    const failed = (await send(batch)).find(({ outcome }) => outcome !== "stored" && outcome !== "known");
    const state = say(word(failed ? `conflict.${failed.code}` : "withdrawn"), failed ? "bad" : "good");
    await show();
    state.scrollIntoView({ block: "center" });
  } catch (error) {
    explain(error).scrollIntoView({ block: "center" });
  }
}
