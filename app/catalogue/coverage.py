"""Coverage arithmetic: figures of indicators, and the ratios that they give. Pure rules.

A bound gives no ratio, and neither does an unknown denominator; ratios of totals are recomputed from
the totals, never averaged; more than 100% is shown, with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from app.catalogue.openings import OpeningPart
from app.catalogue.terms import Bound
from app.month import Month
from app.periods import CALENDAR, Periods


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """One figure of an indicator at one time: numerator, denominator and source.

    ``published_percent`` is the percentage that the source prints, kept beside the recomputed ``ratio``.
    """

    as_of: date | None
    source: str
    numerator: int | None
    bound: Bound = Bound.EXACT
    denominator: int | None = None
    denominator_as_of: date | None = None
    denominator_source: str = ""
    published_percent: Decimal | None = None
    unit_then: str = ""
    note: str = ""
    is_own: bool = False
    is_preferred: bool = False
    is_ended: bool = False

    @property
    def ratio(self) -> Decimal | None:
        """Numerator in per cent of the denominator, or ``None`` where no ratio may be given."""
        return ratio(self.numerator, self.denominator, self.bound)

    @property
    def is_above_all(self) -> bool:
        """Whether the numerator is more than the denominator."""
        return self.ratio is not None and self.ratio > 100


def ratio(numerator: int | None, denominator: int | None, bound: Bound = Bound.EXACT) -> Decimal | None:
    """Return ``numerator`` in per cent of ``denominator``, unrounded, or ``None`` where none may be given."""
    if numerator is None or not denominator or bound is not Bound.EXACT:
        return None
    return Decimal(numerator * 100) / Decimal(denominator)


class PublishedFigure(Protocol):
    """A published figure of an indicator: its number, exact or a bound, if one was printed, and its day."""

    @property
    def as_of(self) -> date | None:
        """The last day of the month that it was published of, if it is dated."""

    @property
    def numerator(self) -> int | None:
        """The number, if more than a percentage was printed."""

    @property
    def bound(self) -> Bound:
        """Whether the number is exact."""

    @property
    def is_ended(self) -> bool:
        """Whether the ward uses it no more."""

    @property
    def is_preferred(self) -> bool:
        """Whether the ward uses it in place of newer ones."""

    @property
    def is_own(self) -> bool:
        """Whether the ward entered it itself; else it came from an article, or with an older release."""


class StartReason(StrEnum):
    """The reason why a published figure is the one that is counted on from."""

    PREFERRED = "preferred"
    NEWEST = "newest"


P = TypeVar("P", bound=PublishedFigure)


@dataclass(frozen=True, slots=True)
class ReachedFigure:
    """The figure that a ward has reached of an indicator: what was published, and counted in the months ``after``."""

    after: str
    numerator: int
    bound: Bound
    denominator: int | None

    @property
    def ratio(self) -> Decimal | None:
        """Numerator in per cent of the denominator, or ``None`` where no ratio may be given."""
        return ratio(self.numerator, self.denominator, self.bound)

    def plus(self, counted: int) -> ReachedFigure:
        """Return the figure with what is counted besides."""
        return replace(self, numerator=self.numerator + counted)


def start_of(published: Iterable[P], month: Month, periods: Periods = CALENDAR) -> P | None:
    """Return the published figure that is counted on from at the end of a month; ended ones are none.

    It is the one that the ward prefers, or else the last one up to that month. Those of articles go out of use with
    the first one that the ward has entered itself. ``published`` are the figures of one indicator, the oldest first,
    undated ones before them.
    """
    by_then = [each for each in in_use(published) if each.as_of is None or each.as_of <= periods.last(month)]
    preferred = [each for each in by_then if each.is_preferred]
    own = [each for each in by_then if each.is_own]
    candidates = preferred or own or by_then
    return candidates[-1] if candidates else None


def in_use(published: Iterable[P]) -> list[P]:
    """Return the published figures that have not ended."""
    return [each for each in published if not each.is_ended]


def start_reason(start: PublishedFigure) -> StartReason:
    """Return why a figure is the one that :func:`start_of` returned."""
    return StartReason.PREFERRED if start.is_preferred else StartReason.NEWEST


def included_month(start: PublishedFigure | None, periods: Periods = CALENDAR) -> str:
    """Return the last period that a published figure includes some of, an empty text where it has no date.

    What is counted in that period is in the figure, at least in part: nothing is counted twice.
    """
    return str(periods.of(start.as_of)) if start and start.as_of else ""


def reached_figure(
    published: Sequence[PublishedFigure],
    month: Month,
    counted: Iterable[tuple[str, int]],
    population: int | None,
    opening: OpeningPart | None = None,
    periods: Periods = CALENDAR,
) -> ReachedFigure | None:
    """Return what is reached at the end of a month: what was published, and counted since, of a population.

    ``opening`` is what was done before the log was used, up to that month: see :func:`_done_before`.

    ``counted`` are the figures of months up to that one. What was published only later says nothing of where to count
    from: then there is no figure. Nothing can be added to a published percentage without a number: then the figure
    has only what was counted, of nobody knows how many.
    """
    start = start_of(published, month, periods)
    if start is None and in_use(published):
        return None
    after = included_month(start, periods)
    since = sum(figure for counted_in, figure in counted if counted_in > after) + _done_before(start, opening)
    if start is None:
        return ReachedFigure(after, since, Bound.EXACT, population)
    if start.numerator is None:
        return ReachedFigure(after, since, Bound.EXACT, None)
    return ReachedFigure(after, start.numerator + since, start.bound, population)


def _done_before(start: PublishedFigure | None, opening: OpeningPart | None) -> int:
    """Return how much of an opening figure is not in the published one: all of it where nothing was published.

    What was done in its year is counted since a figure of an earlier year. A figure of that year, or without a day,
    holds nobody knows how much of it, so nothing is added.
    """
    if opening is None:
        return 0
    if start is None:
        return opening.in_all
    return opening.this_year if start.as_of and start.as_of.year < opening.as_of.year else 0
