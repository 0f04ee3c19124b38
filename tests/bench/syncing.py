"""Sync: batches of phones through the real endpoint, beside what the engine could do without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from statistics import median

from tests.bench.insert_rate import InsertRate
from tests.bench.load import Phase, run
from tests.bench.measured import Measured, measured
from tests.bench.processor_time import Usage, usage_of
from tests.bench.report import Budget, Report
from tests.bench.server import phone_of, serving
from tests.bench.store import Store

BATCHES = (1, 20, 50)
CLIENTS = (8, 1, 32)
RUNS = 3
SECONDS = 3.0
QUICK_SECONDS = 1.0
PREPARED_PER_SECOND = {1: 4_000, 20: 18_000, 50: 24_000}
"""How many entries a second are written out beforehand; a phase ends early when they do not suffice."""

RAW_PER_SECOND = 40_000
NOT_FALLING = 0.9
"""Fewer single entries than this share of those into an empty log would be a fall, not noise."""

_RATES: Mapping[tuple[int, int], Budget] = {(20, 8): Budget(least=6_000), (1, 8): Budget(least=900)}
_LATENCIES: Mapping[tuple[int, int], Budget] = {(20, 8): Budget(most=150), (1, 8): Budget(most=30)}


class Syncing:
    """Measures one store's endpoint, before and after it holds many entries."""

    def __init__(self, report: Report, store: Store, *, quick: bool) -> None:
        self._report = report
        self._store = store
        self._seconds = QUICK_SECONDS if quick else SECONDS
        self._runs = 0
        self._first: list[Measured] = []

    def begin(self) -> None:
        """Send single entries while the log is nearly empty, to compare with later."""
        self._serve(lambda phase: self._first.extend(phase(1, 8)))

    def finish(self, stored: int) -> None:
        """Send batches of every size from every number of clients into a log of ``stored`` entries."""
        results: dict[tuple[int, int], list[Measured]] = {}

        def measure_all(phase: Callable[[int, int], list[Measured]]) -> None:
            for batch in BATCHES:
                for clients in CLIENTS:
                    results[batch, clients] = phase(batch, clients)
                self._print(batch, results)

        self._report.section(f"Sync, {self._store.engine}, {stored:,} entries stored, granian 2 × 4")
        self._serve(measure_all)
        self._print_growth(results[1, 8], stored)
        self._print_ceiling(results)

    def _serve(self, measure: Callable[[Callable[[int, int], list[Measured]]], None]) -> None:
        authors = self._store.users.clients(max(CLIENTS))
        context = get_context("spawn")
        with serving(self._store) as server, ProcessPoolExecutor(1, mp_context=context) as process:
            senders = [(author, phone_of(server.port, author)) for author in authors]
            assert server.process is not None
            usage = partial(usage_of, server.process.pid, self._store.postmaster)

            def phase(batch: int, clients: int, runs: int = RUNS) -> list[Measured]:
                outcomes = []
                for _ in range(runs):
                    self._runs += 1
                    prepared = round(PREPARED_PER_SECOND[batch] * self._seconds)
                    work = Phase(server.port, senders[:clients], batch, self._seconds, prepared, f"run {self._runs}")
                    outcomes.append(measured(process, usage, run, work))
                return outcomes

            phase(20, max(CLIENTS), runs=1)  # Warms the workers up.
            measure(phase)

    def _print(self, batch: int, results: Mapping[tuple[int, int], list[Measured]]) -> None:
        for clients in sorted(CLIENTS):
            key, runs = (batch, clients), results[batch, clients]
            name = f"batches of {batch:>2}, {clients:>2} clients"
            row = self._report.row
            outcomes = [each.outcome for each in runs]
            cost = Usage(median(each.cost.app for each in runs), median(each.cost.database for each in runs))
            row(f"{name}", [each.entries_per_second for each in outcomes], "entries/s", _RATES.get(key), cost)
            row(f"{name}: p50", [each.p50 for each in outcomes], "ms")
            row(f"{name}: p95", [each.p95 for each in outcomes], "ms", _LATENCIES.get(key))
            row(f"{name}: errors", [sum(each.errors for each in outcomes)], "", Budget(most=0))

    def _print_growth(self, later: list[Measured], stored: int) -> None:
        before = [each.outcome.entries_per_second for each in self._first]
        ratios = [each.outcome.entries_per_second / median(before) for each in later]
        self._report.row("single entries, 8 clients, log empty", before, "entries/s")
        self._report.row(f"single entries: {stored:,} stored : empty", ratios, "×", Budget(least=NOT_FALLING))

    def _print_ceiling(self, results: Mapping[tuple[int, int], list[Measured]]) -> None:
        ceiling = InsertRate(self._store)
        rows = round(RAW_PER_SECOND * self._seconds / 2)
        for batch in BATCHES:
            raw = [ceiling.rows_per_second(batch, self._seconds / 2, rows) for _ in range(RUNS)]
            self._report.row(f"driver alone, {batch:>2} rows per commit", raw, "rows/s")
            endpoint = [each.outcome.entries_per_second / median(raw) for each in results[batch, 8]]
            self._report.row(f"endpoint, 8 clients : driver alone, {batch:>2}", endpoint, "×")
