"""Reading: how long the server takes over what people look at, and whether that grows with the log."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from time import perf_counter, process_time

from app.database import writer
from app.month import today
from app.people.actor import Actor
from tests.bench.processor_time import Usage, tree_seconds
from tests.bench.province import HOUSEHOLDS_OF_LAST_TEAM, LARGE_WARD, PASSWORD
from tests.bench.report import Budget, Report
from tests.bench.store import Store, months, write
from tests.client import Visitor

OWN_DAYS, OWN_A_DAY = 40, 5
"""What the member who reads has logged lately, however long the log is."""

WARM_UPS = 5
RUNS = 30
GROWTH = Budget(most=1.5)


@dataclass(frozen=True, slots=True)
class Reader:
    """Something that is read: by whom, where, within which time, and whether it may grow with the log."""

    name: str
    phone: str
    path: str
    budget: Budget | None = None
    growth: Budget | None = None


def _readers(store: Store) -> list[Reader]:
    users, month = store.users, months()[1]
    member = users.authors[LARGE_WARD][-1].phone
    return [
        Reader("ward page", users.coordinator_phone, f"/overview/?month={month}", Budget(most=50), GROWTH),
        Reader("province page", users.province_phone, f"/overview/?month={month}", None, GROWTH),
        Reader("own entries of 60 days", member, "/api/v1/mine", None, GROWTH),
        Reader("queue", users.coordinator_phone, "/review/", None, GROWTH),
        Reader("entries of a month", users.coordinator_phone, f"/overview/entries?month={month}", None, GROWTH),
        Reader("roster", users.coordinator_phone, "/people/", None, GROWTH),
        Reader("household list", users.coordinator_phone, "/households/", None, GROWTH),
        Reader(f"bootstrap, {HOUSEHOLDS_OF_LAST_TEAM} households", member, "/api/v1/bootstrap", Budget(most=50)),
    ]


def log_own_work(store: Store) -> None:
    """Let the member who reads log what a phone shows: five entries a day, on most days of the last two months."""
    author, actors = store.users.authors[LARGE_WARD][-1], dict[int, Actor]()
    with store.app.app_context():
        for days in range(OWN_DAYS):
            write(author, OWN_A_DAY, today() - timedelta(days=days), actors, random.Random(days))
        writer().commit()


@dataclass(frozen=True, slots=True)
class Timed:
    """The milliseconds that a reading takes, run by run, and those of processors that one takes as a mean."""

    runs: Sequence[float]
    cost: Usage


def times(store: Store) -> dict[str, Timed]:
    """Return how long each reading takes."""
    return {reader.name: timed(store, _signed_in(store, reader), reader.path, 200) for reader in _readers(store)}


def _signed_in(store: Store, reader: Reader) -> Visitor:
    visitor = Visitor(store.app)
    visitor.sign_in(reader.phone, PASSWORD)
    return visitor


def timed(store: Store, visitor: Visitor, path: str, expected: int, **headers: str) -> Timed:
    """Return how long it takes to open a page, after it was opened a few times."""
    _open(visitor, path, expected, WARM_UPS, **headers)
    before = _used(store)
    runs = _open(visitor, path, expected, RUNS, **headers)
    return Timed(runs, (_used(store) - before).per_request(RUNS))


def print_timed(report: Report, what: str, timed: Timed, budget: Budget | None = None) -> None:
    """Print how long a reading takes, and its cost."""
    report.row(what, timed.runs, "ms", budget, timed.cost)


def _used(store: Store) -> Usage:
    """Return the time of processors so far: the app runs in this process."""
    return Usage(process_time(), tree_seconds(store.postmaster) if store.postmaster else 0.0)


def _open(visitor: Visitor, path: str, expected: int, number: int, **headers: str) -> list[float]:
    runs = []
    for _ in range(number):
        start = perf_counter()
        response = visitor.http.get(path, headers={"Accept-Encoding": "gzip", **headers})
        runs.append((perf_counter() - start) * 1000)
        assert response.status_code == expected, (path, response.status_code)
    return runs


def measure(report: Report, store: Store, before: dict[str, Timed], few: int, many: int) -> None:
    """Print the times with ``many`` entries in the ward, and how they grew from those ``before`` with ``few``."""
    after = times(store)
    report.section(f"Reading, {store.engine}, {few:,} and {many:,} entries in the ward, server time")
    for reader in _readers(store):
        name, earlier, later = reader.name, before[reader.name], after[reader.name]
        print_timed(report, f"{name}, {few:,}", earlier)
        print_timed(report, f"{name}, {many:,}", later, reader.budget)
        growth = [each / median(earlier.runs) for each in later.runs]
        report.row(f"{name}: growth", growth, "×")
        costs = [each.cost.app + each.cost.database for each in (later, earlier)]
        # What others do on the machine meanwhile is no growth of the page.
        report.row(f"{name}: growth of processors' time", [costs[0] / costs[1]], "×", reader.growth)
    visitor = _signed_in(store, reader)
    answer = visitor.http.get(reader.path, headers={"Accept-Encoding": "gzip"})
    report.row(f"{name}: gzip", [len(answer.data) / 1000], "kB", Budget(most=60))
    same = timed(store, visitor, reader.path, 304, If_None_Match=answer.headers["ETag"])
    print_timed(report, f"{name}: 304", same, Budget(most=5))
