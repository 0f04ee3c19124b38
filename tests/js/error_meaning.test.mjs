// What an error that nobody caught means to the user.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SendError } from "../../static/js/outbox/api.js";
import { StorageError } from "../../static/js/outbox/database.js";
import { meaningOf } from "../../static/js/page/common/error_meaning.js";

const OWN = "https://ward.example/static/dist/form-ABC.js";
const from = (stack, changes = {}) => Object.assign(new Error("broken"), { stack, ...changes });

test("an error of a page is unexpected, in the stack of every browser", () => {
  for (const stack of [`Error: broken\n    at save (${OWN}:1:22)\n    at <anonymous>:1:1`, `save@${OWN}:1:22`, ""])
    assert.equal(meaningOf(from(stack)), "unexpected", stack);
  assert.equal(meaningOf("broken", OWN), "unexpected");
});

test("an error that names a message says that", () => {
  assert.equal(meaningOf(new SendError("no_network")), "no_network");
  assert.equal(meaningOf(new StorageError("storage_full", null)), "storage_full");
});

test("a part of a page that could not be fetched is a matter of the line", () => {
  for (const text of [
    `Failed to fetch dynamically imported module: ${OWN}`,
    `error loading dynamically imported module: ${OWN}`,
    "Importing a module script failed.",
  ])
    assert.equal(meaningOf(new TypeError(text)), "unavailable", text);
});

test("noise means nothing", () => {
  assert.equal(meaningOf(undefined), null);
  assert.equal(meaningOf(new DOMException("left", "AbortError")), null);
  assert.equal(meaningOf("ResizeObserver loop completed with undelivered notifications."), null);
  assert.equal(meaningOf("Script error."), null);
  for (const stack of [
    "at x (chrome-extension://abc/y.js:1:1)",
    "x@moz-extension://abc/y.js:1:1",
    "at <anonymous>:1:1",
  ])
    assert.equal(meaningOf(from(stack)), null, stack);
  assert.equal(meaningOf(from(""), "https://ward.example/log/visit"), null, "a script that an app put into the page");
});
