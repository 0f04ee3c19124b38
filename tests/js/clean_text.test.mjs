// Texts as they are stored, by the table that the server goes by too.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { clean, isStorable, lengthOf } from "../../static/js/page/form/rules/clean_text.js";

const samples = JSON.parse(await readFile(new URL("../data/wire_samples.json", import.meta.url), "utf8"));

test("texts are cleaned as the server cleans them", () => {
  for (const [text, stored] of samples.cleaning) assert.equal(clean(text), stored, JSON.stringify(text));
});

test("lines are kept where a text has some, with one empty line at most", () => {
  assert.equal(clean(" một \r\n\n\n\n hai  ba ", true), "một\n\nhai ba");
  assert.equal(clean("một\nhai"), "một hai");
});

test("a character counts once, however many units it takes", () => {
  assert.equal(lengthOf("đường 🏠"), 7);
});

test("half of a character cannot be stored", () => {
  assert.ok(!isStorable("nhà \ud83d"));
  assert.ok(isStorable("nhà 🏠"));
});
