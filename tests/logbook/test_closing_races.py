"""Closing a month while phones send entries of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Condition, Semaphore
from time import monotonic

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.database import in_transaction, table_of
from app.logbook.models import Entry
from app.logbook.month_actions import close_month
from app.logbook.queries import lock_and_list_closed
from app.month import Month, now
from tests.cast import CARLA, WARD_A
from tests.client import Visitor
from tests.factories import FIELDS, make_entry
from tests.logbook.race_steps import PHONES, SECONDS, again, assert_counters_equal_a_recount, at_once, reading


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
            receipts = self.visitor.sync(*batch, attempts=20)
            # A batch is one transaction: it is before the closing as a whole, or after it.
            assert {(receipt["outcome"], receipt["code"]) for receipt in receipts} in (
                {("stored", "")},
                {("refused", "month_closed")},
            )
            heap = self.stored if receipts[0]["outcome"] == "stored" else self.refused
            heap |= {receipt["id"] for receipt in receipts}
            self.stored_batches.release()


def test_entries_sent_while_a_month_is_closed_are_refused_or_in_its_figures(app: Flask) -> None:
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

    TIMEOUT = 0.2  # seconds that each waits for the next

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
            self.changed.wait_for(lambda: self.begun > number or self.over, self.TIMEOUT)

    def stop(self) -> None:
        with self.changed:
            self.over = True
            self.changed.notify_all()


def test_closing_a_month_does_not_wait_for_later_senders(app: Flask) -> None:
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
