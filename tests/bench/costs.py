"""What a request costs: time of processors, of the app and of the database apart, in rounds taken in turns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import median

from tests.bench.checkouts import THIS, BuiltCheckout
from tests.bench.load import run_drive
from tests.bench.measured import Measured, measured
from tests.bench.ratios import in_turn, ratios, unsteadiness
from tests.bench.report import Budget, Report, loop_time, shown
from tests.bench.request_kinds import is_known, kinds_named
from tests.bench.sides import served
from tests.bench.statement_counts import Statements, counted

ENTRIES = 2_000
ROUNDS, FEW_ROUNDS = 10, 3
"""How many rounds are made beside another checkout, and by this one alone."""

QUICK_SHARE = 5
"""A quick round has a fifth of the requests."""

_COLUMNS = ("app", "database", "a second", "p50", "p95", "errors", "statements", "sent")


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: kinds by a part of their names (all where there is none), rounds, and entries before."""

    kinds: Sequence[str]
    rounds: int
    entries: int
    quick: bool


Rounds = Mapping[str, Sequence[Measured]]
"""The figures of a kind, round by round, by the name of the side."""


def measure_engines(report: Report, engines: Sequence[str], bases: Sequence[BuiltCheckout], plan: Plan) -> None:
    """Measure on each of the engines, and print what the app itself takes on PostgreSQL beside SQLite."""
    times = {engine: measure(report, engine, bases, plan) for engine in engines}
    if len(times) > 1:
        report.section("Time of the app's processors, PostgreSQL : SQLite", "")
        for kind, on_sqlite in times["sqlite"].items():
            report.say(f"{kind:<40}{times['postgresql'][kind] / on_sqlite:>10.2f}×")


def measure(report: Report, engine: str, bases: Sequence[BuiltCheckout], plan: Plan) -> dict[str, float]:
    """Measure this checkout and ``bases`` in turns; return this one's time of the app per request, kind by kind."""
    kinds, results = kinds_named(plan.kinds), defaultdict[str, dict[str, list[Measured]]](lambda: defaultdict(list))
    loops = []
    with ExitStack() as stack:
        sides = [stack.enter_context(served(each, engine, plan.entries)) for each in (THIS, *bases)]
        process = stack.enter_context(ProcessPoolExecutor(1, mp_context=get_context("spawn")))
        known = {side.name: [kind for kind in kinds if is_known(kind, side)] for side in sides}
        for number in range(plan.rounds):
            loops.append(loop_time())
            for kind in kinds:
                for side in in_turn([side for side in sides if kind in known[side.name]], number):
                    share = kind.number // QUICK_SHARE if plan.quick else kind.number
                    drive = kind.drive(side, share, f"{kind.name} {number}")
                    results[kind.name][side.name].append(measured(process, side.usage, run_drive, drive))
        statements = {side.name: counted(side, known[side.name]) for side in sides}
    _print(report, engine, plan, results, statements)
    report.say(f"Noise: at each round's beginning the fixed loop took {min(loops):.0f} – {max(loops):.0f} ms.")
    return {name: median(each.cost.app for each in own[THIS.name]) for name, own in results.items() if THIS.name in own}


def _print(
    report: Report,
    engine: str,
    plan: Plan,
    results: Mapping[str, Rounds],
    statements: Mapping[str, Mapping[str, Statements]],
) -> None:
    title = (
        f"Cost of a request, {engine}, {plan.entries:,} entries stored before, median of {plan.rounds} rounds in turns"
    )
    report.section(title, f"  {'':<40}" + "".join(f"{column:>11}" for column in _COLUMNS))
    report.say("app, database: ms of processors a request; sent: what PostgreSQL was sent, with transactions and pings")
    for kind, own in results.items():
        report.say(kind)
        for side, figures in own.items():
            report.say(_line(side, figures, statements[side][kind]))
        for line in _ratio_lines(own):
            report.say(line)
        errors = sum(each.outcome.errors for figures in own.values() for each in figures)
        report.check(f"{kind}: errors", errors, Budget(most=0))


def _line(side: str, figures: Sequence[Measured], statements: Statements) -> str:
    outcomes = [each.outcome for each in figures]
    cells = [
        shown(median(each.cost.app for each in figures)),
        shown(median(each.cost.database for each in figures)),
        shown(median(each.requests_per_second for each in outcomes)),
        *(shown(median(getattr(each, name) for each in outcomes)) for name in ("p50", "p95")),
        str(sum(each.errors for each in outcomes)),
        shown(statements.made),
        "" if statements.logged is None else shown(statements.logged),
    ]
    noise = f"   ± {unsteadiness([each.cost.app for each in figures]):.0f} %" if len(figures) > 1 else ""
    return f"  {side:<38}" + "".join(f"{cell:>11}" for cell in cells) + noise


def _ratio_lines(own: Rounds) -> Iterator[str]:
    """Yield a line for each base that knows the kind: the ratios of this checkout to it, and how far they spread."""
    ours = own.get(THIS.name, ())
    for base, others in own.items():
        if base == THIS.name:
            continue
        compared = {
            "app": ratios([each.cost.app for each in ours], [each.cost.app for each in others]),
            "database": ratios([each.cost.database for each in ours], [each.cost.database for each in others]),
            "both": ratios([each.both for each in ours], [each.both for each in others]),
            "a second": ratios(*([each.outcome.requests_per_second for each in side] for side in (ours, others))),
        }
        yield f"  : {base:<36}" + "   ".join(f"{name} {spread(each)}" for name, each in compared.items())


def spread(runs: Sequence[float]) -> str:
    """Return the median of ratios with the least and the greatest, or a dash where there is none."""
    numbers = [each for each in runs if each == each]
    if not numbers:
        return "–"
    return f"{median(numbers):.2f}× ({min(numbers):.2f} – {max(numbers):.2f})"
