// Ids and digests of entries.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { canonical, digest, digestOf } from "../../static/js/outbox/digest.js";
import { uuid7 } from "../../static/js/outbox/ids.js";

const samples = JSON.parse(await readFile(new URL("../data/wire_samples.json", import.meta.url), "utf8"));

test("ids are UUIDs of version 7 in the order of time", () => {
  const ids = [0, 1, 255, 256, 1_700_000_000_000, 1_700_000_000_001].map((now) => uuid7(now));
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(uuid7(0x0123456789ab, new Uint8Array(10)), "01234567-89ab-7000-8000-000000000000");
  assert.equal(new Set(Array.from({ length: 1000 }, () => uuid7(5))).size, 1000);
});

test("digests are those that the server computes", async () => {
  assert.ok(samples.digests.length > 2);
  for (const [fields, expected] of samples.digests) assert.equal(await digest(fields), expected, canonical(fields));
});

test("the digest of bytes is their SHA-256", async () => {
  const expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  assert.equal(await digestOf(new TextEncoder().encode("abc")), expected);
});
