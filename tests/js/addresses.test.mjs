// Searching without tones.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fold, houseNumber, identityKey, inLane, laneOf, search } from "../../static/js/page/common/addresses.js";

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

const cases = JSON.parse(await readFile(new URL("../data/addresses.json", import.meta.url), "utf8"));

test("identity is exact", () => {
  for (const [one, other, isOne] of cases.identity)
    for (const form of ["NFC", "NFD"])
      assert.equal(identityKey(one) === identityKey(other.normalize(form)), isOne, `${one} ${other}`);
});

test("search is generous", () => {
  for (const [label, query, isFound] of cases.search)
    for (const form of ["NFC", "NFD"]) {
      // Beside what the query names exactly, no number of the label goes on.
      const { found } = search([{ text: label }, { text: query }], query.normalize(form), 5);
      assert.equal(
        found.some(({ text }) => text === label),
        isFound,
        `${label} ${query}`,
      );
    }
});

test("any spelling finds any other", () => {
  for (const group of cases.groups)
    for (const text of group) assert.deepEqual(new Set(found(items(...group), text, 99)), new Set(group), text);
});

test("a label names its lane and its house", () => {
  for (const [label, key, name, number] of cases.addresses) {
    assert.deepEqual(laneOf(label), key && { key, name }, label);
    assert.equal(houseNumber(label), number, label);
  }
});

test("a number goes on only where no whole one is found, and only the last", () => {
  const list = items("Số 43, ngõ 3", "Số 35, ngõ 7");
  assert.deepEqual(found(list, "4"), ["Số 43, ngõ 3"]);
  assert.deepEqual(found(list, "3"), ["Số 43, ngõ 3"]);
  assert.deepEqual(found(list, "4, ngõ 3"), []);
  assert.deepEqual(found(list, "số 35 ng"), ["Số 35, ngõ 7"]);
  assert.deepEqual(found(list, "số"), ["Số 43, ngõ 3", "Số 35, ngõ 7"]);
});

test("a lane lists all its houses", () => {
  const list = items(
    "Số 1, ngõ 3",
    "Số 3, ngõ 1",
    "Số 2, ngách 3/5",
    "5/3",
    "Số 4, ngõ 35",
    "3/7",
    "Số 6, ngõ 3 Lê Lợi",
  );
  const { lane, more, found: first } = search(list, "ngõ 3", 2);
  assert.deepEqual(lane, { key: "ngo 3", name: "ngõ 3", households: 4 });
  assert.equal(first.length, 2);
  assert.equal(more, 2);
  assert.deepEqual(
    inLane(list, lane).map(({ text }) => text),
    ["Số 1, ngõ 3", "Số 2, ngách 3/5", "3/7", "Số 6, ngõ 3 Lê Lợi"],
  );
  assert.equal(search(list, "ngõ 9", 2).lane, null);
});

test("a household is found by what its neighbours call it, too", () => {
  const list = [
    { text: "Số 3, ngõ 3", called: "bà Năm Đỏ" },
    { text: "Số 5, ngõ 3", called: "" },
  ];
  for (const text of ["ba nam", "nhà bà Năm", "do", "3 nam"])
    assert.deepEqual(search(list, text, 9).found, [list[0]], text);
  assert.deepEqual(search(list, "ngo 3", 9).found, list);
});
