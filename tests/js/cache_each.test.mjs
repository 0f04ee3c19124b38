// What the worker caches one after the other, and what it does not ask for again soon.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cacheEach, NOT_LISTED } from "../../static/js/sw/caching/cache_each.js";

const ADDRESSES = ["a", "b", "c", "d", "e"];

async function cachingWith(errors) {
  const asked = [];
  const failed = await cacheEach(ADDRESSES, async (address) => {
    asked.push(address);
    if (errors[address]) throw Object.assign(new Error(address), { name: errors[address] });
  });
  return { asked, failed };
}

test("what the server does not have keeps no other from coming", async () => {
  const { asked, failed } = await cachingWith({ b: NOT_LISTED, d: "TypeError" });
  assert.deepEqual(asked, ADDRESSES);
  assert.deepEqual(failed, ["b"], "what a cut line kept back is asked for again");
});

test("on a full phone nothing more is fetched", async () => {
  assert.deepEqual(await cachingWith({ b: "QuotaExceededError" }), { asked: ["a", "b"], failed: ADDRESSES });
});

test("a line that is cut is not tried for every address", async () => {
  const { asked } = await cachingWith(Object.fromEntries(ADDRESSES.map((one) => [one, "TypeError"])));
  assert.deepEqual(asked, ["a", "b", "c"]);
});
