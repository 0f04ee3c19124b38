// The server's API: requests as the wire takes them, and every answer that is not one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { read, SendError, send, session } from "../../static/js/outbox/api.js";
import { uuid7 } from "../../static/js/outbox/ids.js";
import { sendPhoto } from "../../static/js/outbox/photo_api.js";

const WIRE = {
  id: uuid7(),
  kind: "visit",
  revision: 2,
  recorded_at: "2026-11-22T08:00:00.000Z",
  form: 2,
  fields: { people: 3 },
};

const COPY = { ...WIRE, user: 1, author: "Ana", digest: "kept", saved_at: 5, state: "waiting" };
const ANA = { id: 1 };
const PHOTO = { id: uuid7(), entry: WIRE.id, jpeg: new Uint8Array([255, 216, 255]).buffer };
const RECEIPT = { id: WIRE.id, revision: 2, outcome: "stored", code: "", digest: "0".repeat(64), errors: {} };

/** Lets `fetch` answer from a list: [status, body, headers], or "cut" for a line that breaks. */
function serve(...answers) {
  const asked = [];
  globalThis.fetch = async (path, options = {}) => {
    asked.push({ path, ...options });
    const answer = answers.shift();
    if (answer === "cut") throw new TypeError("Failed to fetch");
    const [status, body, headers = {}] = answer;
    const text = typeof body === "string" || body === null ? body : JSON.stringify(body);
    return new Response(text, { status, headers: { "Content-Type": "application/json", ...headers } });
  };
  return asked;
}

const HTML = { "Content-Type": "text/html" };
const token = (csrf = "token") => [200, { user: { id: 1 }, csrf }];

async function sendErrorOf(promise) {
  const error = await promise.then(
    () => assert.fail("something was taken for an answer"),
    (found) => found,
  );
  assert.ok(error instanceof SendError, error);
  return error;
}

test("entries are sent with the fields of the wire only", async () => {
  const asked = serve([200, { receipts: [RECEIPT] }]);
  assert.deepEqual(await send([COPY], "token", ANA), [RECEIPT]);
  assert.equal(asked.length, 1);
  assert.equal(asked[0].path, "/api/v1/sync");
  assert.equal(asked[0].method, "POST");
  assert.equal(asked[0].headers["X-CSRF-Token"], "token");
  const { sent_at, ...rest } = JSON.parse(asked[0].body);
  assert.deepEqual(rest, { entries: [WIRE] });
  assert.ok(Math.abs(new Date(sent_at) - Date.now()) < 60_000, "the phone's clock goes with them");
});

test("an expired token is fetched again, once", async () => {
  const asked = serve([403, { error: "csrf" }], token("new"), [200, { receipts: [RECEIPT] }]);
  assert.equal((await send([COPY], "old", ANA)).length, 1);
  assert.deepEqual(
    asked.map(({ path }) => path),
    ["/api/v1/sync", "/api/v1/session", "/api/v1/sync"],
  );
  assert.equal(asked[2].headers["X-CSRF-Token"], "new");
  serve([403, { error: "csrf" }], token("new"), [403, { error: "csrf" }]);
  assert.equal((await sendErrorOf(send([COPY], "old", ANA))).reason, "unavailable");
});

test("entries are not sent for a user who signed in meanwhile", async () => {
  for (const user of [{ id: 2 }, null]) {
    const asked = serve([403, { error: "csrf" }], [200, { user, csrf: "theirs" }]);
    assert.equal((await sendErrorOf(send([COPY], "old", ANA))).reason, "signed_out");
    assert.equal(asked.length, 2);
  }
});

for (const [what, answer, reason] of [
  ["a cut line", "cut", "no_network"],
  ["a captive portal", [200, "<html>Wi-Fi</html>", HTML], "unavailable"],
  ["an error", [500, { error: "error" }], "unavailable"],
  ["a gateway's page", [502, "<html>Bad gateway</html>", HTML], "unavailable"],
  ["a busy server", [503, { error: "busy" }], "unavailable"],
  ["too many requests", [429, { error: "slow_down" }], "unavailable"],
  ["an ended session", [401, { error: "signed_out" }], "signed_out"],
  ["an account that logs nothing", [403, { error: "forbidden" }], "forbidden"],
  ["a wrong origin", [403, { error: "origin" }], "unavailable"],
  ["an unreadable batch", [400, { error: "unreadable" }], "unsendable"],
  ["a batch that is too large", [413, { error: "too_large" }], "unsendable"],
  ["a proxy that finds it too large", [413, "<html>Too large</html>", HTML], "unsendable"],
  ["an answer without receipts", [200, {}], "unavailable"],
  ["receipts that are no list", [200, { receipts: { 0: RECEIPT } }], "unavailable"],
  ["an empty answer", [200, "null"], "unavailable"],
  ["broken JSON", [200, "{"], "unavailable"],
]) {
  test(`${what} says nothing about what the ward has: ${reason}`, async () => {
    serve(answer);
    const error = await sendErrorOf(send([COPY], "token", ANA));
    assert.equal(error.reason, reason);
    assert.equal(error.wait, 0);
  });
}

