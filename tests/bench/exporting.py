"""entries.csv: how fast it streams from the real server, and whether the server's memory grows with it."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

from app.month import Month
from tests.bench.answers import LineCount
from tests.bench.report import Budget, Report
from tests.bench.server import Browser, serving
from tests.bench.store import Store

RUNS = 3
FLAT = Budget(most=16)
"""MiB by which the peak may differ between the shortest and the longest file."""


def measure(report: Report, store: Store, sizes: dict[Month, int]) -> None:
    """Stream the months of ``sizes``, the smallest first."""
    report.section(f"entries.csv, {store.engine}, from granian")
    growths = []
    with serving(store) as server:
        browser = Browser(server.port)
        browser.sign_in(store.users.coordinator_phone)
        by_rows = sorted(sizes.items(), key=lambda item: item[1])
        # This fills the page cache, which has a bound of its own; from here on only rows could pile up.
        _stream(browser, *by_rows[-1])
        for month, rows in by_rows:
            before = sum(_memory(pid, "VmRSS") for pid in server.workers())
            for pid in server.workers():
                Path(f"/proc/{pid}/clear_refs").write_text("5")  # Resets the peak.
            rates = [rows / _stream(browser, month, rows) for _ in range(RUNS)]
            growths.append(sum(_memory(pid, "VmHWM") for pid in server.workers()) - before)
            report.row(f"{rows:,} rows", rates, "rows/s", Budget(least=60_000))
            report.row(f"{rows:,} rows: workers' peak over before", [growths[-1]], "MiB")
        browser.close()
    report.row("memory: longest over shortest", [growths[-1] - growths[0]], "MiB", FLAT)


def _stream(browser: Browser, month: Month, rows: int) -> float:
    """Read the file of a month; return how many seconds that took."""
    start = perf_counter()
    answer = browser.send("GET", f"/reports/entries.csv?month={month}")
    count = LineCount()
    while piece := answer.read(262144):
        count.add(piece)
    seconds = perf_counter() - start
    if count.lines != rows + 1:
        raise RuntimeError(f"{month} has {count.lines - 1:,} rows instead of {rows:,}")
    return seconds


def _memory(pid: int, name: str) -> float:
    """Return a line of a process's memory status, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split(f"{name}:")[1].split()[0]) / 1024
