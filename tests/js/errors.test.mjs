// The errors of a form, beside each field.

import assert from "node:assert/strict";
import { register } from "node:module";
import { test } from "node:test";

const STUBS = {
  "./entry_form.js": `const { field } = globalThis;
export const attached = null;
export const fields = new Map([["people", field]]);
export const fieldOf = () => field;
export const form = { querySelector: () => field };
export const hasAttached = () => false;
export const isIrrelevant = () => false;`,
  "./fields.js": `export const errorOf = (field) => field.error;
export const markError = (field, error) => (field.isWrong = Boolean(error));`,
};
const HOOKS = `const stubs = ${JSON.stringify(STUBS)};
export async function resolve(name, context, next) {
  if (!(name in stubs)) return next(name, context);
  return { url: "data:text/javascript," + encodeURIComponent(stubs[name]), shortCircuit: true };
}`;
register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);

test("what is missing comes into view, also where the list of errors cannot be had", async () => {
  const field = { error: "?", scrolled: 0, scrollIntoView: () => (field.scrolled += 1) };
  field.classList = { contains: () => field.isWrong };
  globalThis.field = field;
  const { check } = await import("../../static/js/page/form/errors.js");
  assert.deepEqual([check([]), field.scrolled], [false, 1]);
  field.error = "";
  assert.deepEqual([check([]), field.scrolled], [true, 1]);
});
