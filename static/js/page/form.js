// One of the four forms: fills its lists, reads it, sends it, and shows the ward's receipt or what is wrong.
import { uuid7 } from "../outbox/ids.js";
import { canonical } from "../outbox/digest.js";
import { read, send, Unsent } from "../outbox/server.js";
import { Also } from "./also.js";
import { monthOf, today, withWeekday, written } from "./calendar.js";
import { Door } from "./doors.js";
import { isOpen, reasonOf } from "./entries.js";
import { bindSteppers, fieldsIn, focusOf, mark, readField, writeField, wrongWith } from "./fields.js";
import { lineOf } from "./line.js";
import { fillOptions } from "./options.js";
import { data, element, explain, language, say, withUser, word } from "./page.js";

const RECENT = 60; // own entries from which the usual answers are learned
const EARLIER = 8; // texts of those entries that a line offers again
const LONG_AGO = 60; // days after which a day is more often a slip than late work
const FORM = 1; // the version of these forms on the wire

const form = document.getElementById("entry");
const button = form.querySelector("button[type=submit]");
const kind = data.kind;
const alsoBox = form.querySelector("[data-also]");
const also = alsoBox && new Also(alsoBox);
const fields = new Map(
  fieldsIn(form)
    .filter((field) => !field.closest("[data-also]"))
    .map((field) => [field.dataset.field, field]),
);

/** What is being written: a new entry, or the next revision of one that the ward has. */
const entry = { id: uuid7(), kind, revision: 1, kept: {}, edited: null };
/** What was last sent under each id, so that a changed second try is a revision of its own. */
const tried = new Map();
/** Whether something was answered that no receipt names yet. */
let isDirty = false;
let lists = { closed_months: [] };

bindSteppers(form);
bindDays();
addEventListener("beforeunload", (event) => isDirty && event.preventDefault());
form.addEventListener("input", ({ target }) => {
  isDirty = true;
  const field = target.closest("[data-field]");
  if (field?.classList.contains("wrong")) mark(field, "");
});
form.addEventListener("change", ({ target }) => {
  setOthers(target.closest("[data-sets]"), target.value);
  putAway();
  showClosedMonth();
  offerOutcomes();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});

// The form shows itself when its lists are there; where nothing may be logged, it stays away.
withUser(async () => {
  const [bootstrap, mine] = await Promise.all([read("bootstrap", language), read("mine", language)]);
  lists = bootstrap;
  prepare(mine);
  const id = new URLSearchParams(location.search).get("id");
  const edited = mine.entries.find((one) => one.id === id && one.kind === kind);
  if (id && !edited) {
    say(word("gone"), "bad", element("a", { class: "button", href: "/log/mine" }, word("back_to_list")));
    return;
  }
  if (edited && !isOpen(edited, lists)) {
    const why = edited.status === "approved" || edited.status === "void" ? edited.status : "month_closed";
    say(word(`conflict.${why}`), "care", element("a", { class: "button", href: "/log/mine" }, word("back_to_list")));
    return;
  }
  if (edited) openForEditing(edited);
  form.hidden = false;
  // What depends on the answers follows them, as it does when somebody answers.
  form.dispatchEvent(new Event("change"));
});

function prepare(mine) {
  const recent = mine.entries.filter((one) => one.kind === kind).slice(0, RECENT);
  fillOptions(form, lists, (name, code) => timesUsed(recent, name, code));
  for (const [name, field] of fields) {
    const source = field.querySelector("[data-search]")?.dataset.source;
    if (source) field.door = new Door(field, lists[source], { ...ownDays(recent, name), ...mine.last_visited }, takeAreaOf);
  }
  for (const [name, field] of fields) offerEarlier(field, recent.map((one) => one.fields[name]));
  const area = fields.get("neighbourhood");
  const last = mine.entries[0]?.fields.neighbourhood;
  const isThere = lists.neighbourhoods.some(({ id }) => id === last);
  writeField(area, isThere ? last : lists.neighbourhoods[0]?.id);
}

/** An answer may settle others: where nobody was at home, nobody was helped. */
function setOthers(field, value) {
  const others = field ? JSON.parse(field.dataset.sets)[value] : {};
  for (const [name, other] of Object.entries(others ?? {})) {
    writeField(fields.get(name), other);
    mark(fields.get(name), "");
  }
}

