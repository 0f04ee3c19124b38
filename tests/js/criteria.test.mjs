// The criteria of a digital household, by the table that the server goes by too.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { evaluate } from "../../static/js/page/common/criteria.js";

const cases = JSON.parse(await readFile(new URL("../data/criteria.json", import.meta.url), "utf8"));

test("each criterion is met, unmet or unknown", () => {
  for (const { criterion, state, verdict } of cases)
    assert.deepEqual(evaluate([criterion], state), [verdict], JSON.stringify({ criterion, state }));
});

test("verdicts stand in the order of the criteria", () => {
  const criteria = [{ rule: "internet" }, { rule: "smartphones", least: 2 }, { rule: "own_phone" }];
  assert.deepEqual(evaluate(criteria, { internet: true, smartphones: 1 }), ["met", "unmet", "unknown"]);
});
