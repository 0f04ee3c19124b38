// Searching without tones.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fold, search } from "../../static/js/page/common/addresses.js";

const samples = JSON.parse(await readFile(new URL("../data/wire_samples.json", import.meta.url), "utf8"));
const items = (...labels) => labels.map((label) => ({ text: label }));
const found = (list, text, most = 5) => search(list, text, most).found.map((item) => item.text);

test("text folds as the server folds it", () => {
  for (const [text, folded] of samples.folding) {
    assert.equal(fold(text), folded);
    assert.equal(fold(text.normalize("NFD")), folded);
  }
});

test("search needs no tones and starts at words", () => {
  const list = items("Số 9, ngõ 4", "Quán Đường Điện", "Đường Điện Biên", "Số 49, ngõ 4");
  assert.deepEqual(found(list, "duong dien"), ["Đường Điện Biên", "Quán Đường Điện"]);
  assert.deepEqual(found(list, "ĐIỆN đường"), ["Quán Đường Điện", "Đường Điện Biên"]);
  assert.deepEqual(found(list, "so 9"), ["Số 9, ngõ 4"]);
  assert.deepEqual(found(list, "iện"), []);
  assert.deepEqual(found(list, "so", 1), ["Số 9, ngõ 4"]);
});

test("search finds one household among five thousand", () => {
  const list = items(...Array.from({ length: 5000 }, (_, n) => `Số ${n}, ngõ ${n % 60} đường Điện Biên Phủ`));
  assert.deepEqual(found(list, "so 4321 ngo 1 dien bien"), ["Số 4321, ngõ 1 đường Điện Biên Phủ"]);
});