test("Retry-After of a server is returned in seconds", async () => {
  for (const status of [429, 503]) {
    serve([status, { error: "later" }, { "Retry-After": "120" }]);
    assert.equal((await sendErrorOf(send([COPY], "token", ANA))).wait, 120);
    serve([status, { error: "later" }, { "Retry-After": "120" }]);
    assert.equal((await sendErrorOf(sendPhoto(PHOTO, "token", ANA))).wait, 120);
  }
  const inTenMinutes = new Date(Date.now() + 600_000).toUTCString();
  serve([503, "", { ...HTML, "Retry-After": inTenMinutes }]);
  const { wait } = await sendErrorOf(send([COPY], "token", ANA));
  assert.ok(wait > 590 && wait <= 600, `${wait}`);
  for (const past of [new Date(0).toUTCString(), "-5", "soon"]) {
    serve([503, "", { "Retry-After": past }]);
    assert.equal((await sendErrorOf(send([COPY], "token", ANA))).wait, 0, past);
  }
});

test("a silent server times out", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.fetch = (_path, { signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const error = sendErrorOf(send([COPY], "token", ANA));
  context.mock.timers.tick(30_000);
  assert.equal((await error).reason, "no_network");
});

test("a session without a token is no answer of the server", async () => {
  serve([200, { user: null, csrf: "t" }]);
  assert.equal((await session()).user, null);
  for (const body of [{ user: null }, {}, "null"]) {
    serve([200, body]);
    assert.equal((await sendErrorOf(session())).reason, "unavailable");
  }
});

test("readings are fetched in the language of the page, with their tag", async () => {
  const asked = serve([200, { entries: [] }, { ETag: 'W/"1"' }]);
  assert.deepEqual(await read("mine", "vi"), { body: { entries: [] }, etag: 'W/"1"' });
  assert.equal(asked[0].path, "/api/v1/mine?lang=vi&form=2");
  assert.deepEqual(asked[0].headers, {});
});

test("a reading with the same tag is not fetched again", async () => {
  const asked = serve([304, null]);
  assert.equal(await read("bootstrap", "en", 'W/"1"'), null);
  assert.equal(asked[0].headers["If-None-Match"], 'W/"1"');
  serve([304, null]);
  assert.equal((await sendErrorOf(read("bootstrap", "en"))).reason, "unavailable");
  serve([200, "<html>Wi-Fi</html>", HTML]);
  assert.equal((await sendErrorOf(read("bootstrap", "en", 'W/"1"'))).reason, "unavailable");
});

test("a photo is sent as its bytes, with its entry", async () => {
  const asked = serve([200, { id: PHOTO.id, digest: "d" }]);
  assert.deepEqual(await sendPhoto(PHOTO, "token", ANA), { digest: "d" });
  assert.equal(asked[0].path, `/api/v1/photos/${PHOTO.id}?entry=${WIRE.id}`);
  assert.equal(asked[0].method, "PUT");
  assert.equal(asked[0].headers["Content-Type"], "image/jpeg");
  assert.equal(asked[0].body, PHOTO.jpeg);
});

for (const [status, body, code] of [
  [400, { error: "bad" }, "unreadable"],
  [409, { error: "unknown_entry" }, "unknown_entry"],
  [409, { error: "other_photo" }, "other_photo"],
  [410, { error: "gone" }, "gone"],
  [413, { error: "too_large" }, "too_large"],
  [415, { error: "not_jpeg" }, "unreadable"],
  [422, { error: "not_jpeg" }, "unreadable"],
]) {
  test(`the photo answer ${status} ${body.error} is ${code}`, async () => {
    serve([status, body]);
    assert.deepEqual(await sendPhoto(PHOTO, "token", ANA), { code });
  });
}

test("a photo without an answer is unsent", async () => {
  for (const [answer, reason] of [
    ["cut", "no_network"],
    [[500, {}], "unavailable"],
    [[503, { error: "busy" }], "unavailable"],
    [[200, "<html>Wi-Fi</html>", HTML], "unavailable"],
    [[409, "<html>Conflict</html>", HTML], "unavailable"],
    [[410, "<html>Gone</html>", HTML], "unavailable"],
    [[401, { error: "signed_out" }], "signed_out"],
  ]) {
    serve(answer);
    assert.equal((await sendErrorOf(sendPhoto(PHOTO, "token", ANA))).reason, reason);
  }
});
