"""The cards at the head of a page: figures of a month beside those of other times, and beside targets. Pure rules."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from app.catalogue.coverage import ratio
from app.catalogue.openings import ALL_YEAR, CountedSince
from app.overview.notes import opening_note
from app.tally.month_figures import MonthFigures
from app.targets.progress import NO_TARGETS, Targets


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A measure's figures with their changes and targets. ``knows_approved`` is false where that is not asked.

    ``since`` says from when on the figure since January counts.
    """

    measure: str
    label: str
    figures: MonthFigures
    targets: Targets = NO_TARGETS
    knows_approved: bool = True
    since: CountedSince = ALL_YEAR

    @property
    def opening(self) -> str:
        """What of the figure since January was done before the log was used, in words."""
        return opening_note(self.since)

    @property
    def difference(self) -> int:
        """The difference between this month and the month before."""
        return self.figures.month - self.figures.previous

    @property
    def change(self) -> Decimal | None:
        """The difference in per cent of the month before, without its sign, where there was any."""
        return ratio(abs(self.difference), self.figures.previous)

    @property
    def so_far(self) -> Decimal | None:
        """The month in per cent of the month before: what can be said while it is not over."""
        return ratio(self.figures.month, self.figures.previous)

    @property
    def change_in_year(self) -> Decimal | None:
        """The difference to the same month last year, in per cent of it, where there was any."""
        return ratio(self.figures.month - self.figures.year_ago, self.figures.year_ago)

    @property
    def target_of_month(self) -> int | None:
        """The target of the month, where there is one."""
        return self.targets.of_month.get(self.measure)

    @property
    def target_of_year(self) -> int | None:
        """The target of the year, where there is one."""
        return self.targets.of_year.get(self.measure)

    @property
    def reached_in_month(self) -> Decimal | None:
        """The month's figure in per cent of its target, where there is one."""
        return ratio(self.figures.month, self.target_of_month)

    @property
    def reached_in_year(self) -> Decimal | None:
        """The figure since January in per cent of the year's target, where there is one."""
        return ratio(self.figures.year_to_date, self.target_of_year)
