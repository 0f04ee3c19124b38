// The outbox without a browser: ids, digests, and what the phone believes of the server's answers.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { canonical, digest } from "../../static/js/outbox/digest.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { read, send, session, Unsent } from "../../static/js/outbox/server.js";

const samples = JSON.parse(await readFile(new URL("../data/wire_samples.json", import.meta.url), "utf8"));
const ENTRY = { id: uuid7(), kind: "visit", revision: 2, fields: { people: 3 } };

/** Lets `fetch` answer from a list: [status, body] pairs, or "cut" for a line that breaks. */
function serve(...answers) {
  const asked = [];
  globalThis.fetch = async (path, options = {}) => {
    asked.push({ path, ...options });
    const answer = answers.shift();
    if (answer === "cut") throw new TypeError("Failed to fetch");
    const [status, body, type = "application/json"] = answer;
    return new Response(typeof body === "string" ? body : JSON.stringify(body), {
      status,
      headers: { "Content-Type": type },
    });
  };
  return asked;
}

const unsent = (reason) => (error) => error instanceof Unsent && error.reason === reason;
const token = (csrf = "token") => [200, { user: { id: 1 }, csrf }];
const receipt = async (changes = {}) => ({
  id: ENTRY.id,
  revision: 2,
  outcome: "stored",
  digest: await digest(ENTRY.fields),
  errors: {},
  ...changes,
});

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

test("a receipt counts when id, revision and digest fit", async () => {
  const asked = serve(token(), [200, { receipts: [await receipt()] }]);
  assert.deepEqual(await send([ENTRY]), [await receipt()]);
  assert.equal(asked[1].headers["X-CSRF-Token"], "token");
  assert.deepEqual(JSON.parse(asked[1].body), { entries: [ENTRY] });
});

for (const changes of [{ id: uuid7() }, { revision: 1 }, { digest: "0".repeat(64) }]) {
  test(`a receipt with another ${Object.keys(changes)} is no receipt`, async () => {
    serve(token(), [200, { receipts: [await receipt(changes)] }]);
    await assert.rejects(send([ENTRY]), unsent("unavailable"));
  });
}

test("a refusal needs no digest to be believed", async () => {
  serve(token(), [200, { receipts: [await receipt({ outcome: "refused", digest: "", errors: { people: ["?"] } })] }]);
  const [refused] = await send([ENTRY]);
  assert.equal(refused.outcome, "refused");
});

test("a stale token is fetched anew, once", async () => {
  serve(token("old"), [403, { error: "csrf" }], token("new"), [200, { receipts: [await receipt()] }]);
  assert.equal((await send([ENTRY])).length, 1);
  serve(token("old"), [403, { error: "csrf" }], token("new"), [403, { error: "csrf" }]);
  await assert.rejects(send([ENTRY]), unsent("unavailable"));
});

for (const [what, answer, reason] of [
  ["a cut line", "cut", "no_network"],
  ["a captive portal", [200, "<html>Wi-Fi</html>", "text/html"], "unavailable"],
  ["an error", [500, { error: "error" }], "unavailable"],
  ["a busy server", [503, { error: "busy" }], "unavailable"],
  ["too many requests", [429, { error: "slow_down" }], "unavailable"],
  ["an ended session", [401, { error: "signed_out" }], "signed_out"],
  ["an account that logs nothing", [403, { error: "forbidden" }], "forbidden"],
  ["an answer without receipts", [200, {}], "unavailable"],
  ["too few receipts", [200, { receipts: [] }], "unavailable"],
  ["broken JSON", [200, "{", "application/json"], "unavailable"],
]) {
  test(`${what} says nothing about what the ward has`, async () => {
    serve(token(), answer);
    await assert.rejects(send([ENTRY]), unsent(reason));
  });
}

test("readings come in the language of the page", async () => {
  const asked = serve([200, { entries: [] }]);
  assert.deepEqual(await read("mine", "vi"), { entries: [] });
  assert.equal(asked[0].path, "/api/v1/mine?lang=vi");
  serve([200, { user: null, csrf: "t" }]);
  assert.equal((await session()).user, null);
});
