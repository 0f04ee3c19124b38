"""Steps of the tests of races: work at the same moment, reviewers, and what became of entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader, table_of
from app.logbook.models import Entry, ReviewEvent
from app.logbook.recount import differences
from app.logbook.review_actions import DecisionNote, review
from app.logbook.status import Action
from app.month import now
from tests.cast import WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry

PHONES = 8
SECONDS = 30


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Do some works at the same moment, each in a thread of its own; return what each returned."""
    barrier = Barrier(len(works))

    def start(work: Callable[[], Any]) -> Any:
        barrier.wait(SECONDS)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(start, work) for work in works]
        return [future.result(SECONDS) for future in futures]


def again(visitor: Visitor, app: Flask) -> Visitor:
    """Return the same person at another window of the same session."""
    other = Visitor(app)
    cookie = visitor.http.get_cookie("session")
    assert cookie is not None
    other.http.set_cookie("session", cookie.value)
    other.token = visitor.token
    return other


def reviewing(app: Flask, id: UUID, action: Action, reviewer: int, moves: int = 1) -> Callable[[], str]:
    """Return the work of one reviewer at an entry, whose result is the code of what became of it."""

    def work() -> str:
        with app.app_context():
            return in_transaction(
                lambda session: review(
                    session, WARD_A, {id: moves}, DecisionNote(action, reviewer, now(), reason="unclear")
                )
            )[id]

    return work


@contextmanager
def reading(app: Flask) -> Iterator[sa.Connection]:
    with app.app_context():
        yield reader().connection()


def state_of(app: Flask, id: UUID) -> tuple[str, int]:
    """Return the status and the revision of an entry."""
    with reading(app) as connection:
        entry = table_of(Entry)
        row = connection.execute(sa.select(entry.c.status, entry.c.revision).where(entry.c.id == id)).one()
    return row.status, row.revision


def history_of(app: Flask, id: UUID) -> list[tuple[int, str]]:
    """Return the numbers and actions of an entry's history."""
    events = table_of(ReviewEvent)
    query = sa.select(events.c.number, events.c.action).where(events.c.entry_id == id).order_by(events.c.number)
    with reading(app) as connection:
        return [(row.number, row.action) for row in connection.execute(query)]


def assert_counters_equal_a_recount(app: Flask) -> None:
    with app.app_context():
        assert list(differences(reader())) == []


def send_new(visitor: Visitor, number: int) -> list[UUID]:
    """Send some new entries; return their ids."""
    entries = [make_entry(household=household()) for _ in range(number)]
    assert {receipt["outcome"] for receipt in visitor.sync(*entries)} == {"stored"}
    return [UUID(entry["id"]) for entry in entries]
