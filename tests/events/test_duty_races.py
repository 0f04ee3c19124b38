"""Two who change one duty at the same moment: one of them reads what the other has done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from app.events.models import DutyAnswer
from tests.actions import close_ward_month
from tests.cast import ANA, BRUNO, LEO
from tests.events.duty_steps import (
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
from tests.interleaving import interleaved
from tests.months.test_closing_races import at_once

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
