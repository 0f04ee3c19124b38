// Words of the page: what is put into them, and what is said of one alone.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.PAGE = {
  words: {
    many: "%(number)s photos of %(name)s wait.",
    "many.1": "%(number)s photo of %(name)s waits.",
    same: "%(number)s ảnh",
  },
};
globalThis.document = { documentElement: { lang: "en" } };
const { number, word } = await import("../../static/js/page/page.js");

test("one has words of its own where the language has them", () => {
  assert.equal(word("many", { number: number(1), name: "An" }), "1 photo of An waits.");
  assert.equal(word("many", { number: 1, name: "An" }), "1 photo of An waits.");
  assert.equal(word("many", { number: number(2), name: "An" }), "2 photos of An wait.");
  assert.equal(word("many", { number: number(0), name: "An" }), "0 photos of An wait.");
  assert.equal(word("many", { number: number(1100), name: "An" }), "1,100 photos of An wait.");
  assert.equal(word("same", { number: 1 }), "1 ảnh");
  assert.equal(word("unknown"), "unknown");
});
