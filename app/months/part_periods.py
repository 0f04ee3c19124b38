"""The periods that a quarter, half a year or a year is made of, and what has become of each. Pure rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from app.month import Month, local_day
from app.periods import Periods
from app.year_parts import YearPart, parts_of_year


class Closing(NamedTuple):
    """The closing of a period: when, and number and digest of its edition; one of the first release may have none."""

    at: datetime
    number: int | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class PartPeriod:
    """A period of a part of a year.

    ``has_begun`` is false of one that is still to come. ``is_before_log`` says that the ward did not use the log yet.
    """

    month: Month
    closing: Closing | None
    has_begun: bool = True
    is_before_log: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it keeps the part's figures from being final."""
        return self.closing is None and not self.is_before_log


@dataclass(frozen=True, slots=True)
class LogTime:
    """The periods of a ward, the instant that it is, and the first day of which its log counts anything."""

    periods: Periods
    at: datetime
    began: date | None

    @property
    def this_period(self) -> Month:
        """The period that runs."""
        return self.periods.of(local_day(self.at))

    @property
    def first_period(self) -> Month:
        """The first period of the log, or the one that runs where it counts nothing yet."""
        return self.periods.of(self.began) if self.began else self.this_period

    def periods_of(self, part: YearPart, closings: Mapping[Month, Closing]) -> Sequence[PartPeriod]:
        """Return the periods of a part of a year, with the closings of those that are closed."""
        this, first = self.this_period, self.first_period
        return [PartPeriod(month, closings.get(month), month <= this, month < first) for month in part.months]

    def parts(self) -> Sequence[YearPart]:
        """Return the parts of years that have begun and reach into the time of the log, the newest first."""
        years = range(self.this_period.year, self.first_period.year - 1, -1)
        return [
            part
            for year in years
            for part in parts_of_year(year)
            if part.months[0] <= self.this_period and part.months[-1] >= self.first_period
        ]


def last_begun(periods: Iterable[PartPeriod]) -> Month:
    """Return the last period that has begun."""
    return max(each.month for each in periods if each.has_begun)


def combined_digest(periods: Iterable[PartPeriod]) -> str:
    """Return the SHA-256 in hex of the editions that a part is made of: their months, numbers and digests."""
    lines = [f"{each.month} {each.closing.number} {each.closing.digest}" for each in periods if each.closing]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
