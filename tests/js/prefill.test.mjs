// What a form offers from earlier entries.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  earlierTexts,
  mostUsedFirst,
  ownDays,
  usualNeighbourhood,
  withOwnHouseholds,
} from "../../static/js/page/form/prefill.js";

const logged = (happened_on, fields) => ({ happened_on, fields });

test("an own household is offered once, until the ward lists it", () => {
  const listed = [{ id: "a", label: "Số 1" }];
  const own = [
    logged("2026-11-22", { neighbourhood: 2, household: { id: "b", label: "Số 2" } }),
    logged("2026-11-21", { neighbourhood: 3, household: { id: "b", label: "Số 2, cũ" } }),
    logged("2026-11-20", { neighbourhood: 1, household: { id: "a", label: "Số 1, cũ" } }),
    logged("2026-11-19", { neighbourhood: 1, household: null }),
  ];
  assert.deepEqual(withOwnHouseholds(listed, own, "household"), [
    ...listed,
    { neighbourhood: 2, place: undefined, id: "b", label: "Số 2" },
  ]);
});

test("what only an entry that does not count has named is offered to nobody", () => {
  const household = (id) => ({ neighbourhood: 2, household: { id, label: `Số ${id}` } });
  const own = [
    { status: "refused", state: "refused", ...logged("2026-11-24", household("a")) },
    { status: "void", team: 1, ...logged("2026-11-23", household("b")) },
    { status: "waiting", state: "waiting", ...logged("2026-11-22", { ...household("c"), withdrawn: true }) },
    { status: "waiting", state: "waiting", ...logged("2026-11-21", household("d")) },
    { status: "returned", team: 1, ...logged("2026-11-20", household("e")) },
  ];
  const offered = withOwnHouseholds([], own, "household").map(({ id }) => id);
  assert.deepEqual(offered, ["d", "e"]);
  assert.deepEqual(ownDays(own, "household"), { d: "2026-11-21", e: "2026-11-20" });
});

test("of a correction that the ward refused, what it has is offered", () => {
  const at = (id) => ({
    happened_on: "2026-11-20",
    fields: { neighbourhood: 2, household: { id, label: `Số ${id}` }, title: id },
  });
  const ward = { status: "submitted", ...at("a") };
  const correction = { status: "refused", state: "refused", ward, ...at("b") };
  assert.deepEqual(
    withOwnHouseholds([], [correction], "household").map(({ id }) => id),
    ["a"],
  );
  assert.deepEqual(ownDays([correction], "household"), { a: "2026-11-20" });
  assert.deepEqual(earlierTexts([correction], "title"), ["a"]);
  const withdrawal = { ...correction, fields: { ...correction.fields, withdrawn: true } };
  assert.deepEqual(earlierTexts([withdrawal], "title"), ["a"], "the ward did not take the withdrawal");
  const voided = { ...correction, ward: { ...ward, status: "void" } };
  assert.deepEqual(withOwnHouseholds([], [voided], "household"), []);
});

test("a household that the ward lists no more is not offered for one's own visit to it", () => {
  const listed = [{ id: "a", label: "Số 1", neighbourhood: 2 }];
  const entry = (id, team, neighbourhood) => ({
    status: "submitted",
    team,
    ...logged("2026-11-20", { neighbourhood, household: { id, label: `Số ${id}` } }),
  });
  const own = [entry("merged", 7, 2), entry("just received", undefined, 2), entry("of another team's area", 7, 3)];
  const offered = withOwnHouseholds(listed, own, "household").map(({ id }) => id);
  assert.deepEqual(offered, ["a", "just received", "of another team's area"]);
});

test("the team mates who came along most often come first, the others in their order", () => {
  const recent = [logged("", { companions: [3, 2] }), logged("", { companions: [3] }), logged("", {})];
  const mates = [1, 2, 3, 4].map((id) => ({ id, name: `Tổ viên ${id}` }));
  const ordered = mostUsedFirst(mates, recent, "companions").map(({ id }) => id);
  assert.deepEqual(ordered, [3, 2, 1, 4]);
});

test("the day of a household is that of its newest visit", () => {
  const recent = [
    logged("2026-11-22", { household: { id: "a" } }),
    logged("2026-11-20", { household: { id: "a" } }),
    logged("2026-11-21", { household: null }),
  ];
  assert.deepEqual(ownDays(recent, "household"), { a: "2026-11-22" });
});

test("earlier texts are offered once each, the newest first, at most eight", () => {
  const titles = ["Lớp VNeID", "Lớp QR", "Lớp VNeID", "", null, ["no text"]];
  const recent = titles.map((title) => logged("", { title }));
  assert.deepEqual(earlierTexts(recent, "title"), ["Lớp VNeID", "Lớp QR"]);
  const many = Array.from({ length: 20 }, (_, n) => logged("", { title: `Lớp ${n}` }));
  assert.equal(earlierTexts(many, "title").length, 8);
});

test("the usual neighbourhood is that of the newest entry, as long as it is listed", () => {
  const lists = { neighbourhoods: [{ id: 1 }, { id: 2 }] };
  assert.equal(usualNeighbourhood([logged("", { neighbourhood: 2 }), logged("", { neighbourhood: 1 })], lists), 2);
  assert.equal(usualNeighbourhood([logged("", { neighbourhood: 9 })], lists), 1);
  assert.equal(usualNeighbourhood([], lists), 1);
  assert.equal(usualNeighbourhood([], { neighbourhoods: [] }), undefined);
});

test("after a move to another team, the own area of that team is the usual one", () => {
  const lists = { neighbourhoods: [{ id: 1 }, { id: 2 }], user: { team: { id: 7 } } };
  const entry = { ...logged("", { neighbourhood: 2 }), team: 6 };
  assert.equal(usualNeighbourhood([entry], lists), 1);
  assert.equal(usualNeighbourhood([{ ...entry, team: 7 }], lists), 2);
  assert.equal(usualNeighbourhood([{ ...entry, team: undefined }], lists), 2);
  assert.equal(usualNeighbourhood([entry], { ...lists, user: { team: null } }), 1);
  assert.equal(usualNeighbourhood([{ ...entry, team: null }], { ...lists, user: { team: null } }), 2);
});
