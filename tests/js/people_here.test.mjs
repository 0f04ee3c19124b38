// Those who signed in on this phone lately: who is listed, for how long, and who is next.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  LISTED_DAYS,
  listedPeople,
  nextPerson,
  shortNumber,
  withPerson,
} from "../../static/js/page/common/people_here.js";

const DAY = 86_400_000;
const NOW = 1_000 * DAY;
const ANA = { id: 1, name: "Ana", phone: "0900000101" };
const LEO = { id: 3, name: "Leo", phone: "0900000103" };
const idsOf = (people) => people.map(({ id }) => id);

test("the last one comes first, each once, and at most eight", () => {
  let people = withPerson(withPerson([], ANA, NOW), LEO, NOW);
  people = withPerson(people, { ...ANA, phone: "0900000111" }, NOW);
  assert.deepEqual(idsOf(people), [1, 3]);
  assert.equal(people[0].phone, "0900000111");
  for (let id = 10; id < 20; id++) people = withPerson(people, { ...ANA, id }, NOW);
  assert.deepEqual(idsOf(people), [19, 18, 17, 16, 15, 14, 13, 12]);
});

test("nothing but id, name, number and the day is stored", () => {
  const [one] = withPerson([], { ...ANA, role: "member", team: { id: 1 } }, NOW);
  assert.deepEqual(Object.keys(one).sort(), ["at", "id", "name", "phone"]);
});

test("who has not used the app for long is not listed any more", () => {
  const people = [
    { ...ANA, at: NOW - LISTED_DAYS * DAY },
    { ...LEO, at: NOW - LISTED_DAYS * DAY - 1 },
    { ...LEO, id: 4, at: NOW + 2 * DAY },
  ];
  assert.deepEqual(idsOf(listedPeople(people, NOW)), [1]);
});

test("what cannot be read is nobody", () => {
  const odd = [
    null,
    5,
    {},
    { ...ANA, id: "1", at: NOW },
    { ...ANA, phone: 900, at: NOW },
    { ...ANA, name: "", at: NOW },
  ];
  for (const stored of [undefined, "x", {}, odd, [ANA]]) assert.deepEqual(listedPeople(stored, NOW), []);
});

test("the next one is plain where only one other is listed", () => {
  const people = withPerson(withPerson([], ANA, NOW), LEO, NOW);
  assert.equal(nextPerson(people, ANA.id)?.id, LEO.id);
  assert.equal(nextPerson(people, null), null);
  assert.equal(nextPerson(people.slice(0, 1), LEO.id), null);
  assert.equal(nextPerson([], null), null);
});

test("a number is shown in part", () => {
  assert.equal(shortNumber("0912345611"), "09 … 11");
});
