"""The figures of one measure: of a month, and of the times that it is compared with. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """A measure in a month, since January, in the month before, and in the same month of the year before.

    These are official: of a closed month what was approved, of an open one what was received. ``approved`` and
    ``received`` are both of the month itself. ``counters`` is the number of counters that are kept for the month, also
    of those that have come back to 0, as when all its entries are void. What nobody asked for is 0.
    """

    month: int = 0
    year_to_date: int = 0
    previous: int = 0
    year_ago: int = 0
    approved: int = 0
    received: int = 0
    counters: int = 0

    def __add__(self, other: MonthFigures) -> MonthFigures:
        """Return the sums of two measures."""
        return MonthFigures(
            self.month + other.month,
            self.year_to_date + other.year_to_date,
            self.previous + other.previous,
            self.year_ago + other.year_ago,
            self.approved + other.approved,
            self.received + other.received,
            self.counters + other.counters,
        )

    def with_opening(self, figure: int) -> MonthFigures:
        """Return the figures, that since January with what was done before the log was used."""
        return replace(self, year_to_date=self.year_to_date + figure)


NO_FIGURES = MonthFigures()


def total(figures: Mapping[str, MonthFigures], measures: Iterable[str]) -> MonthFigures:
    """Return the sum of some measures."""
    return sum((figures.get(measure, NO_FIGURES) for measure in measures), NO_FIGURES)


def figures_by_measure(rows: Iterable[tuple[str, int, int, int, int, int, int, int]]) -> dict[str, MonthFigures]:
    """Return the figures of rows that hold a measure and the fields of its figures."""
    return {measure: MonthFigures(*figures) for measure, *figures in rows}


def figures_by_place(
    rows: Iterable[tuple[int, str, int, int, int, int, int, int, int]], stands_for: Mapping[int, int]
) -> dict[int, dict[str, MonthFigures]]:
    """Return the figures of rows that hold the id of a place besides, those of a merged area with its successor's."""
    found: dict[int, dict[str, MonthFigures]] = {}
    for place, measure, *fields in rows:
        of_place, figures = found.setdefault(stands_for.get(place, place), {}), MonthFigures(*fields)
        of_place[measure] = of_place[measure] + figures if measure in of_place else figures
    return found


def households_by_place(rows: Iterable[tuple[int, str, int]]) -> dict[int, MonthFigures]:
    """Return the figures of rows that hold the id of a place, the name of a field, and its figure."""
    found: dict[int, MonthFigures] = {}
    for place, field, households in rows:
        found[place] = replace(found.get(place, NO_FIGURES), **{field: households})
    return found
