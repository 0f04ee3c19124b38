// What the ward would refuse of an entry, by the table that the server is tested with (`tests/refusals.py`), and by the
// forms as the server describes them (`tests/field_rules.py`).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { monthOf } from "../../static/js/outbox/periods.js";
import { today } from "../../static/js/page/common/calendar.js";

const readJson = async (name) => JSON.parse(await readFile(new URL(`../data/${name}.json`, import.meta.url), "utf8"));
const [table, described] = await Promise.all(["refusals", "field_rules"].map(readJson));
globalThis.PAGE = { words: { required: "This is needed." } };
globalThis.document = { documentElement: { lang: "en" } };
const { errorsOf, useRules } = await import("../../static/js/page/form/rules/field_rules.js");
useRules(described);

const nextMonth = monthOf(today(-32));
const monthAfterNext = monthOf(today(-63));
const reference = {
  latestDay: today(-1),
  nextMonth,
  outcomesOf: (code) => ({ vneid_2: ["installed", "activated", "self_sufficient"] })[code],
};

/** Returns a value of the table with its days, its long texts and its long lists written out. */
function readCase(value) {
  if (Array.isArray(value)) return value.map(readCase);
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, readCase(each)]));
  const days = { "<today>": today(), "<today+2>": today(-2), "<month>": monthOf(today()), "<month+2>": monthAfterNext };
  if (typeof value !== "string" || days[value]) return days[value] ?? value;
  const [, letter, times] = value.match(/^<(.) × (\d+)>$/u) ?? [];
  if (letter) return letter.repeat(Number(times));
  const [, last] = value.match(/^<1 to (\d+)>$/) ?? [];
  return last ? Array.from({ length: Number(last) }, (_, i) => i + 1) : value;
}

const entry = (kind, fields) => readCase({ ...table.base["*"], ...table.base[kind], ...fields });

const alone = Object.entries(table.alone).flatMap(([kind, fields]) =>
  Object.entries(fields).flatMap(([name, values]) =>
    values.map((value) => [kind === "*" ? "visit" : kind, { [name]: value }, [name]]),
  ),
);
const errors = [...alone, ...table.together].map(([kind, fields, names]) => ({
  kind,
  fields,
  names,
  found: errorsOf(kind, entry(kind, fields), reference),
}));

test("the phone refuses what the ward refuses, but for what it cannot know", () => {
  const used = new Set();
  for (const { kind, fields, names, found } of errors) {
    const text = `${kind} ${JSON.stringify(fields)}: ${JSON.stringify(found)}`;
    for (const name of Object.keys(found)) assert.ok(names.includes(name), text);
    for (const name of names.filter((one) => !found[one])) {
      assert.ok(table.unknown_to_phone[name], text);
      used.add(name);
    }
  }
  assert.deepEqual([...used].sort(), Object.keys(table.unknown_to_phone).sort(), "the reasons are those in use");
});

test("the phone takes what the ward takes", () => {
  for (const [kind, fields] of table.taken)
    assert.deepEqual(errorsOf(kind, entry(kind, fields), reference), {}, `${kind} ${JSON.stringify(fields)}`);
});

test("each rule and bound that a form describes refuses something here", () => {
  const said = errors.flatMap(({ kind, found }) =>
    Object.entries(found).map(([name, text]) => `${kind}.${name}: ${text}`),
  );
  const { words } = globalThis.PAGE;
  const startOf = (name) => words[name].split("%")[0];
  for (const [kind, fields] of Object.entries(described.kinds))
    for (const [name, field] of Object.entries(fields)) {
      // What all kinds have in common is tried with a visit.
      const place = table.alone["*"][name] || name === "count_in" ? `visit.${name}` : `${kind}.${name}`;
      const mustSay = [
        ...(field.rules ?? []).map(({ message }) => message),
        field.needed && words.required,
        field.longest && startOf("wrong.too_long"),
        field.longest && words["wrong.identity_digits"],
        field.codes && words["wrong.no_choice"],
        field.least !== undefined && startOf("wrong.number"),
        field.most && field.least === undefined && startOf("wrong.too_many"),
      ].filter(Boolean);
      for (const text of mustSay)
        if (!(field.longest < 9 && text === words["wrong.identity_digits"]))
          assert.ok(
            said.some((one) => one.startsWith(`${place}: ${text}`)),
            `${place}: ${text}`,
          );
    }
});

test("an error says what was understood", () => {
  const people = (value) =>
    errorsOf("training", entry("training", { attendees: value, women: null, elderly: null }), reference);
  assert.match(people("1.2").attendees, /“1.2”.*1200 or 1\./);
  assert.match(people("12 người").attendees, /“12 người”.*12\./);
  assert.match(people("năm").attendees, /from 1 to 5000/);
  assert.match(
    errorsOf("visit", entry("visit", { people: "1.2" }), reference).people,
    /“1.2”.* 1\./,
    "within the bounds",
  );
  const state = { have: { vneid_2: "2,0" } };
  assert.match(errorsOf("visit", entry("visit", { state }), reference).state, /“2,0”.* 2\./);
});

test("an error says by how much a text is too long", () => {
  const note = "đ".repeat(512);
  assert.match(errorsOf("visit", entry("visit", { note }), reference).note, /500.*12/);
});

test("what a newer server describes is left to the ward", () => {
  const fields = described.kinds.visit;
  fields.mood = { type: "MoodField", rules: [{ name: "cheerful", message: "Smile." }] };
  assert.deepEqual(errorsOf("visit", entry("visit", { mood: "sad" }), reference), {});
  delete fields.mood;
});
