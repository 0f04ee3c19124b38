// What stands in a form: what is kept of it, and putting it back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { areEqual, controlsOf, putBack, valuesOf, versionsOf } from "../../static/js/desk/forms/snapshot.js";

globalThis.Event = class {
  constructor(type) {
    this.type = type;
  }
};

/** A control as a browser has it; `events` fills with what it dispatches. */
function control(name, type, value, more = {}) {
  const events = [];
  return {
    name,
    type,
    value,
    defaultValue: value,
    events,
    closest: () => null,
    dispatchEvent: ({ type: event }) => events.push(event),
    ...more,
  };
}
const text = (name, value, more) => control(name, "text", value, more);
const box = (name, value, checked) => control(name, "checkbox", value, { checked, defaultChecked: checked });
const select = (name, chosen, values, type = "select-one") =>
  control(name, type, chosen, {
    options: values.map((value) => ({ value, selected: value === chosen, defaultSelected: value === chosen })),
  });
const form = (...elements) => ({ elements });

test("passwords, files, tokens and buttons are no part of what is kept", () => {
  const kept = form(
    text("note", "a"),
    control("csrf_token", "hidden", "secret"),
    control("version", "hidden", "7"),
    control("row-version", "hidden", "8"),
    control("new", "password", "secret"),
    control("list", "file", ""),
    control("move", "submit", "up"),
    text("", "nameless"),
    text("off", "x", { disabled: true }),
  );
  assert.deepEqual(
    controlsOf(kept).map(({ name }) => name),
    ["note"],
  );
  assert.deepEqual(valuesOf(kept), { note: ["a"] });
  assert.deepEqual(versionsOf(kept), { version: "7", "row-version": "8" });
});

test("what was written differs from what the server wrote", () => {
  const note = text("note", "a");
  const areas = [box("areas", "1", true), box("areas", "2", false)];
  const kept = form(note, ...areas, select("team", "", ["", "1"]));
  const base = valuesOf(kept, true);
  assert.deepEqual(base, { note: ["a"], areas: ["1"], team: [""] });
  assert.ok(areEqual(base, valuesOf(kept)));
  areas[0].checked = false;
  assert.deepEqual(valuesOf(kept).areas, [], "nothing chosen is a choice");
  assert.deepEqual(valuesOf(kept, true), base);
  note.value = "b";
  assert.ok(!areEqual(base, valuesOf(kept)));
});

test("values are put back, with the versions of that time and the events of typing", () => {
  const note = text("note", "saved by another");
  const areas = [box("areas", "1", true), box("areas", "2", false)];
  const version = control("version", "hidden", "8");
  const kept = form(version, note, ...areas, text("same", "s"));
  const first = putBack(kept, { values: { note: ["mine"], areas: ["2"], same: ["s"] }, versions: { version: "7" } });
  assert.equal(first, note);
  assert.deepEqual(valuesOf(kept), { note: ["mine"], areas: ["2"], same: ["s"] });
  assert.equal(version.value, "7");
  assert.deepEqual(note.events, ["input", "change"]);
  assert.deepEqual(kept.elements[4].events, []);
});

test("lines that became more or fewer stay as they are, and so does what is not offered any more", () => {
  const lines = [text("names", "one"), text("names", "two")];
  const team = select("team", "1", ["1", "2"]);
  const kept = form(...lines, team, text("unknown", "u"));
  assert.equal(putBack(kept, { values: { names: ["mine"], team: ["3"] }, versions: {} }), undefined);
  assert.deepEqual(valuesOf(kept).names, ["one", "two"]);
  assert.equal(team.value, "1");
  const both = form(...lines);
  putBack(both, { values: { names: ["first", "second"] }, versions: {} });
  assert.deepEqual(valuesOf(both).names, ["first", "second"]);
});
