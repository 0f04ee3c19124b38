"""Two who change one duty at the same moment: one of them reads what the other has done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.database import in_transaction
from app.events.actions import date_version, move_date
from app.events.changes import EventRefusedError
from app.events.models import DutyAnswer, EventDate
from app.events.queries import event_of_ward
from app.extensions import db
from app.month import Month
from app.versions import SaveOutcome
from tests.actions import add_rows, close_ward_month
from tests.cast import ANA, BRUNO, LEO, WARD_A
from tests.events.duty_steps import (
    SUNDAY_DUTY,
    add_sunday,
    answering,
    asking,
    at,
    confirming,
    confirming_oneself,
    key,
    roster,
    taking_off,
)
from tests.events.rows import SUNDAY
from tests.interleaving import interleaved
from tests.months.test_closing_races import at_once
from tests.settings.test_period_changes import change

YES = DutyAnswer.YES


@pytest.fixture
def sunday(app: Flask) -> Flask:
    add_sunday(app)
    asking(app, ANA)
    return app


def both(app: Flask, one: Callable[[], Any], other: Callable[[], Any]) -> list[Any]:
    """Let one action begin, and another one begin before it is done; return what became of both."""
    with interleaved(app, "SELECT ward.", other) as started:
        first = one()
    assert started, "the other one has begun"
    return [first, started[0].result()]


def test_two_leaders_who_tap_at_once_confirm_once(sunday: Flask) -> None:
    done = both(sunday, lambda: confirming(sunday, key()), lambda: confirming(sunday, key()))
    assert sorted(done) == ["done", "unchanged"]
    assert roster(sunday) == [(1, ANA, None, True)]


def test_of_two_leaders_who_disagree_the_second_reads_it(sunday: Flask) -> None:
    done = both(sunday, lambda: confirming(sunday, key()), lambda: confirming(sunday, key(), False))
    assert sorted(done) == ["changed_meanwhile", "done"]


def test_an_answer_meets_being_taken_off(sunday: Flask) -> None:
    done = both(sunday, lambda: taking_off(sunday, key()), lambda: answering(sunday, YES, key()))
    assert done in (["done", "not_asked"], ["done", "done"])
    assert roster(sunday) == []


def test_presence_meets_being_taken_off(sunday: Flask) -> None:
    done = both(sunday, lambda: confirming_oneself(sunday, key(), at(8)), lambda: taking_off(sunday, key()))
    assert done in (["done", "was_there"], ["not_asked", "done"])
    assert bool(roster(sunday)) is (done[0] == "done")


def test_two_leaders_ask_the_same_people(sunday: Flask) -> None:
    done = both(sunday, lambda: asking(sunday, BRUNO, LEO), lambda: asking(sunday, LEO, BRUNO))
    assert sorted(each.number for each in done) == [0, 2]
    assert [member for _shift, member, *_rest in roster(sunday)] == [ANA, BRUNO, LEO]


def test_nobody_is_asked_for_two_shifts_at_once_by_two_leaders(sunday: Flask) -> None:
    add_sunday(sunday, 2)
    done = both(sunday, lambda: asking(sunday, BRUNO), lambda: asking(sunday, BRUNO, event_id=2))
    assert sorted(each.number for each in done) == [0, 1]


def test_presence_meets_closing_of_its_month(sunday: Flask) -> None:
    done = at_once([lambda: confirming(sunday, key()), lambda: close_ward_month(sunday, "2026-12")])
    assert done[0] in {"done", "closed"}
    assert roster(sunday)[0][3] is (True if done[0] == "done" else None)


def test_presence_meets_a_change_of_periods_and_the_closing_of_the_one_its_day_is_in_then(app: Flask) -> None:
    day = date(2026, 12, 20)
    add_sunday(app, first_day=day)
    asking(app, ANA, day=day)

    def change_and_close() -> None:
        assert change(app, Month(2026, 12), 15) is SaveOutcome.SAVED
        close_ward_month(app, "2027-01")

    with interleaved(app, "SELECT ward.", change_and_close) as started:
        confirmed = confirming(app, key(day=day), held_on=day, now=at(9, day=day))
    started[0].result()
    with app.app_context():
        # SQLite has one writer: the others wait until presence is stored.
        is_first = db.engine.dialect.name == "sqlite"
    assert (confirmed, roster(app)[0][3]) == (("done", True) if is_first else ("closed", None))


def test_own_presence_meets_a_date_that_is_moved(sunday: Flask) -> None:
    add_rows(sunday, EventDate(event_id=SUNDAY_DUTY, day=SUNDAY, starts_at=time(7), changed_at=at(6)))

    def move(session: Session) -> str:
        stored = event_of_ward(session, WARD_A, SUNDAY_DUTY)
        assert stored is not None
        seen, to = date_version(stored, SUNDAY), SUNDAY + timedelta(days=2)
        return move_date(session, WARD_A, SUNDAY_DUTY, SUNDAY, to, (time(7), time(11)), "mưa", seen, LEO, at(8))

    def moving() -> str:
        with sunday.app_context():
            try:
                return in_transaction(move)
            except EventRefusedError as refused:
                return refused.refusal

    with interleaved(sunday, "SELECT event_date.", moving) as started:
        confirmed = confirming_oneself(sunday, key(), at(8))
    assert [confirmed, started[0].result()] == ["done", "presence_confirmed"]
    assert roster(sunday) == [(1, ANA, None, True)]
