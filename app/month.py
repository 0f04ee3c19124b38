"""Calendar rules: the local day, the calendar month, and what a month contains.

Time is stored in UTC, but a day and a month are those of Viet Nam, which has no
daylight saving time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_DAY = date(2020, 1, 1)
"""The first day that the app knows: no team existed before, so an earlier one is a slip or a wrong clock."""

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def now() -> datetime:
    """Return this instant in UTC."""
    return datetime.now(UTC)


def local_day(instant: datetime) -> date:
    """Return the day in Viet Nam at an aware ``instant``."""
    return instant.astimezone(ZONE).date()


def today() -> date:
    """Return the day it is in Viet Nam."""
    return local_day(now())


def week_of(day: date) -> tuple[date, date]:
    """Return the Monday and the Sunday of the week that holds ``day``."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; ``str()`` gives the form used in tables and on the wire, ``2026-03``."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month that holds ``day``."""
        return cls(day.year, day.month)

    @classmethod
    def current(cls) -> Self:
        """Return the month it is in Viet Nam."""
        return cls.of(today())

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``YYYY-MM``; raise ``ValueError`` for anything else."""
        match = _MONTH.fullmatch(text)
        if match is None or match[1] == "0000":
            raise ValueError(f"not a month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        """The first day of the month."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day of the month."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def next(self) -> Month:
        """Return the month after this one."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def previous(self) -> Month:
        """Return the month before this one."""
        return Month.of(self.first - timedelta(days=1))

    def up_to(self, last: Month) -> Iterator[Month]:
        """Yield the months from this one up to ``last``; none where that is earlier."""
        month = self
        while month <= last:
            yield month
            month = month.next()

    def year_to_date(self) -> list[Month]:
        """Return the months that a cumulative figure covers: January up to this one."""
        return [Month(self.year, number) for number in range(1, self.number + 1)]
