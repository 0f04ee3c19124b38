"""Taking decisions back: one's own last ones, with the wait and the reasons as they were."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.logbook.status import REVIEW_MOVES, Action, Status
from tests.cast import CARLA, DORA, WARD_B
from tests.client import Visitor
from tests.factories import edited, make_entry
from tests.logbook.review_steps import AT, STEPS_TO, Decide, close, counted, history_of, status_of, waiting_since


@pytest.mark.parametrize(("start", "action"), [(s, a) for a, moves in REVIEW_MOVES.items() for s in moves])
def test_every_decision_can_be_taken_back(
    app: Flask, ana: Visitor, decide: Decide, take_back: Callable[..., list[str]], start: Status, action: Action
) -> None:
    entry = make_entry(people=3)
    ana.sync(entry)
    for step in STEPS_TO[start]:
        decide(step, entry)
    before = counted(app)
    assert decide(action, entry) == ["done"]
    number = len(history_of(app, entry))
    assert take_back(number, entry) == ["done"]
    assert (status_of(app, entry), counted(app)) == (start, before)
    line = history_of(app, entry)[-1]
    assert (line.number, line.action, line.status, line.actor_id) == (number + 1, Action.UNDO, start, CARLA)
    assert take_back(number, entry) == ["changed"], "it is not the last line any more"


def test_only_the_last_decision_of_ones_own_is_taken_back(
    app: Flask, ana: Visitor, decide: Decide, take_back: Callable[..., list[str]]
) -> None:
    entry = make_entry(people=3)
    ana.sync(entry)
    assert take_back(1, entry) == ["unknown"], "recording is no decision"
    decide(Action.RETURN, entry)
    assert take_back(2, entry, actor=DORA) == ["unknown"], "it was not hers"
    assert take_back(2, entry, ward=WARD_B) == ["unknown"]
    assert take_back(3, entry) == ["unknown"]
    ana.sync(edited(entry, people=4))
    assert take_back(2, entry) == ["changed"]
    assert take_back(3, entry) == ["unknown"], "an edit is its author's"
    assert status_of(app, entry) is Status.SUBMITTED
    decide(Action.APPROVE, edited(entry, people=4))
    assert close(app)
    assert take_back(4, entry) == ["month_closed"]


def test_author_does_not_see_a_decision_that_was_taken_back(
    app: Flask, ana: Visitor, decide: Decide, take_back: Callable[..., list[str]]
) -> None:
    entry = make_entry()
    ana.sync(entry)
    decide(Action.RETURN, entry, reason="people", comment="Xem lại giúp.")
    decide(Action.VOID, entry, reason="duplicate")
    take_back(3, entry)
    (mine,) = ana.mine()["entries"]
    assert (mine["status"], mine["reason"], mine["comment"]) == ("returned", "people", "Xem lại giúp.")


def test_wait_goes_on_when_a_decision_is_taken_back(
    app: Flask, ana: Visitor, decide: Decide, take_back: Callable[..., list[str]]
) -> None:
    entry = make_entry()
    ana.sync(entry)
    came = waiting_since(app, entry)
    decide(Action.APPROVE, entry)
    take_back(2, entry)
    assert waiting_since(app, entry) == came
    decide(Action.RETURN, entry)
    decide(Action.VOID, entry)
    take_back(5, entry)
    assert waiting_since(app, entry) == AT
    assert status_of(app, entry) is Status.RETURNED