/** Puts away what an answer leaves no room for. */
function putAway() {
  for (const field of form.querySelectorAll("[data-only]")) {
    const { name, value } = JSON.parse(field.dataset.only);
    field.toggleAttribute("data-away", readField(fields.get(name)) !== value);
  }
}

function timesUsed(recent, name, code) {
  return recent.filter((one) => [one.fields[name]].flat().includes(code)).length;
}

/** Returns the day on which one last went to each door; `recent` has the newest first. */
function ownDays(recent, name) {
  const days = recent.filter((one) => one.fields[name]).map((one) => [one.fields[name].id, one.happened_on]);
  return Object.fromEntries(days.reverse());
}

/** Offers what was written into a line of text before: a hall or a title comes back every month. */
function offerEarlier(field, values) {
  const input = field.querySelector("input[data-recall]");
  const texts = [...new Set(values.filter((value) => typeof value === "string" && value))].slice(0, EARLIER);
  if (!input || texts.length === 0) return;
  const list = element("datalist", { id: `${input.id}-earlier` }, ...texts.map((value) => element("option", { value })));
  input.setAttribute("list", list.id);
  field.append(list);
}

function takeAreaOf({ neighbourhood, place }) {
  if (neighbourhood) writeField(fields.get("neighbourhood"), neighbourhood);
  if (place && fields.has("place")) writeField(fields.get("place"), place);
}

function bindDays() {
  const field = fields.get("happened_on");
  const input = field.querySelector("input");
  input.value = today();
  input.max = today();
  const days = [today(), today(1)].map((day, ago) => {
    const text = `${word(ago ? "yesterday" : "today")} ${written(day).slice(0, 5)}`;
    const pick = element("button", { type: "button" }, text);
    pick.addEventListener("click", () => {
      input.value = day;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return [day, pick];
  });
  const show = () => {
    for (const [day, pick] of days) pick.setAttribute("aria-pressed", String(day === input.value));
    // Browsers write dates in their own language's order; here it is always day, month, year.
    field.querySelector("output").textContent = input.value && withWeekday(input.value, language);
  };
  field.querySelector("[data-days]").append(...days.map(([, pick]) => pick));
  form.addEventListener("change", show);
  show();
}

/** A closed month keeps its figures: what happened in it counts in the month it is now, and says so. */
function showClosedMonth() {
  const day = readField(fields.get("happened_on"));
  const isClosed = Boolean(day) && lists.closed_months.includes(monthOf(day));
  const counted = monthOf(today());
  const notice = document.getElementById("closed");
  notice.hidden = !isClosed;
  form.elements.count_in.value = isClosed ? counted : (entry.kept.count_in ?? "");
  if (isClosed) notice.textContent = word("closed", { month: written(monthOf(day)), counted: written(counted) });
  const isOld = Boolean(day) && day < today(LONG_AGO);
  document.getElementById("old").hidden = !isOld;
}

/** Offers only the outcomes that the chosen service can have. */
function offerOutcomes() {
  for (const field of form.querySelectorAll("[data-field=outcome]")) {
    const code = field.closest("[data-code]")?.dataset.code ?? readField(fields.get("service") ?? field);
    const outcomes = lists.services?.find((service) => service.code === code)?.outcomes;
    for (const input of field.querySelectorAll("input")) {
      const isOffered = !outcomes || outcomes.includes(input.value);
      input.closest("label").hidden = !isOffered;
      if (!isOffered) input.checked = false;
    }
  }
}

function openForEditing(found) {
  Object.assign(entry, { id: found.id, revision: found.revision + 1, kept: found.fields, edited: found });
  if (alsoBox) alsoBox.remove();
  for (const [name, field] of fields) writeField(field, found.fields[name]);
  const why = document.getElementById("why");
  why.hidden = found.status !== "returned";
  why.textContent = reasonOf(found);
}

function check() {
  for (const field of fields.values()) mark(field, field.hidden || isAway(field) ? "" : wrongWith(field));
  const alsoIsRight = !hasAlso() || also.check();
  showWrong();
  return alsoIsRight && ![...fields.values()].some((field) => field.classList.contains("wrong"));
}

/** Lists what is wrong at the top, each with a way to its control. */
function showWrong() {
  const summary = document.getElementById("wrong");
  const wrong = [...form.querySelectorAll(".field.wrong")];
  summary.hidden = wrong.length === 0;
  summary.querySelector("ul").replaceChildren(
    ...wrong.map((field) => {
      const label = field.querySelector("label, legend").firstChild.textContent.trim();
      const link = element("a", { href: `#${focusOf(field).id}` }, `${label}: ${field.querySelector(".error").textContent}`);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        focusOf(field).focus();
      });
      return element("li", {}, link);
    }),
  );
  if (wrong.length) summary.focus();
}

