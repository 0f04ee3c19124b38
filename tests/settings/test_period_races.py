"""A batch that comes while a ward's periods change: it is moved with the others, or read anew by the new periods."""

from __future__ import annotations

from uuid import UUID

from flask import Flask

from app.database import in_transaction
from app.logbook.review_actions import DecisionNote, DecisionOutcome, review
from app.logbook.status import Action
from app.month import Month, now
from app.versions import SaveOutcome
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.frozen.clock import stopped
from tests.interleaving import interleaved
from tests.settings.test_period_changes import AT, NOVEMBER, change, log
from tests.sync.steps import assert_counted, outcome, stored


def test_what_is_stored_when_the_change_comes_moves_with_it(app: Flask) -> None:
    with stopped(AT):
        ana, entry = Visitor(app, "ana"), make_entry(happened_on="2026-11-20", household=household())
        with interleaved(app, "INSERT INTO entry", lambda: change(app, NOVEMBER, 15)) as started:
            [receipt] = ana.sync(entry)
        assert (outcome(receipt), started[0].result()) == (("stored", ""), SaveOutcome.SAVED)
    assert stored(app, entry)["month"] == "2026-12"
    assert_counted(app)


def test_what_comes_during_the_change_counts_by_the_new_periods(app: Flask) -> None:
    early, late = (make_entry(happened_on="2026-11-20", household=household()) for _ in range(2))
    log(app, early)
    with stopped(AT):
        ana = Visitor(app, "ana")
        with interleaved(app, "UPDATE entry", lambda: ana.sync(late)) as started:
            assert change(app, Month(2026, 11), 15) is SaveOutcome.SAVED
        [receipt] = started[0].result()
    assert outcome(receipt) == ("stored", "")
    assert [stored(app, each)["month"] for each in (early, late)] == ["2026-12", "2026-12"]
    assert_counted(app)


def test_what_is_approved_during_the_change_is_approved_in_the_new_period(app: Flask) -> None:
    entry = make_entry(happened_on="2026-11-20", household=household())
    log(app, entry)
    id = UUID(entry["id"])

    def approve() -> object:
        with app.app_context():
            note = DecisionNote(Action.APPROVE, CARLA, now())
            return in_transaction(lambda session: review(session, WARD_A, {id: 1}, note))[id]

    with stopped(AT), interleaved(app, "UPDATE entry", approve) as started:
        assert change(app, NOVEMBER, 15) is SaveOutcome.SAVED
    assert started[0].result() == DecisionOutcome.DONE
    assert (stored(app, entry)["month"], stored(app, entry)["status"]) == ("2026-12", "approved")
    assert_counted(app)
