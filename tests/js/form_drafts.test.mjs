// Drafts of the desk's forms: whose they are, what is kept, and when they go.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FormDrafts } from "../../static/js/desk/forms/form_drafts.js";

/** A tab's memory, as far as drafts use it: its names are its properties. */
class Memory {
  getItem(key) {
    return this[key] ?? null;
  }
  setItem(key, value) {
    this[key] = value;
  }
  removeItem(key) {
    delete this[key];
  }
}

const DRAFT = { at: 1, page: "/words", title: "Words", values: { a: ["x"] }, base: { a: [""] }, versions: {} };

function makeDrafts(user = "4", memory = new Memory()) {
  return { memory, drafts: new FormDrafts(() => memory, user) };
}

test("a draft is found again by its form alone", () => {
  const { drafts } = makeDrafts();
  drafts.put("/words 1", DRAFT);
  assert.deepEqual(drafts.find("/words 1"), DRAFT);
  assert.equal(drafts.find("/words 2"), null);
  drafts.remove("/words 1");
  assert.equal(drafts.find("/words 1"), null);
});

test("the next user of a tab finds no draft of the one before, whose drafts go", () => {
  const { drafts, memory } = makeDrafts("4");
  memory.setItem("type", "large");
  drafts.put("/words 1", DRAFT);
  const other = new FormDrafts(() => memory, "41");
  assert.deepEqual(other.all(), []);
  assert.deepEqual(Object.keys(memory), ["type"]);
});

test("only drafts that were sent to an address are removed as saved", () => {
  const { drafts } = makeDrafts();
  drafts.put("/words 1", { ...DRAFT, target: "/words" });
  drafts.put("/words?team=2 1", { ...DRAFT, target: "/words?team=2" });
  drafts.put("/rates 1", DRAFT);
  drafts.removeSaved("/words");
  assert.deepEqual(
    drafts.all().map(([form]) => form),
    ["/words?team=2 1", "/rates 1"],
  );
});

for (const text of ["{", "null", "7", "{}", '{"at":1,"values":{}}']) {
  test(`${text} is no draft`, () => {
    const { drafts, memory } = makeDrafts();
    memory.setItem("draft 4 /words 1", text);
    assert.equal(drafts.find("/words 1"), null);
    assert.deepEqual(drafts.all(), []);
  });
}

test("a browser that keeps nothing is no error", () => {
  const refuse = () => {
    throw new Error("SecurityError");
  };
  const drafts = new FormDrafts(refuse, "4");
  drafts.put("/words 1", DRAFT);
  drafts.remove("/words 1");
  assert.equal(drafts.find("/words 1"), null);
  assert.deepEqual(drafts.all(), []);
});
