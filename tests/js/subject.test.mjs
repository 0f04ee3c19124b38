import assert from "node:assert/strict";
import { test } from "node:test";
import { subjectOf } from "../../static/js/everywhere/offline/subject.js";

test("the page without a connection knows what was asked for", () => {
  for (const path of ["/login", "/logout", "/login/", "/account"]) assert.equal(subjectOf(path), "sign-in");
  for (const path of ["/invite/abc", "/start/abc"]) assert.equal(subjectOf(path), "link");
  for (const path of ["/offline", "/overview/", "/loginx", "/reports/"]) assert.equal(subjectOf(path), "page");
});
