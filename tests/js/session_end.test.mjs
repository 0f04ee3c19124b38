// Signing out where there is no connection: the session is ended at the next chance, and nobody else's.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { SendError } from "../../static/js/outbox/api.js";
import { endingUser, setEndingUser } from "../../static/js/outbox/ending_user.js";
import { endSessionOf, presentSession } from "../../static/js/outbox/session_end.js";

const HEADERS = { "Content-Type": "application/json" };

/** Lets `fetch` answer as a server does where `user` is signed in; "cut" is no connection. */
function serve(user, logout = 302) {
  const asked = [];
  globalThis.fetch = async (path, options = {}) => {
    asked.push([path, options.method ?? "GET", options.body?.get("csrf_token")]);
    if (user === "cut") throw new TypeError("Failed to fetch");
    if (path === "/logout") return new Response("", { status: logout });
    return new Response(JSON.stringify({ user: user && { id: user }, csrf: "token" }), { headers: HEADERS });
  };
  return asked;
}

beforeEach(() => {
  const stored = new Map();
  globalThis.localStorage = {
    getItem: (name) => stored.get(name) ?? null,
    setItem: (name, value) => stored.set(name, value),
    removeItem: (name) => stored.delete(name),
  };
});

test("a session is ended with its own token", async () => {
  const asked = serve(1);
  await endSessionOf(1);
  assert.deepEqual(asked, [
    ["/api/v1/session", "GET", undefined],
    ["/logout", "POST", "token"],
  ]);
  assert.equal(endingUser(), null);
});

test("without a connection it is ended at the next chance, and then nobody is signed in", async () => {
  serve("cut");
  await assert.rejects(endSessionOf(1), SendError);
  assert.equal(endingUser(), 1);
  serve(1, 503);
  await assert.rejects(presentSession(), SendError);
  assert.equal(endingUser(), 1);
  const asked = serve(1);
  assert.equal((await presentSession()).user, null);
  assert.equal(asked.length, 2);
  assert.equal(endingUser(), null);
});

test("the session of somebody else, or of nobody, is left as it is", async () => {
  for (const user of [2, null]) {
    setEndingUser(1);
    const asked = serve(user);
    assert.equal((await presentSession()).user?.id, user ?? undefined);
    assert.equal(asked.length, 1);
    assert.equal(endingUser(), null);
  }
});
