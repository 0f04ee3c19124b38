"""Parts of an edition: its days, who took part on which, places that entries name, and figures that no team made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct, field

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


class Attendance(Struct, frozen=True, omit_defaults=True):
    """The days of a month on which a member took part, in order. ``entries`` is the number of their entries.

    ``self_approved`` are those of the days with an entry that its author approved, ``on_duty`` those on which they were
    on duty, and ``outside_plan`` those that count for no payment, because the ward pays for days under a plan alone.
    ``role`` is that of the post by which they stand in the list, empty in editions that did not keep it.
    """

    member_id: int = field(name="member")
    name: str
    team_id: int | None = field(name="team")
    days: tuple[date, ...]
    entries: int
    self_approved: tuple[date, ...] = ()
    on_duty: tuple[date, ...] = ()
    outside_plan: tuple[date, ...] = ()
    role: str = ""

    @property
    def payable_days(self) -> tuple[date, ...]:
        """The days that count for payment, in order."""
        outside = {*self.outside_plan}
        return tuple(day for day in self.days if day not in outside)


class FiguresBeside(Struct, frozen=True):
    """Figures that the teams did not make, and the first day of the log. Editions of older releases have none."""

    log_began: date | None = None
    openings: Mapping[str, OpeningPart] = {}
    offices: Sequence[OfficeRow] = ()
