// The decisions of the queue of review: their order, what comes back, and what can be taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DecisionQueue } from "../../static/js/desk/review/decision_queue.js";

const MESSAGES = { signedOut: "Sign in again.", noAnswer: "No answer.", notUndone: "Nothing was taken back." };

/**
 * Lets `fetch` answer from a list: a body, a status, "cut" for a line that breaks, "login" for a page to sign in, "page"
 * for a page that is not ours.
 */
function serve(...answers) {
  const asked = [];
  globalThis.fetch = async (address, { body }) => {
    asked.push(`${address}?${body}`);
    const answer = answers.shift();
    if (answer === "page") return new Response("<p>Welcome to our café</p>");
    if (answer === "cut") throw new TypeError("Failed to fetch");
    if (answer === "login") return { ok: true, redirected: true, json: async () => ({}) };
    if (typeof answer === "number") return new Response("", { status: answer });
    return new Response(JSON.stringify(answer));
  };
  return asked;
}

/** Makes a queue; `shown` fills with what became of each decision, and `empty` resolves when nothing is on its way. */
function makeQueue(undoable = [], renewToken = async () => "t") {
  const shown = [];
  let queue;
  const empty = new Promise((resolve) => {
    queue = new DecisionQueue({ undoable, messages: MESSAGES, onEmpty: resolve, renewToken });
  });
  const decide = (ids, { title = "", endsSample = false, show = (result) => shown.push(result), token } = {}) => {
    const fields = [...(token ? [["csrf_token", token]] : []), ...ids.map((id) => ["seen", id])];
    queue.decide({ address: "/decide", fields, ids, title, endsSample }, show);
  };
  const undo = (fields = () => []) =>
    queue.undo(
      () => ({ address: "/undo", fields: fields() }),
      (answer) => shown.push(answer),
    );
  return { queue, shown, empty, decide, undo };
}

test("decisions are sent one after the other, in their order", async () => {
  const asked = serve({ done: ["1"], words: "one" }, { done: ["2", "3"], words: "two" });
  const { queue, shown, empty, decide } = makeQueue();
  decide(["1"]);
  decide(["2", "3"]);
  assert.equal(queue.unsentCount, 2);
  await empty;
  assert.deepEqual(asked, ["/decide?seen=1", "/decide?seen=2&seen=3"]);
  assert.deepEqual(
    shown.map(({ words, returned }) => [words, returned]),
    [
      ["one", []],
      ["two", []],
    ],
  );
  assert.equal(queue.unsentCount, 0);
});

test("entries that were not decided on return with the reason", async () => {
  const told = { 2: "Somebody returned it." };
  const unchanged = { 3: "This is your own." };
  serve({ done: ["1"], words: "Approved 1 of 4.", told, unchanged, seen: { 1: "1:5" }, decision: "d" });
  const { queue, shown, empty, decide } = makeQueue();
  decide(["1", "2", "3", "4"]);
  await empty;
  assert.deepEqual(shown[0].returned, [
    { id: "2", words: "Somebody returned it.", hasChanged: true },
    { id: "3", words: "This is your own.", hasChanged: false },
    { id: "4", words: "Approved 1 of 4.", hasChanged: false },
  ]);
  assert.deepEqual(shown[0].seen, { 1: "1:5" });
  assert.deepEqual(queue.latest, { id: "d", words: "Approved 1 of 4." });
});

for (const [what, answer, words] of [
  ["a cut line", "cut", "No answer."],
  ["an error", 500, "No answer."],
  ["a page of somebody else's", "page", "No answer."],
  ["nothing", null, "No answer."],
  ["a portal's JSON", { status: "ok" }, "No answer."],
  ["an answer without words", { done: ["1"] }, "No answer."],
  ["an answer of a later shape", { done: { 1: "2" }, words: "one" }, "No answer."],
  ["reasons that are no texts", { done: [], words: "one", told: { 1: { by: "Ana" } } }, "No answer."],
  ["a page to sign in", "login", "Sign in again."],
]) {
  test(`after ${what} all entries return, and nothing can be undone`, async () => {
    serve(answer);
    const { queue, shown, empty, decide } = makeQueue();
    decide(["1", "2"]);
    await empty;
    assert.deepEqual(
      shown[0].returned,
      ["1", "2"].map((id) => ({ id, words, hasChanged: false })),
    );
    assert.deepEqual([shown[0].isUnanswered, shown[0].needsSignIn], [true, answer === "login"]);
    assert.equal(queue.latest, undefined);
  });
}

test("a single decision is named by the title of its entry", async () => {
  serve({ done: ["1"], words: "Approved.", decision: "d" });
  const { queue, shown, empty, decide } = makeQueue();
  decide(["1"], { title: "Số 9" });
  await empty;
  assert.equal(shown[0].words, "Số 9: Approved.");
  assert.equal(queue.latest.words, "Số 9: Approved.");
});

test("the last decision is undone first, and is read when its turn comes", async () => {
  const asked = serve(
    { done: ["1"], words: "one", decision: "a" },
    { done: ["2"], words: "two", decision: "b" },
    { done: ["2"], words: "Taken back." },
  );
  const { queue, shown, empty, decide, undo } = makeQueue();
  decide(["1"]);
  decide(["2"]);
  undo(() => [["decision", queue.latest.id]]);
  await empty;
  assert.equal(asked[2], "/undo?decision=b");
  assert.equal(shown[2].words, "Taken back.");
  assert.equal(queue.latest.id, "a");
  assert.equal(queue.mustReload, false);
});

