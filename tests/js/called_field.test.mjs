// What the neighbours call a household is sent only where somebody changed it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CalledField } from "../../static/js/page/form/called_field.js";

const household = { id: "a", label: "Số 1, ngõ 3" };

test("what is known already is not sent again", () => {
  const called = new CalledField({ value: "" });
  assert.deepEqual(called.addTo(household), household);
  called.suggest("nhà bà Sáu");
  assert.equal(called.input.value, "nhà bà Sáu");
  assert.deepEqual(called.addTo(household), household);
});

test("a change is sent, and an empty text takes the old one away", () => {
  const called = new CalledField({ value: "" });
  called.suggest("nhà bà Sáu");
  called.input.value = " nhà bà Bảy ";
  assert.deepEqual(called.addTo(household), { ...household, called: "nhà bà Bảy" });
  called.input.value = "";
  assert.deepEqual(called.addTo(household), { ...household, called: null });
  assert.equal(called.addTo(null), null);
});

test("what was typed stays when the household is chosen afterwards", () => {
  const called = new CalledField({ value: "" });
  called.input.value = "nhà bà Bảy";
  called.suggest("nhà bà Sáu");
  assert.deepEqual(called.addTo(household), { ...household, called: "nhà bà Bảy" });
});

test("a draft brings back what was typed, and nothing where nothing was", () => {
  const called = new CalledField({ value: "cũ" });
  called.restore(household);
  assert.equal(called.input.value, "cũ");
  called.restore({ ...household, called: "nhà bà Bảy" });
  assert.equal(called.input.value, "nhà bà Bảy");
});

test("what was typed for one household of the list is not sent for another", () => {
  const called = new CalledField({ value: "" });
  called.suggest("", "a");
  called.input.value = "nhà bà Bảy";
  called.suggest("", "b");
  assert.deepEqual(called.addTo({ id: "b" }), { id: "b" });
});

test("what a draft has taken away stays away, until another household is chosen", () => {
  const called = new CalledField({ value: "" });
  called.restore({ ...household, called: null });
  called.suggest("nhà bà Sáu", "a");
  assert.deepEqual(called.addTo(household), { ...household, called: null });
  called.suggest("nhà ông Tư", "b");
  assert.equal(called.input.value, "nhà ông Tư");
});
