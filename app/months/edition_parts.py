"""Parts of an edition: the days that it is of, places that entries name, and figures that no team made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from app.catalogue.office_lines import OfficeRow
from app.catalogue.openings import OpeningPart
from app.month import Month
from app.periods import Periods, Span


class EditionPlace(Struct, frozen=True):
    """A market, street or point that listed entries name."""

    id: int
    name: str


class EditionSpan(Struct, frozen=True):
    """The days of the period that an edition is of, and the first day of its year, with which sums of the year begin.

    They are those of closing, whatever the ward chose later.
    """

    first: date
    last: date
    year_first: date

    @classmethod
    def of(cls, month: Month, periods: Periods) -> EditionSpan:
        """Return the days of a period."""
        span = periods.span(month)
        return cls(span.first, span.last, periods.first_of_year(month))

    @property
    def days(self) -> Span:
        """The days of the period."""
        return Span(self.first, self.last)

    @property
    def year_to_date(self) -> Span:
        """The days of the year up to the last of the period."""
        return Span(self.year_first, self.last)


class EditionAreaStep(Struct, frozen=True):
    """Areas that became others within the period, all by their names, and the first day on which they were these."""

    since: date
    before: Sequence[str]
    after: Sequence[str]


class FiguresBeside(Struct, frozen=True):
    """Figures that the teams did not make, and the first day of the log. Editions of older releases have none."""

    log_began: date | None = None
    openings: Mapping[str, OpeningPart] = {}
    offices: Sequence[OfficeRow] = ()
