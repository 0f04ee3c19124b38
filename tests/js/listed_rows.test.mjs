// A household's row in the list: what is known of it, and what nobody asked yet.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.PAGE = {
  words: {
    criteria_met: "%(met)s of %(number)s met",
    not_reviewed: "not reviewed: %(number)s",
    not_asked_of: "not known: %(names)s",
  },
};
globalThis.document = { documentElement: { lang: "en" } };
const { FILTERS, householdRow } = await import("../../static/js/page/households/listed_rows.js");

const criteria = ["vneid_2", "health_record"].map((service) => ({ code: service, rule: "somebody", service }));
const lists = {
  settings: { criteria, state_services: criteria.map(({ code }) => ({ code, name: code })) },
  services: [],
};
const HOME = { id: "home", neighbourhood: 1, label: "Số 3, ngõ 3", called: null, last: null, done: [] };
const rowWith = (state) => householdRow({ ...HOME, state, help_at_home: false }, lists);

test("what nobody asked is not unmet, and the household stands where it can be asked", () => {
  const row = rowWith({ people_14: 2, have: { vneid_2: 2 } });
  assert.ok(row.lines.includes("1 of 2 met · not reviewed: 1"));
  assert.ok(row.lines.includes("not known: health_record"));
  assert.deepEqual(row.filters, [FILTERS.never, FILTERS.unknown]);
});

test("a household that was asked all has nothing that is unknown", () => {
  const row = rowWith({ people_14: 2, have: { vneid_2: 2, health_record: 0 } });
  assert.ok(row.lines.includes("1 of 2 met"));
  assert.deepEqual(row.filters, [`${FILTERS.missing}health_record`, FILTERS.never]);
});
