// Numbers of people in texts, by the table that the server's rule goes by too.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { clean } from "../../static/js/page/form/rules/clean_text.js";
import { holdsIdentityDigits } from "../../static/js/page/form/rules/identity_digits.js";

const samples = JSON.parse(await readFile(new URL("../data/identity_samples.json", import.meta.url), "utf8"));

test("numbers of people are found", () => {
  for (const text of samples.found) assert.ok(holdsIdentityDigits(clean(text)), JSON.stringify(text));
});

test("other texts with digits pass", () => {
  for (const text of samples.passed) assert.ok(!holdsIdentityDigits(clean(text)), JSON.stringify(text));
});
