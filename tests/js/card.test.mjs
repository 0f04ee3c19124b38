// Until when the member's card may be shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CARD_DAYS, mayShowCard } from "../../static/js/page/card/confirmation.js";

test("a card is shown for thirty days after the ward has last known its user", () => {
  assert.equal(CARD_DAYS, 30);
  assert.ok(mayShowCard("2026-11-29", "2026-11-29"));
  assert.ok(mayShowCard("2026-11-29", "2026-12-29"));
  assert.ok(!mayShowCard("2026-11-29", "2026-12-30"));
});

test("a clock that was put back shows no card for ever", () => {
  assert.ok(mayShowCard("2026-11-29", "2026-11-28"), "midnight may stand between two clocks");
  assert.ok(!mayShowCard("2026-11-29", "2026-11-27"));
});

test("whom the ward does not know has no card", () => {
  for (const nothing of [null, undefined, ""]) assert.ok(!mayShowCard(nothing, "2026-11-29"));
  assert.ok(!mayShowCard("never", "2026-11-29"));
});
