// Which households a form offers, and which of them a text names.

import assert from "node:assert/strict";
import { test } from "node:test";
import { HouseholdList, needPlaces } from "../../static/js/page/form/household_list.js";

const HERE = 1;
const THERE = 2;
const home = (id, label, neighbourhood = HERE) => ({ id, label, neighbourhood });
const ids = (items) => items.map(({ id }) => id);

test("a text names exactly the household of its area that is written so, with its tones", () => {
  const list = new HouseholdList(
    [home("a", "Hộ bà Hạnh"), home("b", "Số 51, ngõ 1", THERE), home("c", "Số 5, hoà")],
    {},
  );
  assert.equal(list.named("HỘ BÀ  HẠNH", HERE)?.id, "a");
  assert.equal(list.named("Hộ bà Hạnh".normalize("NFD"), HERE)?.id, "a");
  assert.equal(list.named("Số 5 hòa", HERE)?.id, "c");
  assert.equal(list.named("Hộ bà Hành", HERE), undefined);
  assert.equal(list.named("Hộ bà Hanh", HERE), undefined);
  assert.equal(list.named("Hộ bà Hạnh", THERE), undefined);
  assert.equal(list.named("Số 51, ngõ 1", HERE), undefined);
  assert.equal(list.named("Số 51, ngõ 1", THERE)?.id, "b");
});

test("of two households with one label in one area, the one that was visited last is named", () => {
  const list = new HouseholdList([home("a", "Số 1"), home("b", "Số 1")], { b: "2026-11-20" });
  assert.equal(list.named("Số 1", HERE)?.id, "b");
});

test("the households of the chosen area come first", () => {
  const homes = [home("a", "Số 51, ngõ 1", THERE), home("b", "Số 51, ngõ 1"), home("c", "Số 51, ngõ 1", 3)];
  const list = new HouseholdList(homes, { c: "2026-11-20" });
  assert.deepEqual(ids(list.matching("so 51", HERE).found), ["b", "c", "a"]);
  assert.deepEqual(ids(list.matching("", THERE).found), ["a", "c", "b"]);
  assert.ok(needPlaces(list.matching("so 51", HERE).found, HERE));
});

test("places are needed where areas differ or labels are equal", () => {
  const listed = (...homes) => new HouseholdList(homes, {}).items;
  assert.equal(needPlaces(listed(home("a", "Số 1"), home("b", "Số 2")), HERE), false);
  assert.equal(needPlaces(listed(home("a", "Số 1"), home("b", "Số 2", THERE)), HERE), true);
  assert.equal(needPlaces(listed(home("a", "Số 1"), home("b", "số 1.")), HERE), true);
});

test("a finished text is like what it finds, and like what it says more of", () => {
  const homes = [home("a", "Số 43, ngõ 3"), home("b", "Số 7, ngõ 35"), home("c", "Số 4, ngõ 8, phòng 201")];
  const list = new HouseholdList(homes, {});
  assert.deepEqual(ids(list.alike("43", HERE)), ["a"]);
  assert.deepEqual(ids(list.alike("43/3", HERE)), ["a"]);
  assert.deepEqual(ids(list.alike("Số 43, ngõ 3, nhà bà Lan", HERE)), ["a"]);
  assert.deepEqual(ids(list.alike("Số 7, ngõ 3", HERE)), []);
  assert.deepEqual(ids(list.alike("Số 4, ngõ 8, phòng 202", HERE)), []);
  assert.deepEqual(ids(list.alike("4", HERE)), ["c"]);
});

test("a lane lists its households by their numbers, also those of the lanes that branch off it", () => {
  const homes = ["Số 10, ngõ 3", "Số 2, ngõ 3", "Số 2A, ngõ 3", "Số 1, ngõ 30", "Số 5, ngõ 3/1"].map((label, i) =>
    home(String(i), label),
  );
  const list = new HouseholdList(homes, {});
  const { lane } = list.matching("ngo 3", HERE);
  assert.equal(lane?.households, 4);
  const texts = list.housesOf(lane, HERE).map(({ text }) => text);
  assert.deepEqual(texts, ["Số 2, ngõ 3", "Số 2A, ngõ 3", "Số 10, ngõ 3", "Số 5, ngõ 3/1"]);
});

test("merchants are found by their names", () => {
  const list = new HouseholdList([{ id: "a", name: "Quầy bà Hạnh", neighbourhood: HERE, place: 4 }], {});
  assert.equal(list.named("quầy bà hạnh", HERE)?.id, "a");
  assert.deepEqual(ids(list.alike("quay hanh", HERE)), ["a"]);
});

test("signs alone are like nothing", () => {
  const list = new HouseholdList([home("a", "Số 43, ngõ 3")], {});
  for (const text of ["?", "…", "-/-"]) assert.deepEqual(list.alike(text, HERE), []);
});
