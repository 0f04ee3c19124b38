// Which bank a text finds, in the list that the catalogue ships.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { findBanks, namedBank, readBanks, usedFirst } from "../../static/js/page/form/bank_list.js";

const banks = readBanks(readFileSync("app/catalogue/data/banks.csv", "utf8"));
const first = (text) => findBanks(banks, text)[0]?.short;

test("a bank is found by its code, its names and its number, with tones and without", () => {
  for (const text of [
    "vcb",
    "VCB",
    "vietcombank",
    "Vietcom bank",
    "ngân hàng ngoại thương",
    "ngoai thuong",
    "NH ngoại",
  ])
    assert.equal(first(text), "Vietcombank", text);
  for (const text of ["970436", "97043"])
    assert.ok(findBanks(banks, text).some(({ short }) => short === "Vietcombank"));
  assert.equal(first("agri"), "Agribank");
  assert.equal(first("nông nghiệp"), "Agribank");
  assert.equal(first("mb"), "MB Bank");
  assert.equal(first("quan doi"), "MB Bank");
  assert.equal(first("liên việt"), "LPBank");
  assert.equal(first("đông á"), "Vikki Bank");
  assert.equal(first("momo"), "MoMo");
  assert.equal(first("sai gon thuong tin"), "Sacombank");
});

test("what is no bank finds none, and nothing typed finds all, the usual ones first", () => {
  assert.deepEqual(findBanks(banks, "xyzzy"), []);
  assert.deepEqual(findBanks(banks, "999999"), []);
  for (const text of ["", "  ", ".,-"]) assert.equal(findBanks(banks, text).length, banks.length, text);
  assert.equal(findBanks(banks, "ngân hàng").length > 40, true);
  assert.deepEqual(
    banks.slice(0, 3).map(({ short }) => short),
    ["Agribank", "Vietcombank", "VietinBank"],
  );
});

test("every bank is the first that its short name and its number find", () => {
  for (const { bin, short } of banks) {
    assert.equal(first(short), short);
    assert.equal(first(bin), short);
    assert.match(bin, /^\d{6}$/);
  }
});

test("a text names a bank only by what belongs to that one alone", () => {
  assert.equal(namedBank(banks, "VCB")?.bin, "970436");
  assert.equal(namedBank(banks, " 970418 ")?.short, "BIDV");
  assert.equal(namedBank(banks, "Vietcombank")?.bin, "970436");
  for (const text of ["", "viet", "sai gon", "ngân hàng", "97043"])
    assert.equal(namedBank(banks, text), undefined, text);
});

test("banks that the author has chosen before come first, each once", () => {
  const ordered = usedFirst(banks, ["971025", "970418", "971025", "111111"]);
  assert.deepEqual(
    ordered.slice(0, 3).map(({ short }) => short),
    ["MoMo", "BIDV", "Agribank"],
  );
  assert.equal(ordered.length, banks.length);
});
