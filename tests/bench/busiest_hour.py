"""The nation's busiest hour on one server with PostgreSQL: all members at once, each with five entries an hour."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from app.database import reader, writer
from app.logbook.recount import differences
from tests.bench.measured import measured
from tests.bench.nation import ACCOUNTS, WARDS, build_nation, sessions
from tests.bench.open_loop import Schedule, run_schedule
from tests.bench.processor_time import usage_of
from tests.bench.province import Author
from tests.bench.report import Budget, Report
from tests.bench.server import Browser
from tests.bench.store import SECRET_KEY, prepared, vacuum
from tests.served import Server

MEMBERS, ENTRIES_OF_EACH = 348_362, 5
BATCHES_A_SECOND = MEMBERS / 3600
"""Each member sends the five entries of the hour in one batch."""


def measure(report: Report, minutes: float) -> None:
    """Serve the nation for so many minutes, while somebody signs in each second; recount all at last."""
    seconds = 60 * minutes
    with prepared("postgresql") as (app, url, postmaster), TemporaryDirectory(prefix="tung-nha-bench-") as folder:
        with app.app_context():
            authors = build_nation()
            writer().commit()
        vacuum(url)
        number = min(ACCOUNTS, round(BATCHES_A_SECOND * seconds * 1.1))
        senders = list(zip(authors, sessions(app, authors[:number]), strict=False))
        with (
            Server(url, Path(folder) / "log", secret_key=SECRET_KEY) as server,
            ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process,
            ThreadPoolExecutor(1) as thread,
        ):
            assert server.process is not None
            pid = server.process.pid
            schedule = Schedule(server.port, senders, ENTRIES_OF_EACH, BATCHES_A_SECOND, seconds)
            signing_in = thread.submit(_sign_ins, server.port, authors[::-1], seconds)
            result = measured(process, lambda: usage_of(pid, postmaster), run_schedule, schedule)
            sign_ins, failed = signing_in.result()
        with app.app_context():
            differing = sum(1 for _ in differences(reader()))
    title = f"The busiest hour, postgresql, {minutes:g} minutes, {WARDS:,} wards, {ACCOUNTS:,} accounts"
    report.section(title)
    outcome = result.outcome
    report.row("batches", [outcome.requests_per_second], "a second", None, result.cost)
    report.row("entries stored", [outcome.entries_per_second], "a second")
    report.row("batches: p50", [outcome.p50], "ms")
    report.row("batches: p95", [outcome.p95], "ms")
    report.row("batches: errors", [outcome.errors], "", Budget(most=0))
    report.row("sign-ins: p50", [quantiles(sign_ins, n=20)[9]], "ms")
    report.row("sign-ins: p95", [quantiles(sign_ins, n=20)[18]], "ms")
    report.row("sign-ins: errors", [failed], "", Budget(most=0))
    report.row("counters differing from a recount", [differing], "", Budget(most=0))


def _sign_ins(port: int, authors: Sequence[Author], seconds: float) -> tuple[list[float], int]:
    """Sign somebody in each second; return the milliseconds of each from when it was due, and how many failed."""
    start, times, failed = perf_counter(), [], 0
    for number in range(round(seconds)):
        sleep(max(0.0, start + number - perf_counter()))
        with closing(Browser(port)) as browser:
            try:
                browser.sign_in(authors[number % len(authors)].phone)
            except RuntimeError:
                failed += 1
        times.append((perf_counter() - start - number) * 1000)
    return times, failed
