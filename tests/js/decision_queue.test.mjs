// The decisions of the queue of review: their order, what comes back, and what can be taken back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DecisionQueue } from "../../static/js/desk/review/decision_queue.js";

const MESSAGES = { signedOut: "Sign in again.", noAnswer: "No answer." };

/** Lets `fetch` answer from a list: a body, a status, "cut" for a line that breaks, "login" for a page to sign in. */
function serve(...answers) {
  const asked = [];
  globalThis.fetch = async (address, { body }) => {
    asked.push(`${address}?${body}`);
    const answer = answers.shift();
    if (answer === "cut") throw new TypeError("Failed to fetch");
    if (answer === "login") return { ok: true, redirected: true, json: async () => ({}) };
    if (typeof answer === "number") return new Response("", { status: answer });
    return new Response(JSON.stringify(answer));
  };
  return asked;
}

/** Makes a queue; `shown` fills with what became of each decision, and `empty` resolves when nothing is on its way. */
function makeQueue(undoable = []) {
  const shown = [];
  let queue;
  const empty = new Promise((resolve) => {
    queue = new DecisionQueue({ undoable, messages: MESSAGES, onEmpty: resolve });
  });
  const decide = (ids, { title = "", endsSample = false } = {}) => {
    const fields = ids.map((id) => ["seen", id]);
    queue.decide({ address: "/decide", fields, ids, title, endsSample }, (result) => shown.push(result));
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
