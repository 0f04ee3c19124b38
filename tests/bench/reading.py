"""Reading: how long the server takes over what people look at, and whether that grows with the log."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from time import perf_counter

from tests.bench.province import HOUSEHOLDS_OF_LAST_TEAM, LARGE_WARD, PASSWORD
from tests.bench.report import Budget, Report
from tests.bench.store import Store, months
from tests.client import Visitor

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
        Reader("own entries of 60 days", member, "/api/v1/mine"),
        Reader(f"bootstrap, {HOUSEHOLDS_OF_LAST_TEAM} households", member, "/api/v1/bootstrap", Budget(most=50)),
    ]


def times(store: Store) -> dict[str, list[float]]:
    """Return the milliseconds that each reading takes, run by run."""
    return {reader.name: timed(_signed_in(store, reader), reader.path, 200) for reader in _readers(store)}


def _signed_in(store: Store, reader: Reader) -> Visitor:
    visitor = Visitor(store.app)
    visitor.sign_in(reader.phone, PASSWORD)
    return visitor


def timed(visitor: Visitor, path: str, expected: int, **headers: str) -> list[float]:
    """Return the milliseconds that it takes to open a page, run by run, after some to warm up."""
    runs = []
    for _ in range(WARM_UPS + RUNS):
        start = perf_counter()
        response = visitor.http.get(path, headers={"Accept-Encoding": "gzip", **headers})
        runs.append((perf_counter() - start) * 1000)
        assert response.status_code == expected, (path, response.status_code)
    return runs[WARM_UPS:]


def measure(report: Report, store: Store, before: dict[str, list[float]], few: int, many: int) -> None:
    """Print the times with ``many`` entries in the ward, and how they grew from those ``before`` with ``few``."""
    after = times(store)
    report.section(f"Reading, {store.engine}, {few:,} and {many:,} entries in the ward, server time")
    for reader in _readers(store):
        name = reader.name
        report.row(f"{name}, {few:,}", before[name], "ms")
        report.row(f"{name}, {many:,}", after[name], "ms", reader.budget)
        growth = [each / median(before[name]) for each in after[name]]
        report.row(f"{name}: growth", growth, "×", reader.growth)
    visitor = _signed_in(store, reader)
    answer = visitor.http.get(reader.path, headers={"Accept-Encoding": "gzip"})
    report.row(f"{name}: gzip", [len(answer.data) / 1000], "kB", Budget(most=60))
    same = timed(visitor, reader.path, 304, If_None_Match=answer.headers["ETag"])
    report.row(f"{name}: 304", same, "ms", Budget(most=5))
