"""The table that is printed: each figure as the median of several runs, with its range and what was asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter

import click

from tests.bench.processor_time import Usage


@dataclass(frozen=True, slots=True)
class Budget:
    """What a figure is to be at least, or at most."""

    least: float | None = None
    most: float | None = None

    def is_met_by(self, figure: float) -> bool:
        """Return whether ``figure`` keeps within it."""
        return (self.least is None or figure >= self.least) and (self.most is None or figure <= self.most)

    def __str__(self) -> str:
        return f"≥ {shown(self.least)}" if self.least is not None else f"≤ {shown(self.most or 0)}"


def shown(figure: float) -> str:
    """Return a figure with as many digits as anybody would read."""
    return f"{figure:,.0f}" if abs(figure) >= 100 or figure == int(figure) else f"{figure:,.3g}"


def cost_text(cost: Usage | None) -> str:
    """Return the milliseconds of processors of a request: the app's, and the database's where it has processes."""
    if cost is None:
        return ""
    return f"app {shown(cost.app)} ms" + (f", database {shown(cost.database)} ms" if cost.database else "")


def loop_time() -> float:
    """Return how many milliseconds a fixed piece of pure Python takes."""
    start = perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number * number % 7
    return (perf_counter() - start) * 1000


_COLUMNS = f"{'':56}{'budget':>10}{'median':>10}   {'min – max':<18} verdict processors a request"


@dataclass
class Report:
    """Prints figures as they come, and remembers which budgets were missed."""

    met: int = 0
    missed: list[str] = field(default_factory=list)
    _section: str = ""

    def section(self, title: str, columns: str = _COLUMNS) -> None:
        """Begin a part of the table; the loop's time tells how fast the machine is just now."""
        self._section = title
        click.echo(f"\n{title} (loop: {loop_time():.0f} ms)")
        click.echo(columns)

    def row(
        self,
        what: str,
        runs: Sequence[float],
        unit: str = "",
        budget: Budget | None = None,
        cost: Usage | None = None,
    ) -> None:
        """Print a figure from its runs, whether its median keeps within ``budget``, and the ``cost`` of a request."""
        figure, verdict, asked = median(runs), "", ""
        if budget is not None:
            verdict, asked = "met" if self.check(what, figure, budget, unit) else "MISSED", str(budget)
        span = f"{shown(min(runs))} – {shown(max(runs))}" if len(runs) > 1 else ""
        name = f"{what}, {unit}" if unit else what
        click.echo(f"  {name:<54}{asked:>10}{shown(figure):>10}   {span:<18} {verdict:<6} {cost_text(cost)}".rstrip())

    def check(self, what: str, figure: float, budget: Budget, unit: str = "") -> bool:
        """Remember whether a figure keeps within its budget, without printing it; return that."""
        is_met = budget.is_met_by(figure)
        if is_met:
            self.met += 1
        else:
            self.missed.append(f"{self._section}: {what}: {shown(figure)} {unit}, budget {budget}")
        return is_met

    def say(self, text: str) -> None:
        """Print a line of explanation."""
        click.echo(f"  {text}")

    def end(self) -> None:
        """Print how many budgets were met, and each that was missed."""
        click.echo(f"\n{self.met} budgets met, {len(self.missed)} missed.")
        for line in self.missed:
            click.echo(f"  {line}")