function hasAlso() {
  return Boolean(alsoBox?.isConnected) && !isAway(alsoBox);
}

function isAway(field) {
  return field.hasAttribute("data-away");
}

function writtenFields() {
  const own = Object.fromEntries([...fields].map(([name, field]) => [name, isAway(field) ? null : readField(field)]));
  return { ...entry.kept, ...own, count_in: form.elements.count_in.value || null };
}

/** Returns the batch: the entry, and what it brings along. */
function batch() {
  const main = { kind, id: entry.id, fields: writtenFields() };
  const { happened_on, neighbourhood, count_in, companions } = main.fields;
  const shared = { happened_on, neighbourhood, count_in, companions };
  const others = hasAlso() ? also.entries(main.id, shared) : [];
  return [main, ...others].map((one) => ({
    ...one,
    revision: revisionOf(one, one === main ? entry.revision : 1),
    recorded_at: new Date().toISOString(),
    form: FORM,
  }));
}

/** The ward may have got the last try although no answer came; changed since, it is the next revision. */
function revisionOf({ id, fields: values }, first) {
  const text = canonical(values);
  const last = tried.get(id);
  const revision = last ? last.revision + (last.text === text ? 0 : 1) : first;
  tried.set(id, { revision, text });
  return revision;
}

async function save() {
  if (button.disabled || !check()) return;
  button.disabled = true;
  say(word("saving"));
  try {
    const entries = batch();
    showReceipts(entries, await send(entries));
  } catch (error) {
    show(explain(error));
    if (!(error instanceof Unsent)) throw error;
  } finally {
    button.disabled = false;
  }
}

/** Brings what is said at the top before the eyes of who is down at the button. */
function show(state) {
  state.scrollIntoView({ block: "center" });
  state.querySelector("a")?.focus({ preventScroll: true });
}

function showReceipts(entries, receipts) {
  document.getElementById("state").replaceChildren();
  const failed = receipts.find(({ outcome }) => outcome !== "stored" && outcome !== "known");
  if (failed) return showFailure(receipts, failed);
  const section = document.getElementById("receipt");
  section.querySelector("h2 span").textContent = word(entry.edited ? "corrected" : "received");
  section.querySelector("ul").replaceChildren(...entries.map((one) => receiptLine(one)));
  section.dataset.receipt = receipts[0].outcome;
  isDirty = false;
  form.hidden = true;
  section.hidden = false;
  section.focus();
  return undefined;
}

function receiptLine(one) {
  const { title, rest } = lineOf(one.kind, one.fields, lists);
  const text = [data.kinds[one.kind].name, title, rest, written(one.fields.happened_on)].filter(Boolean).join(" · ");
  return element("li", { "data-entry": one.id }, text);
}

function showFailure(receipts, failed) {
  if (failed.outcome === "conflict") {
    const known = data.words[`conflict.${failed.code}`] ? `conflict.${failed.code}` : "conflict";
    show(say(word(known), "bad", element("a", { class: "button", href: "/log/mine" }, word("back_to_list"))));
  } else if (failed !== receipts[0]) {
    show(say(word("also_failed"), "bad"));
  }
  for (const { id, errors } of receipts) {
    if (id === entry.id) markErrors(errors);
    else also?.markErrors(id, errors);
  }
  showWrong();
}

function markErrors(errors) {
  for (const [name, texts] of Object.entries(errors)) {
    // What the form does not show, such as the month, is said beside the day.
    mark(fields.get(name) ?? fields.get("happened_on"), texts.join(" "));
  }
}
