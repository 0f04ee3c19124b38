"""The figures of one measure: of a month, and of the times that it is compared with. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A measure in a month, since January, in the month before, and in the same month of the year before.

    These are official: of a closed month what was approved, of an open one what was received. ``approved`` and
    ``received`` are both of the month itself. What nobody asked for is 0.
    """

    month: int = 0
    year_to_date: int = 0
    previous: int = 0
    year_ago: int = 0
    approved: int = 0
    received: int = 0

    def __add__(self, other: MonthFigures) -> MonthFigures:
        """Return the sums of two measures."""
        return MonthFigures(
            self.month + other.month,
            self.year_to_date + other.year_to_date,
            self.previous + other.previous,
            self.year_ago + other.year_ago,
            self.approved + other.approved,
            self.received + other.received,
        )


NO_FIGURES = MonthFigures()


def total(figures: Mapping[str, MonthFigures], measures: Iterable[str]) -> MonthFigures:
    """Return the sum of some measures."""
    return sum((figures.get(measure, NO_FIGURES) for measure in measures), NO_FIGURES)
