"""``python -m tests.bench``: measures everything in turn and prints the table."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.bench import (
    area_changes,
    busiest_hour,
    costs,
    documents,
    exporting,
    household_list,
    importing,
    phone,
    reading,
    registry,
    request_bodies,
    reviewing,
    roster,
    signin,
    slow_clients,
)
from tests.bench.checkouts import built
from tests.bench.long_log import LongLog, recent_months
from tests.bench.machine_noise import MachineNoise
from tests.bench.report import Budget, Report
from tests.bench.store import Store, fill, opened
from tests.bench.syncing import Syncing
from tests.chaos.kill import KILLS, kill_under_load
from tests.conftest import ENGINES

PARTS = (
    "costs",
    "sync",
    "read",
    "csv",
    "turns",
    "slow",
    "signin",
    "roster",
    "households",
    "registry",
    "areas",
    "imports",
    "review",
    "documents",
    "kill",
    "phone",
    "busiest",
)
OF_ENGINES = ("sync", "read", "csv")
"""The parts that are measured on a filled database of each engine."""

OF_ITS_OWN = {
    "turns": request_bodies.measure,
    "slow": slow_clients.measure,
    "signin": signin.measure,
    "roster": roster.measure,
    "households": household_list.measure,
    "registry": registry.measure,
    "areas": area_changes.measure,
    "imports": importing.measure,
}
"""The parts that are measured on a database of their own, which holds nothing yet."""

FEW = 2_000
LONG_LOG, MONTHS = 66_000, 36
"""How many entries the log has that is repeated to be longer, and over how many months they are spread."""

MANY, MOST = 200_000, 2_000_000
QUICK_MANY = 20_000
WAITING = 100_000
QUICK_WAITING = 10_000
OF_A_MONTH = 20_000
QUICK_OF_A_MONTH = 2_000
SHORT_FILE, LONG_FILE, LONGEST_FILE = 10_000, 100_000, 500_000


@click.command()
@click.option("--engine", type=click.Choice([*ENGINES, "both"]), default="both", help="Which database to measure on.")
@click.option("--only", type=click.Choice(PARTS), help="Measure one part only.")
@click.option("--quick", is_flag=True, help="A tenth of the entries and a third of the time, to try it out.")
@click.option("--full", is_flag=True, help="Also a file of 500,000 rows and a log of 2,000,000.")
@click.option("--base", "bases", multiple=True, help="Compare the costs of requests with this commit's, in turns.")
@click.option("--rounds", type=click.IntRange(1), help="How many rounds of requests; 10 beside a base, else 3.")
@click.option("--kind", "kinds", multiple=True, help="Only requests whose name holds this, such as 'one entry'.")
@click.option("--entries", type=click.IntRange(100), default=costs.ENTRIES, help="How many are stored before.")
@click.option("--many", type=click.IntRange(3_000), multiple=True, help="How long the log is, at each reading.")
@click.option("--minutes", type=float, default=1.0, show_default=True, help="How long the busiest hour is tried.")
def main(
    engine: str,
    only: str | None,
    quick: bool,
    full: bool,
    bases: Sequence[str],
    rounds: int | None,
    kinds: Sequence[str],
    entries: int,
    many: Sequence[int],
    minutes: float,
) -> None:
    """Measure against the budgets, or the costs of requests beside another commit; prints the machine's noise."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    report = Report()
    engines = ENGINES if engine == "both" else (engine,)
    parts = ["costs"] if bases else [only] if only else list(PARTS)
    with ExitStack() as stack:
        checkouts = [stack.enter_context(built(base)) for base in bases]
        noise = MachineNoise(report)
        if "costs" in parts:
            rounds = rounds or (costs.ROUNDS if bases else costs.FEW_ROUNDS)
            costs.measure_engines(report, engines, checkouts, costs.Plan(kinds, rounds, entries, quick))
        lengths = sorted(many) or ([QUICK_MANY] if quick else [MANY, MOST] if full else [MANY])
        _measure_parts(report, engines, parts, lengths, quick=quick, full=full)
        if "busiest" in parts and "postgresql" in engines:
            busiest_hour.measure(report, minutes)
        noise.end()
    report.end()


def _measure_parts(
    report: Report, engines: Sequence[str], parts: list[str], lengths: Sequence[int], *, quick: bool, full: bool
) -> None:
    for each in engines:
        if set(parts) & set(OF_ENGINES):
            with opened(each) as store:
                _measure(report, store, parts, lengths, quick=quick, full=full)
        for part, measure in OF_ITS_OWN.items():
            if part in parts:
                with opened(each) as store:
                    measure(report, store, quick=quick)
        if "review" in parts:
            waiting = QUICK_WAITING if quick else WAITING
            with opened(each) as store:
                fill(store, waiting)
                reviewing.measure(report, store, waiting)
        if "documents" in parts:
            with opened(each) as store:
                documents.measure(report, store, QUICK_OF_A_MONTH if quick else OF_A_MONTH)
        if "kill" in parts:
            _kill(report, each)
    if "phone" in parts:
        phone.measure(report, quick=quick)


def _measure(
    report: Report, store: Store, parts: list[str], lengths: Sequence[int], *, quick: bool, full: bool
) -> None:
    """Measure with few entries, and again as the log grows to each of ``lengths``."""
    syncing = Syncing(report, store, quick=quick)
    if "sync" in parts:
        syncing.begin()
    fill(store, FEW)
    if "read" in parts:
        reading.log_own_work(store)
    few = reading.times(store) if "read" in parts else {}
    if {"read", "sync"} & set(parts):
        log = LongLog(store, min(LONG_LOG, lengths[0] - FEW), recent_months(MONTHS))
        for length in lengths:
            log.repeat(times := max(1, (length - FEW) // log.number))
            log.summarise()
            many = FEW + times * log.number
            if "read" in parts:
                reading.measure(report, store, few, FEW, many)
    if "csv" in parts:
        longest = SHORT_FILE * 2 if quick else LONGEST_FILE if full else LONG_FILE
        sizes = dict(zip(recent_months(MONTHS + 2)[MONTHS:], (SHORT_FILE, longest), strict=True))
        for month, rows in sizes.items():
            LongLog(store, SHORT_FILE, [month]).repeat(rows // SHORT_FILE)
        exporting.measure(report, store, sizes)
    if "sync" in parts:
        syncing.finish(many)


def _kill(report: Report, engine: str) -> None:
    """Kill the server again and again under load, and look for what it had acknowledged."""
    report.section(f"kill -9, {KILLS} times under load, {engine}")
    with TemporaryDirectory(prefix="tung-nha-bench-") as folder:
        found, seconds, all_is_sent = kill_under_load(engine, Path(folder))
    report.row("entries acknowledged", [found.acknowledged])
    report.row("of them lost", [found.lost], "", Budget(most=0))
    report.row("doubled or unknown", [found.doubled + found.foreign], "", Budget(most=0))
    report.row("counters differing from a recount", [found.counters_differing], "", Budget(most=0))
    report.row("phones that could not send in the end", [not all_is_sent], "", Budget(most=0))
    report.row("back after", seconds, "s")
    report.row("back after at most", [max(seconds)], "s", Budget(most=3))


if __name__ == "__main__":
    main()
