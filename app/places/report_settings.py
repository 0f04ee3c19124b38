"""The settings of a ward's report: recipients, signature, cut-off day, what an attendance is worth. Pure rules.

They are a part of the ward's settings, and an edition keeps those that its month was closed with, under the same
names; what is missing or cannot be used has the value that most wards need.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import msgspec

from app.month import Month
from app.stored_json import StoredRecord

LAST_CUTOFF_DAY = 28
"""The last day that a ward may choose: every month has a day of this number."""

DEFAULT_NUMBER_SUFFIX = "BC-UBND"

OPTIONAL_COLUMNS = ("target", "since_january", "reached", "population", "ratio", "note")
"""Columns of the results by pillar that a ward may leave out."""

ANNEXES = ("results", "areas", "activities", "attendance")
"""What a report may have attached: results by pillar, by area and team, activities, days of taking part."""

USUAL_ANNEXES = ("results", "areas", "activities")
"""The annexes of a ward that has chosen nothing."""

NotNegative = Annotated[int, msgspec.Meta(ge=0)]


class Rates(StoredRecord, frozen=True):
    """The rates of an attendance, in đồng: for each day, and once a month for ``least_days`` days or more.

    ``most`` is the most that anybody gets in a month, ``team_most`` the most that a team gets; 0 is no limit.
    ``team_lump`` is what a team gets a month in place of all rates, if any of its members took part.
    ``is_transferred`` says that people are paid through the bank, and so sign for nothing.
    """

    per_day: NotNegative = 0
    per_month: NotNegative = 0
    least_days: NotNegative = 1
    most: NotNegative = 0
    team_most: NotNegative = 0
    team_lump: NotNegative = 0
    is_transferred: bool = False

    @property
    def are_set(self) -> bool:
        """Whether the ward pays anything by attendance."""
        return bool(self.per_day or self.per_month or self.team_lump)

    @property
    def are_of_teams(self) -> bool:
        """Whether what members get depends on the others of their team."""
        return bool(self.team_most or self.team_lump)

    def amount(self, days: int) -> int:
        """Return what a number of days of one person is worth, in đồng, whatever their team gets."""
        once = self.per_month if days >= max(self.least_days, 1) else 0
        worth = days * self.per_day + once
        return min(worth, self.most) if self.most else worth


class ReportSettings(StoredRecord, frozen=True):
    """The settings of a ward's report; an empty text is replaced by one made from the ward's name.

    ``superior`` is the authority above the issuer, ``place`` where it is dated, ``number_suffix`` what follows the
    number that the clerk gives, ``basis`` the plan that the work follows, ``signed_as`` the lines above the
    signature. ``cutoff_day`` is the day by which reports are due, the next of that number after a month's end; it only
    reminds.
    ``hidden_columns`` are columns of the results that are left out; ``hidden_measures`` columns of the areas' table.
    ``annexes`` are those of :data:`ANNEXES` that the report has. ``only_planned_days`` says whether only days under a
    plan count for payment.
    """

    superior: str = ""
    issuer: str = ""
    place: str = ""
    number_suffix: str = DEFAULT_NUMBER_SUFFIX
    basis: str = ""
    signed_as: Sequence[str] = ()
    signatory: str = ""
    recipients: Sequence[str] = ()
    cutoff_day: Annotated[int, msgspec.Meta(ge=1, le=LAST_CUTOFF_DAY)] | None = None
    hidden_columns: Sequence[str] = ()
    hidden_measures: Sequence[str] = ()
    annexes: Sequence[str] = USUAL_ANNEXES
    rates: Rates = Rates()
    only_planned_days: bool = False

    def due_after(self, last: date) -> date | None:
        """Return the day by which the report of a period that ends on ``last`` is due, if the ward has set one."""
        if self.cutoff_day is None:
            return None
        month = Month.of(last)
        month = month if self.cutoff_day > last.day else month.next()
        return date(month.year, month.number, self.cutoff_day)
