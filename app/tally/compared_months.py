"""The months that the figures of a page are compared in. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.month import Month


@dataclass(frozen=True, slots=True)
class ComparedMonths:
    """A month and what it is compared with, as the counters name months: empty where the calendar has no such month.

    ``year_to_date`` is January up to the month itself.
    """

    month: str
    year_to_date: Sequence[str]
    previous: str = ""
    year_ago: str = ""

    @classmethod
    def of(cls, month: Month) -> ComparedMonths:
        """Return the months that ``month`` is compared with."""
        return cls(
            str(month),
            [str(each) for each in month.year_to_date()],
            str(month.previous()) if month.first > date.min else "",
            str(Month(month.year - 1, month.number)) if month.year > 1 else "",
        )

    @property
    def all(self) -> list[str]:
        """Every month once."""
        return list(dict.fromkeys(filter(None, [self.year_ago, self.previous, *self.year_to_date, self.month])))

    @property
    def alone(self) -> ComparedMonths:
        """The month compared with nothing: then its figures are cheap to read."""
        return replace(self, year_to_date=(), previous="", year_ago="")

    @property
    def without_years(self) -> ComparedMonths:
        """The month compared with the one before alone."""
        return replace(self, year_to_date=(), year_ago="")

    @property
    def without_year_ago(self) -> ComparedMonths:
        """The month compared with this year alone."""
        return replace(self, year_ago="")
