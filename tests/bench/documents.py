"""The month's report as Word, PDF and workbook: how long the server takes over a large month, open and closed."""

from __future__ import annotations

from time import perf_counter, process_time

from app.database import in_transaction
from app.month import now
from app.months.actions import Closed, close
from tests.bench.province import LARGE_WARD, PASSWORD, TEAMS
from tests.bench.report import Budget, Report
from tests.bench.store import Store, fill_month, months
from tests.client import Visitor

RUNS = 5
ENDINGS = ("docx", "pdf", "xlsx")
BUDGET = Budget(most=1.5)


def measure(report: Report, store: Store, entries: int) -> None:
    """Fill a month with so many entries, and take its documents before it is closed and after."""
    month = months()[1]
    fill_month(store, month, entries)
    title = f"Documents, {store.engine}, {entries:,} entries of {TEAMS[LARGE_WARD]} teams in the month"
    report.section(title)
    visitor = Visitor(store.app)
    visitor.sign_in(store.users.coordinator_phone, PASSWORD)
    for state in ("open", "closed"):
        if state == "closed":
            start = perf_counter()
            with store.app.app_context():
                done = in_transaction(lambda session: close(session, LARGE_WARD, month, None, now()))
            assert isinstance(done, Closed), done
            report.row("closing", [perf_counter() - start], "s")
        for ending in ENDINGS:
            _time(report, visitor, f"/reports/month.{ending}?month={month}", f"{ending}, {state}")


def _time(report: Report, visitor: Visitor, path: str, name: str) -> None:
    seconds, processor = [], []
    # The first one loads the packages that draw, which a worker does once.
    for _ in range(RUNS + 1):
        start, began = perf_counter(), process_time()
        response = visitor.http.get(path)
        seconds.append(perf_counter() - start)
        processor.append(process_time() - began)
        assert response.status_code == 200, (path, response.status_code)
    report.row(f"{name}: first", seconds[:1], "s", BUDGET)
    report.row(name, seconds[1:], "s", BUDGET)
    report.row(f"{name}: processor", processor[1:], "s")
    report.row(f"{name}: size", [len(response.data) / 1000], "kB")