test("a decision of another page is undone by reloading", async () => {
  serve({ done: ["7"], words: "Taken back." });
  const { queue, shown, empty, undo } = makeQueue([{ id: "before", words: "Approved." }]);
  undo();
  await empty;
  assert.equal(queue.mustReload, true);
  assert.deepEqual(shown, []);
  assert.equal(queue.latest, undefined);
});

test("a decision whose undoing failed can still be undone", async () => {
  serve("cut");
  const { queue, shown, empty, undo } = makeQueue([{ id: "before", words: "Approved." }]);
  undo();
  await empty;
  assert.deepEqual(shown, [{ done: [], words: "No answer.", isUnanswered: true }]);
  assert.equal(queue.latest.id, "before");
  assert.equal(queue.mustReload, false);
});

test("a sample with one wrong entry ends, once something was done", async () => {
  serve({ done: ["1"], words: "Returned." });
  const { queue, empty, decide } = makeQueue();
  decide(["1"], { endsSample: true });
  await empty;
  assert.equal(queue.mustReload, true);
  serve({ done: [], words: "Somebody was faster." });
  const other = makeQueue();
  other.decide(["1"], { endsSample: true });
  await other.empty;
  assert.equal(other.queue.mustReload, false);
});

for (const odd of ["cut", "page", "login", 500, null, { status: "ok" }, { done: { 1: "2" }, words: "" }]) {
  test(`what follows ${JSON.stringify(odd)} is sent all the same`, async () => {
    const asked = serve(odd, { done: ["2"], words: "two", decision: "b" }, { done: ["3"], words: "three" });
    const { queue, shown, empty, decide } = makeQueue();
    for (const id of ["1", "2", "3"]) decide([id]);
    await empty;
    assert.deepEqual(asked, ["/decide?seen=1", "/decide?seen=2", "/decide?seen=3"]);
    assert.deepEqual(
      shown.map(({ returned }) => returned.map(({ id }) => id)),
      [["1"], [], []],
    );
    assert.equal(queue.unsentCount, 0);
  });
}

test("what follows a page that could not show a result is sent, and then the page is loaded again", async (context) => {
  context.mock.method(console, "error", () => {});
  const asked = serve({ done: ["1"], words: "one" }, { done: ["2"], words: "two" });
  const { queue, shown, empty, decide } = makeQueue();
  const show = () => {
    throw new Error("no such card");
  };
  decide(["1"], { show });
  decide(["2"]);
  await empty;
  assert.equal(asked.length, 2);
  assert.equal(shown[0].words, "two");
  assert.equal(queue.mustReload, true);
  assert.equal(queue.unsentCount, 0);
});

test("an answer that does not come in time is none, and what follows is sent", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  let asked = 0;
  globalThis.fetch = (_address, { signal }) => {
    asked += 1;
    if (asked > 1) return Promise.resolve(Response.json({ done: ["2"], words: "two" }));
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  };
  const { shown, empty, decide } = makeQueue();
  decide(["1"]);
  decide(["2"]);
  await new Promise(setImmediate);
  context.mock.timers.tick(20_000);
  await empty;
  assert.deepEqual(
    shown.map(({ words, isUnanswered }) => [words, isUnanswered]),
    [
      ["No answer.", true],
      ["two", false],
    ],
  );
});

test("the token of a session that began since is asked for, once", async () => {
  const asked = serve(400, { done: ["1"], words: "one" });
  const { shown, empty, decide } = makeQueue([], async () => "new");
  decide(["1"], { token: "old" });
  await empty;
  assert.deepEqual(asked, ["/decide?csrf_token=old&seen=1", "/decide?csrf_token=new&seen=1"]);
  assert.deepEqual(shown[0].returned, []);
});

for (const [what, renewToken, words, needsSignIn] of [
  ["nobody is signed in", async () => null, "Sign in again.", true],
  ["the session cannot be asked for", () => Promise.reject(new Error("no network")), "No answer.", false],
]) {
  test(`when ${what} a refused token leaves the entry undecided`, async () => {
    const asked = serve(400);
    const { shown, empty, decide } = makeQueue([], renewToken);
    decide(["1"], { token: "old" });
    await empty;
    assert.equal(asked.length, 1);
    assert.deepEqual(shown[0].returned, [{ id: "1", words, hasChanged: false }]);
    assert.equal(shown[0].needsSignIn, needsSignIn);
  });
}

test("nothing is undone when the decision that was meant has no answer", async () => {
  const asked = serve("cut");
  const { queue, shown, empty, decide, undo } = makeQueue([{ id: "before", words: "Approved." }]);
  decide(["1"]);
  undo();
  await empty;
  assert.deepEqual(asked, ["/decide?seen=1"]);
  assert.deepEqual(shown[1], { done: [], words: "Nothing was taken back.", isSkipped: true });
  assert.equal(queue.latest.id, "before");
});

test("a page that has to be loaded again stays so after further decisions", async () => {
  serve({ done: ["1"], words: "Returned." }, { done: ["2"], words: "Approved." });
  const { queue, empty, decide } = makeQueue();
  decide(["1"], { endsSample: true });
  decide(["2"]);
  await empty;
  assert.equal(queue.mustReload, true);
});
