// Finding a name in a list of choices.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isFound } from "../../static/js/desk/names/name_search.js";

test("each typed word begins a word of the name", () => {
  assert.ok(isFound("Tổ dân phố 12", "tổ 12"));
  assert.ok(isFound("Tổ dân phố 12", "1"));
  assert.ok(!isFound("Tổ dân phố 12", "2"));
  assert.ok(!isFound("Tổ dân phố 12", "tổ 13"));
});

test("marks, capitals and how they are written do not count", () => {
  assert.ok(isFound("Thôn Đông Yên", "dong"));
  assert.ok(isFound("Thôn Đông Yên", "ĐÔNG yên".normalize("NFD")));
});

test("nothing typed finds all", () => {
  assert.ok(isFound("Khu phố 1", ""));
  assert.ok(isFound("Khu phố 1", " . "));
});
