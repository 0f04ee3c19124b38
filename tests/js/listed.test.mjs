// What is hidden or has ended keeps its name, and its place in the form of an entry that has it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { codeOf, findItem, missingItems } from "../../static/js/page/common/listed.js";

const lists = {
  services: [{ code: "vneid_2", name: "VNeID mức 2" }],
  places: [{ id: 1, name: "Chợ mới" }],
  unlisted: {
    services: [{ code: "own_1_1_camera", name: "Camera an ninh", outcomes: ["activated"] }],
    places: [{ id: 2, name: "Chợ cũ" }],
  },
};

test("an item is found by its code or id, offered or not", () => {
  assert.equal(findItem(lists, "services", "vneid_2").name, "VNeID mức 2");
  assert.deepEqual(findItem(lists, "services", "own_1_1_camera").outcomes, ["activated"]);
  assert.equal(findItem(lists, "places", 2).name, "Chợ cũ");
  assert.equal(findItem(lists, "places", 3), undefined);
  assert.equal(findItem(lists, "topics", "vneid"), undefined);
});

test("lists of an older release, or none at all, name what they can", () => {
  assert.equal(findItem({ services: lists.services }, "services", "own_1_1_camera"), undefined);
  assert.equal(findItem(undefined, "services", "vneid_2"), undefined);
  assert.equal(codeOf({ id: 7 }), 7);
});

test("the value of an old entry is offered besides the others, once", () => {
  const missing = (source, value, offered) => missingItems(lists, source, value, offered, "không còn");
  assert.deepEqual(missing("services", "own_1_1_camera", ["vneid_2"]), [
    { code: "own_1_1_camera", name: "Camera an ninh" },
  ]);
  assert.deepEqual(missing("services", "vneid_2", ["vneid_2"]), []);
  assert.deepEqual(missing("places", 2, ["", "1"]), [{ code: 2, name: "Chợ cũ" }]);
  assert.deepEqual(missing("places", null, ["", "1"]), []);
  assert.deepEqual(missing("services", ["vneid_2", "own_1_1_camera"], ["vneid_2"]), [
    { code: "own_1_1_camera", name: "Camera an ninh" },
  ]);
});

test("one answer stays although nobody knows its name; of several the unnamed are kept unseen", () => {
  assert.deepEqual(missingItems(lists, "places", 9, ["", "1"], "không còn"), [{ code: 9, name: "không còn" }]);
  assert.deepEqual(missingItems(lists, "teammates", [9], [], "không còn"), []);
});
