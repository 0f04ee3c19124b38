"""What was done before a ward used this log, and from which day on a sum since January counts. Pure rules.

An opening figure is of a subject: whatever a target may name. It is added to sums since January of the year of its day,
and later to nothing but what was reached since the beginning. It is never added to figures of a month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.month import Month
from app.periods import Span


@dataclass(frozen=True, slots=True)
class OpeningPart:
    """What was done of a subject before the log was used: in the year of ``as_of`` up to that day, and earlier.

    ``before`` is ``None`` where nobody knows.
    """

    this_year: int
    before: int | None
    as_of: date
    source: str

    @property
    def in_all(self) -> int:
        """All that is known to have been done up to ``as_of``."""
        return self.this_year + (self.before or 0)


@dataclass(frozen=True, slots=True)
class CountedSince:
    """From when on a sum since January counts.

    ``day`` is the first day of the log where that is later than the year's and nothing from before it is known.
    ``opening`` is what was done before, which the sum holds if it ``is_added``. ``year_first`` is the first day of the
    year where that is not 1 January.
    """

    day: date | None = None
    opening: OpeningPart | None = None
    is_added: bool = True
    year_first: date | None = None

    @property
    def named_day(self) -> date | None:
        """The day that is said of the sum; none of one since 1 January."""
        return self.day or self.year_first


ALL_YEAR = CountedSince()


@dataclass(frozen=True, slots=True)
class YearOpenings:
    """The opening figures of a ward by subject at the end of a month, and the first day of its log.

    ``year_to_date`` are the days from the first of the ward's year to the last of the month: without them those of the
    calendar.
    """

    month: Month
    log_began: date | None = None
    parts: Mapping[str, OpeningPart] = field(default_factory=dict)
    year_to_date: Span | None = None

    @classmethod
    def at(
        cls,
        month: Month,
        log_began: date | None,
        parts: Mapping[str, OpeningPart],
        year_to_date: Span | None = None,
    ) -> YearOpenings:
        """Return those of some opening figures that lie before the end of a month."""
        openings = cls(month, log_began, parts, year_to_date)
        last = openings.days.last
        return replace(openings, parts={code: part for code, part in parts.items() if part.as_of <= last})

    @property
    def days(self) -> Span:
        """The days from the first of the year to the last of the month."""
        return self.year_to_date or Span(Month(self.month.year, 1).first, self.month.last)

    @property
    def of_log_alone(self) -> YearOpenings:
        """The first day of the log without opening figures: what a team or a person did before, nobody knows."""
        return YearOpenings(self.month, self.log_began, year_to_date=self.year_to_date)

    def ever(self, code: str, measures: Sequence[str] = ()) -> OpeningPart | None:
        """Return the opening figure of a subject, or that of the only measure that it is made of."""
        if code in self.parts:
            return self.parts[code]
        return self.parts.get(measures[0]) if len(measures) == 1 else None

    def of_year(self, code: str, measures: Sequence[str] = ()) -> OpeningPart | None:
        """Return the opening figure of a subject if it is one of the year."""
        part = self.ever(code, measures)
        return part if part is not None and part.as_of >= self.days.first else None

    def counted_since(self, code: str, measures: Sequence[str] = (), *, is_added: bool = True) -> CountedSince:
        """Return from when on the sum of a subject since January counts. Without ``is_added`` it stands apart."""
        part, began = self.of_year(code, measures), self.log_began
        days = self.days
        is_late = began is not None and days.first < began <= days.last
        year_first = days.first if (days.first.month, days.first.day) != (1, 1) else None
        return CountedSince(began if is_late and not (part and is_added) else None, part, is_added, year_first)
