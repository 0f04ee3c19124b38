// The code that a form loads for saving.

import assert from "node:assert/strict";
import { register } from "node:module";
import { mock, test } from "node:test";
import { setImmediate as pause } from "node:timers/promises";

const PARTS = `export const openReceipt = () => {};
export const loadRules = () => new Promise(() => {});`;
const HOOKS = `const stubs = ${JSON.stringify({ "./saving_parts.js": PARTS, "./entry_form.js": "export const form = {};" })};
export async function resolve(name, context, next) {
  if (!(name in stubs)) return next(name, context);
  return { url: "data:text/javascript," + encodeURIComponent(stubs[name]), shortCircuit: true };
}`;
register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);
globalThis.PAGE = { words: {} };
globalThis.document = { documentElement: { lang: "vi" } };

test("rules that never come do not hold back the code for saving", async () => {
  const { loadSavingParts, savingParts } = await import("../../static/js/page/form/saving_code.js");
  await loadSavingParts();
  mock.timers.enable({ apis: ["setTimeout"] });
  let parts;
  savingParts().then((found) => (parts = found));
  // The file ends after its time, should they do so after all.
  while (parts === undefined) {
    await pause();
    mock.timers.tick(500);
  }
  assert.equal(typeof parts?.openReceipt, "function");
});
