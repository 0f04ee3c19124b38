"""Figures of a month beside those of the month before and of the year before: what the cards at the head of a page
say. Pure rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from app.catalogue.coverage import ratio
from app.targets.progress import Targets


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure in a month, how much of it is received and how much approved, since January, in the month before,
    and in the same month of the year before.
    """

    period: int = 0
    approved: int = 0
    cumulative: int = 0
    previous: int = 0
    year_ago: int = 0
    received: int = 0


NOTHING = Compared()


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A headline's figure with its changes. An unknown figure, such as a sum of distinct households, is ``None``."""

    measure: str
    label: str
    period: int
    previous: int
    approved: int | None = None
    cumulative: int | None = None
    target_of_month: int | None = None
    target_of_year: int | None = None
    year_ago: int = 0

    @property
    def difference(self) -> int:
        """The difference between this month and the month before."""
        return self.period - self.previous

    @property
    def change(self) -> Decimal | None:
        """The difference in per cent of the month before, without its sign, where there was any."""
        return ratio(abs(self.difference), self.previous)

    @property
    def so_far(self) -> Decimal | None:
        """The month in per cent of the month before: what can be said while it is not over."""
        return ratio(self.period, self.previous)

    @property
    def change_in_year(self) -> Decimal | None:
        """The difference to the same month last year, in per cent of it, where there was any."""
        return ratio(self.period - self.year_ago, self.year_ago)

    @property
    def reached_in_month(self) -> Decimal | None:
        """The month's figure in per cent of its target, where there is one."""
        return ratio(self.period, self.target_of_month)

    @property
    def reached_in_year(self) -> Decimal | None:
        """The figure since January in per cent of the year's target, where there is one."""
        return ratio(self.cumulative, self.target_of_year)


def compared_by_measure(rows: Iterable[Any]) -> dict[str, Compared]:
    """Return what rows of the counters say, by measure."""
    return {
        row.measure: Compared(row.period, row.approved, row.cumulative, row.previous, row.year_ago, row.received)
        for row in rows
    }


def card(measure: str, label: str, figure: Compared, targets: Targets) -> FigureCard:
    """Return the card of a measure that is counted and may have targets."""
    return FigureCard(
        measure,
        label,
        figure.period,
        figure.previous,
        figure.approved,
        figure.cumulative,
        targets.of_month.get(measure),
        targets.of_year.get(measure),
        figure.year_ago,
    )


def total(figures: Mapping[str, Compared], measures: Iterable[str]) -> Compared:
    """Return the sum of some measures."""
    found = [figures.get(measure, NOTHING) for measure in measures]
    return Compared(*(sum(getattr(each, field.name) for each in found) for field in fields(Compared)))
