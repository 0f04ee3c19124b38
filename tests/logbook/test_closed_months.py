"""Closing and opening a month, and what its entries do meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader
from app.logbook.models import Entry, MonthLock
from app.logbook.queries import closed_months, closed_months_of
from app.logbook.review_actions import approve_unflagged
from app.logbook.status import REVIEW_MOVES, Action, Status
from app.month import Month, today
from tests.cast import AREA_2, AREA_B, CARLA, WARD_A, WARD_B
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.logbook.review_steps import (
    AT,
    STEPS_TO,
    THIS,
    Decide,
    close,
    counted,
    history_of,
    reopen,
    status_of,
    waiting_since,
)


@pytest.mark.parametrize("action", REVIEW_MOVES)
def test_entries_of_a_closed_month_do_not_move(app: Flask, ana: Visitor, decide: Decide, action: Action) -> None:
    start = next(iter(REVIEW_MOVES[action]))
    entry = make_entry(people=3)
    ana.sync(entry)
    for step in STEPS_TO[start]:
        decide(step, entry)
    before = counted(app)
    assert close(app)
    assert decide(action, entry) == ["month_closed"]
    assert (status_of(app, entry), counted(app)) == (start, before)
    assert reopen(app)
    assert decide(action, entry) == ["done"]


def test_a_month_is_closed_once_and_opened_once(app: Flask) -> None:
    assert not reopen(app), "it was open"
    assert close(app)
    assert not close(app), "it was closed"
    with app.app_context():
        lock = reader().scalars(sa.select(MonthLock)).one()
        assert (lock.ward_id, lock.month, lock.closed_at, lock.closed_by_id) == (WARD_A, THIS, AT, CARLA)
    assert reopen(app)
    assert not reopen(app)
    with app.app_context():
        lock = reader().scalars(sa.select(MonthLock)).one()
        assert (lock.closed_at, lock.closed_by_id) == (None, None)
    assert close(app)


def test_a_ward_closes_its_own_months_only(app: Flask, ana: Visitor, visitor: Any) -> None:
    assert close(app, "2026-09")
    assert close(app, "2026-08")
    assert close(app, "2026-09", WARD_B)
    with app.app_context():
        assert list(reader().scalars(closed_months(WARD_A))) == ["2026-08", "2026-09"]
        assert list(reader().scalars(closed_months(WARD_B))) == ["2026-09"]
        pairs = set(map(tuple, reader().execute(closed_months_of([WARD_A, WARD_B], ["2026-08", "2026-09", "2026-10"]))))
    assert pairs == {(WARD_A, "2026-08"), (WARD_A, "2026-09"), (WARD_B, "2026-09")}


def test_arrivals_for_a_closed_month_are_refused_until_it_opens(app: Flask, ana: Visitor) -> None:
    close(app)
    late = make_entry(happened_on=today().isoformat())
    (receipt,) = ana.sync(late)
    assert (receipt["outcome"], receipt["code"]) == ("refused", "month_closed")
    assert counted(app) == {}
    reopen(app)
    (receipt,) = ana.sync(late)
    assert receipt["outcome"] == "stored"


def test_entries_of_a_closed_month_wait_again_after_reopening(app: Flask, ana: Visitor, decide: Decide) -> None:
    fresh, returned, approved = make_entry(), make_entry(), make_entry()
    ana.sync(fresh, returned, approved)
    came = waiting_since(app, fresh)
    decide(Action.RETURN, returned)
    decide(Action.APPROVE, approved)
    assert close(app)
    assert [waiting_since(app, entry) for entry in (fresh, returned, approved)] == [None, None, None]
    assert reopen(app)
    assert [waiting_since(app, entry) for entry in (fresh, returned, approved)] == [came, AT, None]


def test_approving_the_rest_of_a_month_takes_unflagged_entries_only(
    app: Flask, ana: Visitor, visitor: Any, decide: Decide, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.logbook.review_actions._AT_ONCE", 2)
    home = household()
    clear = [make_entry(people=1) for _ in range(5)]
    first, flagged = make_entry(household=home), make_entry(household=home, neighbourhood=AREA_2)
    last_month = (Month.current().first - timedelta(days=1)).isoformat()
    returned, void, earlier = make_entry(), make_entry(), make_entry(happened_on=last_month)
    foreign = make_entry(neighbourhood=AREA_B)
    ana.sync(*clear, returned, void, earlier)
    ana.sync(first)
    ana.sync(flagged)
    visitor("bo").sync(foreign)
    decide(Action.APPROVE, first)
    decide(Action.RETURN, returned)
    decide(Action.VOID, void)
    with app.app_context():
        assert reader().scalars(sa.select(Entry.is_clear).where(Entry.id == UUID(flagged["id"]))).one() is False
        approved = in_transaction(lambda session: approve_unflagged(session, WARD_A, THIS, None, AT))
    assert approved == len(clear)
    assert [status_of(app, entry) for entry in clear] == [Status.APPROVED] * len(clear)
    expected = {
        "flagged": Status.SUBMITTED,
        "returned": Status.RETURNED,
        "void": Status.VOID,
        "earlier": Status.SUBMITTED,
        "foreign": Status.SUBMITTED,
    }
    left = {"flagged": flagged, "returned": returned, "void": void, "earlier": earlier, "foreign": foreign}
    assert {name: status_of(app, entry) for name, entry in left.items()} == expected
    line = history_of(app, clear[0])[-1]
    assert (line.action, line.actor_id, line.at) == (Action.APPROVE, None, AT)
    counted(app)
