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
  const rows = [...first, ...others].map((entry) => row(entry, lists, ...buttons(entry, lists)));
  list.replaceChildren(...(rows.length ? rows : [element("li", {}, word("none_yet"))]));
}

function buttons(entry, lists) {
  if (!isOpen(entry, lists)) return [];
  const edit = element("a", { class: "button", href: editAddress(entry) }, word("edit"));
  const withdraw = element("button", { type: "button", class: "danger" }, word("withdraw"));
  withdraw.addEventListener("click", () => ask(entry, lists));
  return [edit, withdraw];
}

function ask(entry, lists) {
  const dialog = document.getElementById("ask");
  const { title, rest } = lineOf(entry.kind, entry.fields, lists);
  document.getElementById("ask-line").textContent = [title, rest].filter(Boolean).join(" · ");
  dialog.returnValue = "";
  dialog.onclose = () => dialog.returnValue === "withdraw" && withdraw(entry);
  dialog.showModal();
}

async function withdraw({ id, kind, revision, fields }) {
  const entry = { id, kind, revision: revision + 1, recorded_at: new Date().toISOString(), form: 1 };
  try {
    const [receipt] = await send([{ ...entry, fields: { ...fields, withdrawn: true } }]);
    const taken = receipt.outcome === "stored" || receipt.outcome === "known";
    say(word(taken ? "withdrawn" : `conflict.${receipt.code}`), taken ? "good" : "bad");
    await show();
  } catch (error) {
    explain(error);
  }
}
