"""Asking for duty, answering, taking off and confirming presence: twice is as once, and what was seen is compared."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from flask import Flask

from app.events.duty_actions import Asked, DutyOutcome
from app.events.models import DutyAnswer, EventDate
from app.month import now
from tests.actions import add_rows, close_ward_month
from tests.cast import ANA, BO, BRUNO, CARLA, LEO, NINA, TEAM_1, VERA, WARD_B
from tests.events.duty_steps import (
    BEFORE,
    SUNDAY_DUTY,
    add_sunday,
    answering,
    asking,
    at,
    confirming,
    confirming_oneself,
    key,
    noted,
    roster,
    taking_off,
)
from tests.events.rows import SUNDAY, event_of_team

YES, NO = DutyAnswer.YES, DutyAnswer.NO
MONDAY = date(2026, 12, 7)


@pytest.fixture
def sunday(app: Flask) -> Flask:
    add_sunday(app)
    return app


def change_date(app: Flask, **columns: Any) -> None:
    usual = {"event_id": SUNDAY_DUTY, "day": SUNDAY, "changed_at": now(), "reason": "ví dụ", "is_called_off": False}
    add_rows(app, EventDate(**{**usual, **columns}))


def test_asking_twice_asks_once_and_answers_may_change(sunday: Flask) -> None:
    assert asking(sunday, ANA, BRUNO) == Asked(DutyOutcome.DONE, 2, [], [])
    assert asking(sunday, BRUNO, ANA) == Asked(DutyOutcome.UNCHANGED, 0, [], [])
    assert [answering(sunday, reply, key()) for reply in (YES, YES, NO, YES)] == ["done", "unchanged", "done", "done"]
    assert roster(sunday) == [(1, ANA, "yes", None), (1, BRUNO, None, None)]
    assert asking(sunday, ANA).outcome == "unchanged"
    assert roster(sunday)[0] == (1, ANA, "yes", None), "who is asked again has answered already"
    changes = [(LEO, "asked"), (ANA, "answered_yes"), (ANA, "answered_no"), (ANA, "answered_yes")]
    assert noted(sunday) == changes


def test_members_of_the_events_teams_are_asked_or_of_the_ward(sunday: Flask) -> None:
    assert asking(sunday, ANA, BRUNO, CARLA, VERA, NINA, BO).strangers == [VERA, BO, NINA]
    add_sunday(sunday, 2)
    add_rows(sunday, event_of_team(2, TEAM_1))
    assert asking(sunday, ANA, BRUNO, CARLA, shift=2, event_id=2) == Asked(DutyOutcome.DONE, 1, [], [BRUNO, CARLA])
    add_sunday(sunday, 3)
    assert asking(sunday, LEO, BRUNO, shift=2, event_id=3, team_id=TEAM_1).strangers == [BRUNO]
    assert asking(sunday, BO, ward_id=WARD_B).outcome == "no_date"
    assert asking(sunday, ANA, day=MONDAY).outcome == "no_date"
    assert asking(sunday, ANA, shift=9).outcome == "no_shift"


def test_nobody_is_on_duty_in_two_places(sunday: Flask) -> None:
    add_sunday(sunday, 2, starts_at=time(8))
    asking(sunday, ANA)
    assert asking(sunday, ANA, shift=2).outcome == "done", "one shift begins as the other ends"
    assert asking(sunday, ANA, LEO, event_id=2) == Asked(DutyOutcome.DONE, 1, [ANA], [])
    answering(sunday, NO, key())
    assert asking(sunday, ANA, event_id=2).outcome == "done", "who has declined is free"
    assert answering(sunday, YES, key()) == "overlaps", "until they are on duty elsewhere"
    assert answering(sunday, NO, key(event_id=2)) == "done"
    assert answering(sunday, YES, key()) == "done"


def test_a_date_at_another_time_takes_its_shifts_along(sunday: Flask) -> None:
    add_sunday(sunday, 2)
    asking(sunday, ANA)
    change_date(sunday, starts_at=time(13), ends_at=time(16))
    assert asking(sunday, ANA, event_id=2).outcome == "done"
    assert answering(sunday, YES, key(), at(12, 59)) == "done"
    assert answering(sunday, NO, key(), at(13)) == "has_begun"


def test_answers_end_when_the_shift_begins(sunday: Flask) -> None:
    asking(sunday, ANA)
    asking(sunday, ANA, shift=2)
    assert answering(sunday, YES, key(), at(7, 30)) == "has_begun"
    assert answering(sunday, YES, key(shift=2), at(8, 59)) == "done"
    assert answering(sunday, YES, key(BRUNO)) == "not_asked"


def test_a_date_that_is_called_off_takes_no_answers_and_a_moved_one_takes_its_duties_along(sunday: Flask) -> None:
    asking(sunday, ANA)
    change_date(sunday, is_called_off=True)
    assert answering(sunday, YES, key()) == "called_off"
    assert asking(sunday, BRUNO).outcome == "called_off"
    assert confirming(sunday, key()) == "called_off"
    change_date(sunday, moved_to=MONDAY)
    assert answering(sunday, YES, key(), at(12)) == "done", "it has not begun on Monday"
    assert confirming(sunday, key(), now=at(12), held_on=MONDAY) == "not_yet"
    assert confirming(sunday, key(), now=at(8, day=MONDAY)) == "changed_meanwhile", "the page showed another day"
    assert confirming(sunday, key(), now=at(8, day=MONDAY), held_on=MONDAY) == "done"


def test_presence_is_confirmed_compared_and_taken_back(sunday: Flask) -> None:
    asking(sunday, ANA, BRUNO)
    assert confirming(sunday, key(), now=at(6, 29)) == "not_yet"
    assert [confirming(sunday, key()), confirming(sunday, key())] == ["done", "unchanged"]
    assert confirming(sunday, key(), False) == "changed_meanwhile", "the page did not show that she was there"
    assert taking_off(sunday, key()) == "was_there"
    assert confirming(sunday, key(), None, True) == "done"
    assert confirming(sunday, key(), False) == "done"
    assert [taking_off(sunday, key()), taking_off(sunday, key())] == ["done", "unchanged"]
    assert confirming(sunday, key()) == "not_asked"
    assert roster(sunday) == [(1, BRUNO, None, None)]
    what = [change for _actor, change in noted(sunday)]
    assert what == ["asked", "present", "presence_open", "absent", "taken_off"]


def test_one_says_of_oneself_that_one_is_there_on_the_day(sunday: Flask) -> None:
    asking(sunday, ANA, BRUNO)
    assert confirming_oneself(sunday, key(), BEFORE) == "not_yet"
    assert confirming_oneself(sunday, key(), at(6, 30)) == "done"
    assert confirming_oneself(sunday, key(), at(10)) == "unchanged"
    assert confirming_oneself(sunday, key(BRUNO), at(0, day=MONDAY)) == "not_today"
    assert confirming(sunday, key(BRUNO), False) == "done"
    assert confirming_oneself(sunday, key(BRUNO), at(9)) == "changed_meanwhile", "the leader has said otherwise"
    assert confirming_oneself(sunday, key(CARLA), at(9)) == "not_asked"
    assert (ANA, "present") in noted(sunday)


def test_presence_cannot_be_confirmed_in_a_closed_period(sunday: Flask) -> None:
    asking(sunday, ANA)
    close_ward_month(sunday, "2026-12")
    assert confirming(sunday, key()) == "closed"
    assert confirming_oneself(sunday, key(), at(8)) == "closed"
    assert roster(sunday) == [(1, ANA, None, None)]


def test_who_was_there_can_be_added_afterwards(sunday: Flask) -> None:
    assert asking(sunday, ANA, now=at(12)).outcome == "done"
    assert confirming(sunday, key(), now=at(9, day=MONDAY)) == "done"
