// Reading whole figures, by the table that the server's reader goes by too.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { readFigure } from "../../static/js/page/form/figures.js";
import { possibleFigures } from "../../static/js/page/form/rules/possible_figures.js";

const samples = JSON.parse(await readFile(new URL("../data/figure_samples.json", import.meta.url), "utf8"));

test("every way of writing a figure is read", () => {
  for (const [text, figure] of samples.read) assert.equal(readFigure(text), figure, JSON.stringify(text));
});

test("what is no whole figure is not read, but asked about", () => {
  for (const [text, figures] of samples.refused) {
    assert.equal(readFigure(text), null, JSON.stringify(text));
    assert.deepEqual(possibleFigures(text), figures, JSON.stringify(text));
  }
});
