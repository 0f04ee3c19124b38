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
const { formatNumber, message } = await import("../../static/js/page/common/messages.js");

test("a message for one is used where the language has one", () => {
  assert.equal(message("many", { number: formatNumber(1), name: "An" }), "1 photo of An waits.");
  assert.equal(message("many", { number: 1, name: "An" }), "1 photo of An waits.");
  assert.equal(message("many", { number: formatNumber(2), name: "An" }), "2 photos of An wait.");
  assert.equal(message("many", { number: formatNumber(0), name: "An" }), "0 photos of An wait.");
  assert.equal(message("many", { number: formatNumber(1100), name: "An" }), "1,100 photos of An wait.");
  assert.equal(message("same", { number: 1 }), "1 ảnh");
  assert.equal(message("unknown"), "unknown");
});
