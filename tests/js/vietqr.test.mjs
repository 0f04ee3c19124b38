// What a payment code says, by a table of made-up ones.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readVietQR } from "../../static/js/page/form/vietqr.js";

const cases = JSON.parse(readFileSync("tests/data/vietqr.json", "utf8"));

/** Writes fields as a code has them; the other way round than the module, so that one cannot be wrong with the other. */
const written = (parts) =>
  parts
    .map(([id, value]) => [id, Array.isArray(value) ? written(value) : value])
    .map(([id, value]) => `${id}${String(value.length).padStart(2, "0")}${value}`)
    .join("");

test("every code of the table is read as it says", () => {
  assert.ok(cases.length >= 30);
  for (const { what, text, reading } of cases) assert.deepEqual(readVietQR(text), reading, what);
});

test("the codes of the table are those of their parts", () => {
  for (const { what, parts, text } of cases.filter((one) => one.parts)) {
    assert.equal(text.trim().slice(0, -4), `${written(parts)}6304`, what);
  }
});

test("no more of an account than its last four digits is in what is read", () => {
  for (const { what, text } of cases) {
    assert.doesNotMatch(JSON.stringify(readVietQR(text)).replaceAll(/"bank":"\d{6}"/g, ""), /\d{5}/, what);
  }
});

test("a code with one letter changed is never read as another account", () => {
  const code = cases[0].text;
  const right = readVietQR(code);
  for (let at = 0; at < code.length; at += 1) {
    for (const other of "0179AZ") {
      if (code[at] === other) continue;
      const reading = readVietQR(code.slice(0, at) + other + code.slice(at + 1));
      assert.ok("problem" in reading || JSON.stringify(reading) === JSON.stringify(right), `${at}: ${other}`);
    }
  }
});

test("nothing that a camera may read breaks it", () => {
  let seed = 20261129;
  const random = (below) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  const letters = [
    "0",
    "1",
    "2",
    "6",
    "3",
    "4",
    "A",
    "ầ",
    "😀",
    "\ud800",
    "\0",
    " ",
    "\n",
    "38",
    "0010A000000727",
    "6304",
  ];
  for (let run = 0; run < 20_000; run += 1) {
    const start = run % 2 ? "000201" : "";
    const text = start + Array.from({ length: random(60) }, () => letters[random(letters.length)]).join("");
    const reading = readVietQR(text);
    assert.ok("problem" in reading, text);
  }
  for (const { text } of cases) {
    for (let run = 0; run < 200; run += 1) {
      const at = random(text.length + 1);
      const cut = text.slice(0, at) + letters[random(letters.length)] + text.slice(at + random(4));
      assert.ok(readVietQR(cut));
    }
  }
});
