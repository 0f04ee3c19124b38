"""The reporting periods of a ward: each is named by the month in which it ends. Pure rules.

A period is the calendar month, or runs from the 15th of the month before to the 14th, as the ward chooses from a period
on. Official reports end on the 14th: Decree 09/2019/NĐ-CP, article 12. Days that a change of the rule would leave out,
or would count twice, are those of the first period after it: a period begins on the day after the one before has ended.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.month import Month

CALENDAR_DAY, MIDDLE_DAY = 1, 15
FIRST_DAYS: Sequence[int] = (CALENDAR_DAY, MIDDLE_DAY)
"""The days on which periods may begin."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, order=True, slots=True)
class PeriodRule:
    """From the period ``since`` on, periods begin on ``first_day`` of a month."""

    since: Month
    first_day: int


@dataclass(frozen=True, slots=True)
class Periods:
    """The periods of a ward. Without ``rules`` they are the calendar months; the rules stand in the order of months."""

    rules: Sequence[PeriodRule] = ()

    def of(self, day: date) -> Month:
        """Return the period that ``day`` falls in."""
        month = Month.of(day)
        return month if day <= self.last(month) else month.next()

    def first(self, month: Month) -> date:
        """Return the first day of the period ``month``."""
        return self.last(month.previous()) + _DAY if month.first > date.min else date.min

    def last(self, month: Month) -> date:
        """Return the last day of the period ``month``."""
        if self.first_day(month) == CALENDAR_DAY:
            return month.last
        return date(month.year, month.number, MIDDLE_DAY) - _DAY

    def span(self, month: Month) -> Span:
        """Return the days of the period ``month``."""
        return Span(self.first(month), self.last(month))

    def first_day(self, month: Month) -> int:
        """Return the day on which periods begin by the rule of the period ``month``."""
        number = bisect_right([rule.since for rule in self.rules], month)
        return self.rules[number - 1].first_day if number else CALENDAR_DAY

    def is_calendar_month(self, month: Month) -> bool:
        """Return whether the period ``month`` is the calendar month of its name."""
        return self.span(month) == Span(month.first, month.last)

    def is_usual(self, month: Month) -> bool:
        """Return whether the period ``month`` is as long as its rule says; the first after a change is not."""
        return month.first == date.min or self.first_day(month) == self.first_day(month.previous())

    def first_of_year(self, month: Month) -> date:
        """Return the first day of the year that the period ``month`` is in, with which cumulative figures begin."""
        return self.first(Month(month.year, 1))

    def between(self, first: date, last: date) -> Iterator[Month]:
        """Return the periods that have a day from ``first`` to ``last``."""
        return self.of(first).up_to(self.of(last))

    def changed(self, since: Month, first_day: int) -> Periods:
        """Return the periods that begin on ``first_day`` from the period ``since`` on; rules of later ones are gone."""
        earlier = [rule for rule in self.rules if rule.since < since]
        return Periods(_without_repeats([*earlier, PeriodRule(since, first_day)]))


CALENDAR = Periods()
"""The periods of a ward that has chosen nothing: the calendar months."""


@dataclass(frozen=True, slots=True)
class MovedDays:
    """Days that are in another period by other rules: the period ``before``, and that ``after``."""

    days: Span
    before: Month
    after: Month


def moved_days(before: Periods, after: Periods, span: Span) -> Iterator[MovedDays]:
    """Yield the days of ``span`` that are in another period ``after`` a change than ``before``, in their order."""
    day = span.first
    while day <= span.last:
        old, new = before.of(day), after.of(day)
        last = min(before.last(old), after.last(new), span.last)
        if old != new:
            yield MovedDays(Span(day, last), old, new)
        day = last + _DAY


def calendar_months_within(spans: Iterable[Span]) -> list[Month]:
    """Return the calendar months each of whose days lies in one of the ``spans``, which do not overlap."""
    days: dict[Month, int] = {}
    for span in spans:
        for month in Month.of(span.first).up_to(Month.of(span.last)):
            first, last = max(span.first, month.first), min(span.last, month.last)
            days[month] = days.get(month, 0) + (last - first).days + 1
    return sorted(month for month, number in days.items() if number == month.last.day)


def _without_repeats(rules: Iterable[PeriodRule]) -> tuple[PeriodRule, ...]:
    """Return rules without those that say what holds already."""
    needed: list[PeriodRule] = []
    for rule in rules:
        if rule.first_day != (needed[-1].first_day if needed else CALENDAR_DAY):
            needed.append(rule)
    return tuple(needed)
