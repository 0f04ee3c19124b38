"""Closing while others write: thirty phones that send, a second coordinator who closes, a reviewer who decides."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Semaphore
from time import monotonic
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.database import reader, table_of
from app.logbook.models import Entry
from app.logbook.status import Action
from app.months.actions import Closed, ClosingRefusal, Refused
from tests.actions import log_entries, review_entries
from tests.client import Visitor
from tests.months.steps import LAST, closing, editions, entry_of, figures, reopening
from tests.sync.steps import assert_counted

pytestmark = pytest.mark.usefixtures("no_flags")

PHONES = 30
SECONDS = 30


def window_of(visitor: Visitor, app: Flask) -> Visitor:
    """Return the same person at another window of the same session."""
    other = Visitor(app)
    cookie = visitor.http.get_cookie("session")
    assert cookie is not None
    other.http.set_cookie("session", cookie.value)
    other.token = visitor.token
    return other


def at_once(works: list[Any]) -> list[Any]:
    """Do some works at the same moment, each in a thread of its own; return what each returned."""
    barrier = Barrier(len(works))

    def start(work: Any) -> Any:
        barrier.wait(SECONDS)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(start, work) for work in works]
        return [future.result(2 * SECONDS) for future in futures]


def rows_of_last_month(app: Flask) -> list[Any]:
    table = table_of(Entry)
    with app.app_context():
        query = sa.select(table.c.id, table.c.status, table.c.kind, table.c.fields).where(table.c.month == str(LAST))
        return list(reader().connection().execute(query))


def sending(visitor: Visitor, sent: Semaphore) -> Counter[str]:
    """Send entries of last month until one is refused; return how many were stored, and people on visits."""
    stored: Counter[str] = Counter()
    end = monotonic() + SECONDS
    while monotonic() < end:
        batch = entry_of(LAST, people=3), entry_of(LAST, "installation", people=2)
        receipts = visitor.sync(*batch, attempts=20)  # so many phones at once may be told that the server is busy
        outcomes = {(receipt["outcome"], receipt["code"]) for receipt in receipts}
        assert outcomes in ({("stored", "")}, {("refused", "month_closed")})
        sent.release()
        if ("refused", "month_closed") in outcomes:
            return stored
        stored.update({"visit": 1, "visit.people": 3, "installation": 1, "installation.people": 2})
    raise AssertionError("the month was not closed")


def test_entries_of_thirty_phones_are_in_the_edition_or_refused(app: Flask) -> None:
    people = [Visitor(app, name) for name in ("ana", "leo", "bruno", "carla", "moved")]
    windows = [window_of(people[number % len(people)], app) for number in range(PHONES)]
    sent = Semaphore(0)

    def close() -> Closed | Refused:
        for _ in range(2 * PHONES):
            assert sent.acquire(timeout=SECONDS)
        return closing(app)

    done, *stored = at_once([close, *(partial(sending, window, sent) for window in windows)])
    assert isinstance(done, Closed)
    total: Counter[str] = sum(stored, Counter())
    rows = rows_of_last_month(app)
    assert {row.status.value for row in rows} == {"approved"}
    assert len(rows) == done.approved == total["visit"] + total["installation"]
    kept = figures(app)
    assert {measure: kept["measures"][measure][0] for measure in total} == total
    assert kept["entries"] == {"approved": len(rows)}
    assert_counted(app)


def test_closing_twice_at_once_closes_once(app: Flask, ana: Visitor) -> None:
    for number in range(1, 4):
        log_entries(ana, *(entry_of(LAST) for _ in range(5)))
        done = at_once([partial(closing, app)] * 2)
        assert sorted(type(each).__name__ for each in done) == ["Closed", "Refused"]
        assert Refused(ClosingRefusal.ALREADY_CLOSED) in done
        assert [edition.number for edition in editions(app)] == list(range(1, number + 1))
        again = at_once([partial(reopening, app)] * 2)
        assert sorted(map(str, again)) == sorted(map(str, [None, Refused(ClosingRefusal.ALREADY_OPEN)]))
    assert_counted(app)


def test_close_button_pressed_twice_makes_one_edition(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, *(entry_of(LAST) for _ in range(5)))
    windows = [carla, window_of(carla, app)]
    press = [partial(each.post, f"/reports/months/{LAST}/close", waiting="5", looked="y") for each in windows]
    assert [response.status_code for response in at_once(press)] == [302, 302]
    assert [edition.approved_at_closing for edition in editions(app)] == [5]


def test_decision_at_the_moment_of_closing_is_in_the_edition_or_not_made(app: Flask, ana: Visitor) -> None:
    for number in range(1, 6):
        (entry,) = log_entries(ana, entry_of(LAST))

        def void(entry: dict[str, Any] = entry) -> bool:
            try:
                review_entries(app, Action.VOID, entry, reason="trial")
            except AssertionError:
                return False
            return True

        done, voided = at_once([partial(closing, app), void])
        assert isinstance(done, Closed)
        kept = figures(app, number=number)
        rows = rows_of_last_month(app)
        assert kept["entries"] == Counter(row.status.value for row in rows)
        assert done.approved == (0 if voided and statuses_by_id(rows)[entry["id"]] == "void" else 1)
        reopening(app)
    assert_counted(app)


def statuses_by_id(rows: list[Any]) -> dict[str, str]:
    return {str(row.id): row.status.value for row in rows}
