// What was logged with an entry, and what may be withdrawn with it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ownEntries } from "../../static/js/page/common/own_entries.js";
import { countedWith, loggedWith, withdrawalOf } from "../../static/js/page/common/withdrawal.js";

const LISTS = { closed_months: ["2026-10"] };
const DAY = "2026-11-22";
const LINK = { visit: "visit", happened_on: DAY };

const atWard = (id, status, more = {}) => {
  const fields = { ...LINK, ...more };
  return { id, kind: "installation", revision: 1, status, happened_on: fields.happened_on, fields };
};
const here = (id, state, more = {}) => {
  return { id, kind: "installation", revision: 2, state, fields: { ...LINK, ...more } };
};
const ids = (entries) => entries.map(({ id }) => id);

test("what names an entry was logged with it, unless it is withdrawn or void", () => {
  const copies = [here("waiting", "waiting"), here("withdrawing", "waiting", { withdrawn: true })];
  const entries = [
    atWard("received", "submitted"),
    atWard("void", "void"),
    atWard("other", "submitted", { visit: "b" }),
  ];
  assert.deepEqual(ids(loggedWith(ownEntries(copies, entries), "visit")), ["waiting", "received"]);
});

test("what is approved, or of a closed month, may not be withdrawn any more", () => {
  const entries = [
    atWard("received", "submitted"),
    atWard("returned", "returned"),
    atWard("approved", "approved"),
    atWard("missed", "submitted", { happened_on: "2026-10-30" }),
  ];
  const { open, approved } = countedWith(ownEntries([], entries), "visit", LISTS);
  assert.deepEqual(ids(open), ["received", "returned"]);
  assert.deepEqual(ids(approved), ["approved"]);
});

test("where the ward refused a change, its own revision is what counts", () => {
  const copies = [here("changed", "refused"), here("late", "refused"), here("never", "refused"), here("a", "parked")];
  const entries = [atWard("changed", "submitted"), atWard("late", "approved")];
  const { open, approved } = countedWith(ownEntries(copies, entries), "visit", LISTS);
  assert.deepEqual(
    open.map(({ id, revision }) => [id, revision]),
    [
      ["a", 2],
      ["changed", 1],
    ],
  );
  assert.deepEqual(ids(approved), ["late"]);
});

test("a withdrawal is the next revision with the same fields", () => {
  const { id, revision, fields, ...more } = withdrawalOf(atWard("a", "submitted", { service: "vneid_2" }));
  assert.deepEqual({ id, revision }, { id: "a", revision: 2 });
  assert.deepEqual(fields, { ...LINK, service: "vneid_2", withdrawn: true });
  // It goes through also where the ward has returned the entry: it asks the ward for nothing.
  assert.equal("if_submitted" in more, false);
});
