"""Many at the same moment: two reviewers, author and reviewer, eight phones with one entry, a month that closes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from threading import Barrier, Condition, Semaphore
from time import monotonic
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.database import in_transaction, reader, table_of, writer
from app.logbook.models import Entry, ReviewEvent
from app.logbook.month_actions import close_month
from app.logbook.queries import lock_and_list_closed
from app.logbook.recount import differences
from app.logbook.review_actions import review, undo
from app.logbook.status import Action
from app.month import Month, now
from app.people.models import Membership, User
from app.permissions import Role
from tests.cast import CARLA, SINCE, WARD_A
from tests.client import Visitor
from tests.factories import FIELDS, edited, household, make_entry

ROUNDS = 10
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


@pytest.fixture
def second_coordinator(app: Flask) -> int:
    """The id of another coordinator of ward A."""
    with app.app_context():
        session = writer()
        session.add(User(id=101, phone="+84900000190", name="Nguyễn Ví Dụ Hai", password_hash="", created_at=now()))
        session.flush()
        session.add(Membership(id=101, user_id=101, role=Role.COORDINATOR, ward_id=WARD_A, valid_from=SINCE))
        session.commit()
    return 101


def reviewing(app: Flask, id: UUID, action: Action, reviewer: int, moves: int = 1) -> Callable[[], str]:
    """Return the work of one reviewer at an entry, whose result is the code of what became of it."""

    def work() -> str:
        with app.app_context():
            return in_transaction(
                lambda session: review(session, WARD_A, {id: moves}, action, reviewer, now(), reason="unclear")
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


@pytest.mark.parametrize(
    ("action", "end"), [(Action.APPROVE, "approved"), (Action.RETURN, "returned"), (Action.VOID, "void")]
)
def test_of_two_reviewers_who_do_the_same_one_did_it(
    app: Flask, ana: Visitor, second_coordinator: int, action: Action, end: str
) -> None:
    for id in send_new(ana, ROUNDS):
        codes = at_once(*(reviewing(app, id, action, reviewer) for reviewer in (CARLA, second_coordinator)))
        assert sorted(codes) == sorted(["done", end])
        assert history_of(app, id) == [(1, "record"), (2, action)]
    assert_counters_equal_a_recount(app)


def test_of_approving_and_returning_at_once_one_is_done_and_the_other_told(
    app: Flask, ana: Visitor, second_coordinator: int
) -> None:
    for id in send_new(ana, ROUNDS):
        codes = at_once(
            reviewing(app, id, Action.APPROVE, CARLA), reviewing(app, id, Action.RETURN, second_coordinator)
        )
        # An approved entry may be returned, but not by somebody who saw it wait.
        assert codes in (["done", "changed"], ["returned", "done"])
        move, end = ("approve", "approved") if codes[0] == "done" else ("return", "returned")
        assert history_of(app, id) == [(1, "record"), (2, move)]
        assert state_of(app, id) == (end, 1)
    assert_counters_equal_a_recount(app)


def test_an_undo_and_somebody_elses_decision_at_once_never_both_happen(
    app: Flask, ana: Visitor, second_coordinator: int
) -> None:
    def take_back(id: UUID) -> str:
        with app.app_context():
            return in_transaction(lambda session: undo(session, WARD_A, {id: 2}, CARLA, now()))[id]

    for id in send_new(ana, ROUNDS):
        assert reviewing(app, id, Action.APPROVE, CARLA)() == "done"
        codes = at_once(partial(take_back, id), reviewing(app, id, Action.RETURN, second_coordinator, moves=2))
        # An undo leaves the entry submitted, from where it may be returned too, but not by who saw it approved.
        assert sorted(codes) == ["changed", "done"]
        move, end = ("undo", "submitted") if codes[0] == "done" else ("return", "returned")
        assert history_of(app, id) == [(1, "record"), (2, "approve"), (3, move)]
        assert state_of(app, id) == (end, 1)
    assert_counters_equal_a_recount(app)


def test_an_edit_and_an_approval_at_once_never_both_happen(app: Flask, ana: Visitor) -> None:
    for _ in range(ROUNDS):
        entry = make_entry(people=1)
        ana.sync(entry)
        id = UUID(entry["id"])
        [receipt], approval_code = at_once(
            partial(ana.sync, edited(entry, people=2)), reviewing(app, id, Action.APPROVE, CARLA)
        )
        if receipt["outcome"] == "stored":
            assert approval_code == "changed"
            assert state_of(app, id) == ("submitted", 2)
            assert history_of(app, id) == [(1, "record"), (2, "edit")]
        else:
            assert (receipt["outcome"], receipt["code"], approval_code) == ("conflict", "approved", "done")
            assert state_of(app, id) == ("approved", 1)
            assert history_of(app, id) == [(1, "record"), (2, "approve")]
    assert_counters_equal_a_recount(app)


def test_of_two_next_revisions_at_once_one_is_stored(app: Flask, ana: Visitor) -> None:
    windows = [ana, again(ana, app)]
    for _ in range(ROUNDS):
        entry = make_entry(people=1)
        ana.sync(entry)
        receipts = at_once(*(partial(window.sync, edited(entry, people=3 + i)) for i, window in enumerate(windows)))
        assert sorted(receipt["code"] or receipt["outcome"] for [receipt] in receipts) == ["stale", "stored"]
        assert history_of(app, UUID(entry["id"])) == [(1, "record"), (2, "edit")]
    assert_counters_equal_a_recount(app)


def test_what_eight_sessions_send_at_once_is_stored_once(app: Flask, ana: Visitor) -> None:
    windows = [ana, *(again(ana, app) for _ in range(PHONES - 1))]
    shuffled = random.Random(8)
    for _ in range(ROUNDS // 2):
        home = household()
        batch = [make_entry(kind, **({"household": home} if kind == "visit" else {})) for kind in [*FIELDS, "visit"]]
        answers = at_once(*(partial(window.sync, *shuffled.sample(batch, len(batch))) for window in windows))
        outcomes: dict[str, list[str]] = {entry["id"]: [] for entry in batch}
        for receipt in (receipt for answer in answers for receipt in answer):
            outcomes[receipt["id"]].append(receipt["outcome"])
        for id, of_one in outcomes.items():
            assert sorted(of_one) == ["known"] * (PHONES - 1) + ["stored"]
            assert history_of(app, UUID(id)) == [(1, "record")]
    assert_counters_equal_a_recount(app)


@dataclass
class Sending:
    """A phone that sends entries of a month until it hears that the month is closed."""

    visitor: Visitor
    stored_batches: Semaphore
    stored: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def __call__(self) -> None:
        end = monotonic() + SECONDS
        while not self.refused:
            assert monotonic() < end, "the month was not closed"
            batch = [make_entry(kind) for kind in FIELDS]
            receipts = self.visitor.sync(*batch)
            # A batch is one transaction: it is before the closing as a whole, or after it.
            assert {(receipt["outcome"], receipt["code"]) for receipt in receipts} in (
                {("stored", "")},
                {("refused", "month_closed")},
            )
            heap = self.stored if receipts[0]["outcome"] == "stored" else self.refused
            heap |= {receipt["id"] for receipt in receipts}
            self.stored_batches.release()


def test_nothing_slips_into_a_month_that_is_being_closed(app: Flask) -> None:
    people = [Visitor(app, name) for name in ("ana", "leo", "bruno", "carla")]
    windows = [*people, *(again(person, app) for person in people)]
    stored_batches = Semaphore(0)
    phones = [Sending(window, stored_batches) for window in windows]
    assert len(phones) == PHONES
    month = str(Month.current())
    entries = sa.select(table_of(Entry).c.id, table_of(Entry).c.received_at).where(table_of(Entry).c.month == month)

    def close() -> tuple[set[str], float]:
        for _ in range(5 * PHONES):
            assert stored_batches.acquire(timeout=SECONDS)
        asked = now()
        with app.app_context():
            assert in_transaction(lambda session: close_month(session, WARD_A, month, CARLA, now()))
        closed = now()
        with reading(app) as connection:
            rows = connection.execute(entries).all()
        assert max(row.received_at for row in rows) <= closed
        return {str(row.id) for row in rows}, (closed - asked) / timedelta(seconds=1)

    [(at_closing, waited), *_] = at_once(close, *phones)
    with reading(app) as connection:
        assert {str(row.id) for row in connection.execute(entries)} == at_closing
    assert set().union(*(phone.stored for phone in phones)) == at_closing
    assert waited < SECONDS / 3
    assert_counters_equal_a_recount(app)


class Relay:
    """Writers of a month of whom the next always begins before the one before ends, for as long as it can."""

    PATIENCE = 0.2  # seconds that each waits for the next

    def __init__(self, app: Flask, month: str) -> None:
        self.app = app
        self.month = month
        self.begun = 0
        self.over = False
        self.changed = Condition()

    def __call__(self) -> None:
        while not self.over:
            with self.app.app_context():
                in_transaction(self._hold)

    def _hold(self, session: Session) -> None:
        lock_and_list_closed(session.connection(), WARD_A, [self.month])
        with self.changed:
            self.begun += 1
            number = self.begun
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.begun > number or self.over, self.PATIENCE)

    def stop(self) -> None:
        with self.changed:
            self.over = True
            self.changed.notify_all()


def test_who_closes_a_month_waits_for_nobody_who_comes_later(app: Flask) -> None:
    month = str(Month.current())
    relay = Relay(app, month)

    def close() -> bool:
        with app.app_context():
            return in_transaction(lambda session: close_month(session, WARD_A, month, CARLA, now()))

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(relay) for _ in range(3)]
        with relay.changed:
            assert relay.changed.wait_for(lambda: relay.begun >= len(writers), SECONDS)
        closing = pool.submit(close)
        wait([closing], timeout=5)
        closed_in_time = closing.done()
        relay.stop()
        wait(writers, timeout=SECONDS)
    assert closing.result()
    assert closed_in_time, "closing must not wait as long as people send"
