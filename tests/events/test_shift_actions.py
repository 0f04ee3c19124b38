"""Shifts of an event: added, changed and ended, each once, however often a form is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from flask import Flask

from app.database import in_transaction, reader
from app.events.duty_queries import shifts_of
from app.events.models import EventShift
from app.events.shift_actions import MOST_SHIFTS, ShiftFacts, add_shift, change_shift, end_shift, shift_version
from tests.actions import add_rows
from tests.cast import ANA, LEO, WARD_A, WARD_B
from tests.events.duty_steps import BEFORE, SUNDAY_DUTY, add_sunday, asking, noted, roster

OF_SUNDAY = WARD_A, SUNDAY_DUTY
NOON = ShiftFacts(time(11), time(13), 3)


@pytest.fixture
def sunday(app: Flask) -> Flask:
    add_sunday(app)
    return app


def do(app: Flask, action: Callable[..., Any], *values: Any) -> Any:
    with app.app_context():
        return in_transaction(lambda session: action(session, *values, LEO, BEFORE))


def shifts(app: Flask) -> dict[int, EventShift]:
    with app.app_context():
        return {each.number: each for each in reader().scalars(shifts_of(*OF_SUNDAY))}


def test_a_shift_is_added_once_and_ended_ones_keep_their_number(sunday: Flask) -> None:
    assert [do(sunday, add_shift, *OF_SUNDAY, NOON) for _ in range(2)] == ["done", "unchanged"]
    assert [do(sunday, end_shift, *OF_SUNDAY, 3) for _ in range(2)] == ["done", "unchanged"]
    assert do(sunday, add_shift, *OF_SUNDAY, NOON) == "done"
    assert {number: each.ended_at is None for number, each in shifts(sunday).items()} == {
        1: True,
        2: True,
        3: False,
        4: True,
    }
    assert noted(sunday) == [(LEO, "shift_added"), (LEO, "shift_ended"), (LEO, "shift_added")]
    assert asking(sunday, ANA, shift=3).outcome == "no_shift"


def test_a_shift_is_changed_only_as_it_was_seen(sunday: Flask) -> None:
    seen = shift_version(shifts(sunday)[1])
    assert do(sunday, change_shift, *OF_SUNDAY, 1, NOON, seen) == "done"
    assert do(sunday, change_shift, *OF_SUNDAY, 1, NOON, seen) == "unchanged"
    assert do(sunday, change_shift, *OF_SUNDAY, 1, NOON._replace(needed=9), seen) == "changed_meanwhile"
    assert shifts(sunday)[1].needed == 3
    assert do(sunday, change_shift, *OF_SUNDAY, 8, NOON, seen) == "no_shift"


def test_who_is_on_the_roster_of_a_shift_stays_when_it_ends(sunday: Flask) -> None:
    asking(sunday, ANA)
    assert do(sunday, end_shift, *OF_SUNDAY, 1) == "done"
    assert roster(sunday) == [(1, ANA, None, None)]


def test_an_event_has_so_many_shifts_and_is_of_one_ward(sunday: Flask) -> None:
    add_rows(
        sunday,
        *(
            EventShift(event_id=SUNDAY_DUTY, number=number, starts_at=time(12, number), ends_at=time(13), needed=1)
            for number in range(3, MOST_SHIFTS + 1)
        ),
    )
    assert do(sunday, add_shift, *OF_SUNDAY, NOON) == "too_many"
    for action, values in ((add_shift, (NOON,)), (end_shift, (1,)), (change_shift, (1, NOON, ""))):
        with pytest.raises(LookupError):
            do(sunday, action, WARD_B, SUNDAY_DUTY, *values)
