// The photos of a form, whose code is loaded when one is taken.

import assert from "node:assert/strict";
import { register } from "node:module";
import { mock, test } from "node:test";
import { setImmediate as pause } from "node:timers/promises";

const STUB = `await globalThis.gate;
export class PhotoField {
  files = [];
  taken = [];
  constructor() { globalThis.made.push(this); }
  async load() { await new Promise((resolve) => setImmediate(resolve)); }
  add(files) { this.files.push(...files); }
  async settle() { return true; }
}`;
const HOOKS = `export async function resolve(name, context, next) {
  if (!name.endsWith("/photo_field.js")) return next(name, context);
  return { url: ${JSON.stringify(`data:text/javascript,${encodeURIComponent(STUB)}`)}, shortCircuit: true };
}`;
register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);

let openGate;
globalThis.gate = new Promise((resolve) => (openGate = resolve));
globalThis.made = [];
globalThis.PAGE = { words: {} };
globalThis.document = { documentElement: { lang: "vi" } };
// An open channel would let this process never end.
delete globalThis.BroadcastChannel;
const { Photos } = await import("../../static/js/page/form/photos.js");

/** Returns the photos of a form, its box, and what chooses files there. */
function openPhotos() {
  const error = { textContent: "" };
  const box = Object.assign(new EventTarget(), {
    scrolled: 0,
    querySelector: () => error,
    scrollIntoView: () => (box.scrolled += 1),
  });
  const choose = (...files) => {
    const target = { files, value: "C:\\fakepath" };
    box.dispatchEvent(Object.defineProperty(new Event("change"), "target", { value: target }));
    return target;
  };
  return { photos: new Photos(box, { onChange: () => {} }), box, error, choose };
}

test("a photo whose code does not come is said once, and then the entry is saved without it", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { photos, box, error, choose } = openPhotos();
  const input = choose("one");
  const settled = photos.settle();
  while (!error.textContent) {
    await pause();
    mock.timers.tick(1000);
  }
  mock.timers.reset();
  assert.equal(await settled, false);
  assert.deepEqual([error.textContent, box.scrolled, input.value], ["photos_without_code", 1, ""]);
  assert.equal(await photos.settle(), true);
});

test("photos that are chosen while the code is loaded go into one field, in their order", async () => {
  const { photos, choose } = openPhotos();
  choose("one");
  choose("two", "three");
  openGate();
  assert.equal(await photos.settle(), true);
  choose("four");
  assert.equal(await photos.settle(), true);
  assert.deepEqual(
    globalThis.made.map(({ files }) => files),
    [["one", "two", "three", "four"]],
  );
});
