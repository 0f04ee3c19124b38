// The number on the app's icon.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { setBadge } from "../../static/js/outbox/badge.js";

/** Makes this browser one whose `navigator` is `value`. */
const useNavigator = (value) => Object.defineProperty(globalThis, "navigator", { value, configurable: true });

afterEach(() => delete globalThis.navigator);

test("the icon shows what waits", async () => {
  const shown = [];
  useNavigator({ setAppBadge: async (number) => shown.push(number) });
  await setBadge(2);
  await setBadge(0);
  assert.deepEqual(shown, [2, 0]);
});

test("a browser without such a number, or that refuses it, is not disturbed", async () => {
  useNavigator({});
  await setBadge(1);
  for (const fail of [() => Promise.reject(new DOMException("no", "NotAllowedError")), () => undefined.x]) {
    useNavigator({ setAppBadge: fail });
    await setBadge(1);
  }
});
