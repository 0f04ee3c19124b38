// What waits on a phone since before an update has fields of an earlier form.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ownEntries } from "../../static/js/page/common/own_entries.js";
import { withTodaysNames } from "../../static/js/page/common/renamed_fields.js";

test("the one topic of before is the list of today", () => {
  assert.deepEqual(withTodaysNames({ topic: "vneid", attendees: 3 }), { topics: ["vneid"], attendees: 3 });
  assert.deepEqual(withTodaysNames({ topic: null }), { topics: [] });
});

test("the list stands where a server gives both, so that a phone never sends what it does not show", () => {
  const fields = { topic: "vneid", topics: ["vneid", "cashless"] };
  assert.deepEqual(withTodaysNames(fields), { topics: ["vneid", "cashless"] });
});

test("other fields stay as they are", () => {
  const fields = { topics: ["vneid"], met: "met" };
  assert.equal(withTodaysNames(fields), fields);
});

test("a copy that waits, and the ward's entries, are read so", () => {
  const copy = { id: "a", kind: "training", state: "waiting", fields: { happened_on: "2026-11-20", topic: "vneid" } };
  const entry = { id: "b", kind: "training", status: "submitted", fields: { topic: "cashless", topics: ["cashless"] } };
  assert.deepEqual(
    ownEntries([copy], [entry]).map(({ fields }) => [fields.topic, fields.topics]),
    [
      [undefined, ["vneid"]],
      [undefined, ["cashless"]],
    ],
  );
});
