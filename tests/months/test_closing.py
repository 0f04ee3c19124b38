"""Closing a month: what becomes of everything that waits, and opening it again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader
from app.logbook.models import MonthLock, ReviewEvent
from app.logbook.status import Action
from app.month import Month, now
from app.months.actions import ClosingRefusal, Refused
from tests.actions import log_entries, review_entries
from tests.cast import CARLA
from tests.client import Visitor
from tests.months.pages import audit_log_of_months
from tests.months.steps import (
    EARLIER,
    LAST,
    THIS,
    closed,
    closing,
    editions,
    entry_of,
    figures,
    flag,
    reopening,
    statuses,
)
from tests.sync.steps import assert_counted, outcome

pytestmark = pytest.mark.usefixtures("no_flags")


def test_closing_approves_unflagged_entries_only(app: Flask, ana: Visitor) -> None:
    clear, flagged, returned, void, approved = log_entries(ana, *(entry_of(LAST, people=n) for n in range(1, 6)))
    (other_month,) = log_entries(ana, entry_of(EARLIER))
    flag(app, flagged)
    review_entries(app, Action.RETURN, returned, reason="people")
    review_entries(app, Action.VOID, void, reason="trial")
    review_entries(app, Action.APPROVE, approved)
    done = closed(app)
    assert (done.edition, done.approved) == (1, 1)
    assert statuses(app, clear, flagged, returned, void, approved, other_month) == [
        "approved",
        "submitted",
        "returned",
        "void",
        "approved",
        "submitted",
    ]
    kept = figures(app)
    assert kept["measures"]["visit"][:2] == [2, 2 + (EARLIER.year == LAST.year)]
    assert kept["measures"]["visit.people"][0] == 1 + 5
    assert kept["entries"] == {"approved": 2, "submitted": 1, "returned": 1, "void": 1}
    assert_counted(app)


def test_closing_stands_in_history_and_audit_log(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    done = closed(app)
    reopening(app, reason="Thiếu một bản ghi")
    with app.app_context():
        last = reader().scalars(sa.select(ReviewEvent).order_by(ReviewEvent.number)).all()[-1]
    assert (last.action, last.actor_id) == (Action.APPROVE, CARLA)
    first = {"month": str(LAST), "edition": 1}
    assert audit_log_of_months(app) == [
        ("month_closed", CARLA, first | {"approved": 1, "digest": done.digest}),
        ("month_reopened", CARLA, first | {"reason": "Thiếu một bản ghi"}),
    ]


def test_late_entry_is_refused_and_counts_in_the_open_month(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    closed(app)
    late = entry_of(LAST, day=3, people=7)
    [receipt] = ana.sync(late)
    assert outcome(receipt) == ("refused", "month_closed")
    late["fields"]["count_in"] = str(THIS)
    log_entries(ana, late)
    assert figures(app)["measures"]["visit"][0] == 1
    assert ana.mine()["received"]["visit"] == 1


def test_entry_of_a_running_month_that_is_closed_counts_in_the_next(app: Flask, ana: Visitor) -> None:
    first, late = entry_of(THIS, day=1), entry_of(THIS, day=1)
    ahead = {**late, "fields": {**late["fields"], "count_in": str(THIS.next())}}
    log_entries(ana, first)
    [receipt] = ana.sync(ahead)
    assert (outcome(receipt), set(receipt["errors"])) == (("refused", "invalid"), {"count_in"})
    assert not isinstance(closing(app, THIS, early=True), Refused)
    [receipt] = ana.sync(late)
    assert outcome(receipt) == ("refused", "month_closed")
    log_entries(ana, ahead)
    assert ana.get("/api/v1/bootstrap").json["closed_months"] == [str(THIS)]
    reopening(app, THIS)
    corrected = {**ahead, "revision": 2}
    corrected["fields"] = {**ahead["fields"], "count_in": None}
    assert outcome(ana.sync(corrected)[0]) == ("stored", "")


@pytest.mark.parametrize(
    ("month", "why"),
    [
        (THIS, ClosingRefusal.NOT_OVER),
        (THIS.next(), ClosingRefusal.NOT_COME),
        (Month(2999, 1), ClosingRefusal.NOT_COME),
        (EARLIER, ClosingRefusal.NOTHING_LOGGED),
        (Month(1, 1), ClosingRefusal.NOTHING_LOGGED),
    ],
)
def test_months_that_cannot_be_closed(app: Flask, ana: Visitor, month: Month, why: ClosingRefusal) -> None:
    log_entries(ana, entry_of(LAST))
    assert closing(app, month) == Refused(why)
    assert editions(app, month) == []


def test_month_without_entries_between_others_is_closed(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(EARLIER))
    assert closed(app).approved == 0
    assert figures(app)["measures"]["visit"] == [0, int(EARLIER.year == LAST.year), 1]


def test_month_is_closed_once(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    closed(app)
    assert closing(app) == Refused(ClosingRefusal.ALREADY_CLOSED)
    assert reopening(app) is None
    assert reopening(app) == Refused(ClosingRefusal.ALREADY_OPEN)
    assert len(editions(app)) == 1


def test_moment_of_closing_is_that_of_lock_and_edition(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    before = now()
    closed(app)
    (edition,) = editions(app)
    with app.app_context():
        lock = reader().scalars(sa.select(MonthLock).where(MonthLock.month == str(LAST))).one()
    assert lock.closed_at == edition.closed_at
    assert before <= edition.closed_at + timedelta(milliseconds=1) <= now() + timedelta(milliseconds=1)
    assert date.fromisoformat(figures(app)["as_of"]) == LAST.last
