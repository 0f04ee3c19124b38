// What a form offers, asks and becomes, without its page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { WAITING } from "../../static/js/outbox/states.js";
import { today } from "../../static/js/page/common/calendar.js";
import {
  earlierTexts,
  ownDays,
  timesUsed,
  usualNeighbourhood,
  withOwnHouseholds,
} from "../../static/js/page/form/prefill.js";
import { reasonToAsk } from "../../static/js/page/form/repeat_visit.js";
import { Saving } from "../../static/js/page/form/saving.js";

const logged = (happened_on, fields) => ({ happened_on, fields });

test("a household that one wrote oneself is offered once, until the ward lists it", () => {
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

test("answers are counted in fields of one and of several", () => {
  const recent = [logged("", { service: "vneid", topics: ["ai", "qr"] }), logged("", { topics: ["qr"] })];
  assert.equal(timesUsed(recent, "service", "vneid"), 1);
  assert.equal(timesUsed(recent, "topics", "qr"), 2);
  assert.equal(timesUsed(recent, "topics", "other"), 0);
});

test("of several visits to a household the newest day stands", () => {
  const recent = [
    logged("2026-11-22", { household: { id: "a" } }),
    logged("2026-11-20", { household: { id: "a" } }),
    logged("2026-11-21", { household: null }),
  ];
  assert.deepEqual(ownDays(recent, "household"), { a: "2026-11-22" });
});

test("texts come back once each, the newest first, at most eight", () => {
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

test("a household is asked about when it waits already, or was visited within a week", () => {
  const waiting = (fields) => ({ state: WAITING, fields: { household: { id: "a" }, ...fields } });
  assert.equal(reasonToAsk([waiting()], "household", "a", undefined), "waiting");
  assert.equal(reasonToAsk([waiting({ withdrawn: true })], "household", "a", undefined), null);
  assert.equal(reasonToAsk([{ ...waiting(), state: "refused" }], "household", "a", undefined), null);
  assert.equal(reasonToAsk([waiting()], "household", "b", undefined), null);
  assert.equal(reasonToAsk([], "household", "a", today(7)), "lately");
  assert.equal(reasonToAsk([], "household", "a", today(8)), null);
});

test("a form is busy from its first answer until it is kept", () => {
  const saving = new Saving();
  assert.equal(saving.phase, "loading");
  saving.open();
  assert.equal(saving.isDirty, false);
  saving.write();
  assert.equal(saving.isDirty, true);
  saving.start();
  assert.equal(saving.isDirty, true);
  saving.keep([]);
  saving.cancel();
  assert.deepEqual([saving.phase, saving.isDirty], ["kept", false]);
});

test("saving that comes to nothing leaves the form as it was, with what was added meanwhile", () => {
  const saving = new Saving();
  saving.open();
  saving.start();
  saving.cancel();
  assert.equal(saving.phase, "untouched");
  saving.start();
  saving.write(); // a photo that took its time
  assert.deepEqual([saving.phase, saving.isDirty], ["saving", true]);
  saving.cancel();
  assert.equal(saving.phase, "written");
});

test("what came back is open again, and stays so until it is saved again", () => {
  const saving = new Saving();
  saving.open();
  saving.start();
  saving.keep([{ id: "a", revision: 1, fields: {} }]);
  saving.refuse();
  saving.write();
  assert.deepEqual([saving.phase, saving.isDirty], ["refused", true]);
  saving.start();
  saving.cancel();
  assert.equal(saving.phase, "refused");
  saving.store();
  assert.deepEqual([saving.phase, saving.isDirty], ["stored", false]);
});

test("what is saved again is the same revision when unchanged, and the next when changed", () => {
  const saving = new Saving();
  const one = { id: "a", revision: 1, fields: { people: 2, note: undefined } };
  assert.equal(saving.nextRevision(one), 1);
  assert.deepEqual(saving.withRevisions([one]), [one]);
  saving.keep([{ id: "a", revision: 3, fields: { people: 2 } }]);
  assert.equal(saving.nextRevision(one), 4);
  assert.equal(saving.withRevisions([one])[0].revision, 3);
  const [changed, added] = saving.withRevisions([
    { ...one, fields: { people: 5 } },
    { ...one, id: "b" },
  ]);
  assert.deepEqual([changed.revision, added.revision], [4, 1]);
});
