"""The settings of a ward's report: recipients, signature, cut-off day, what an attendance is worth. Pure rules.

They are a part of the ward's settings, and an edition keeps those that its month was closed with, under the same
names; what is missing or cannot be used has the value that most wards need.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.month import Month
from app.stored_json import StoredObject

LAST_CUTOFF_DAY = 28
"""The last day that a ward may choose: every month has a day of this number."""

DEFAULT_NUMBER_SUFFIX = "BC-UBND"

OPTIONAL_COLUMNS = ("target", "since_january", "reached", "population", "ratio", "note")
"""Columns of the results by pillar that a ward may leave out."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of an attendance, in đồng: for each day, and once a month for ``least_days`` days or more.

    ``most`` is the most that anybody gets in a month; 0 is no limit.
    """

    per_day: int = 0
    per_month: int = 0
    least_days: int = 1
    most: int = 0

    @property
    def are_set(self) -> bool:
        """Whether the ward pays anything by attendance."""
        return bool(self.per_day or self.per_month)

    def amount(self, days: int) -> int:
        """Return what a number of days is worth, in đồng."""
        once = self.per_month if days >= max(self.least_days, 1) else 0
        worth = days * self.per_day + once
        return min(worth, self.most) if self.most else worth

    @classmethod
    def parse(cls, stored: StoredObject) -> Rates:
        """Return the rates that are stored, by the names of :meth:`as_stored`."""
        usual = cls()
        return cls(
            per_day=stored.number("per_day", usual.per_day),
            per_month=stored.number("per_month", usual.per_month),
            least_days=stored.number("least_days", usual.least_days),
            most=stored.number("most", usual.most),
        )

    def as_stored(self) -> dict[str, int]:
        """Return the rates as they are stored, in settings and in editions."""
        return {
            "per_day": self.per_day,
            "per_month": self.per_month,
            "least_days": self.least_days,
            "most": self.most,
        }


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """The settings of a ward's report; an empty text is replaced by one made from the ward's name.

    ``superior`` is the authority above the issuer, ``place`` where it is dated, ``number_suffix`` what follows the
    number that the clerk gives, ``basis`` the plan that the work follows, ``signed_as`` the lines above the
    signature. ``cutoff_day`` is the day of the next month by which reports are due: it only reminds.
    ``hidden_columns`` are columns of the results that are left out; ``hidden_measures`` columns of the areas' table.
    """

    superior: str = ""
    issuer: str = ""
    place: str = ""
    number_suffix: str = DEFAULT_NUMBER_SUFFIX
    basis: str = ""
    signed_as: Sequence[str] = ()
    signatory: str = ""
    recipients: Sequence[str] = ()
    cutoff_day: int | None = None
    hidden_columns: Collection[str] = ()
    hidden_measures: Collection[str] = ()
    rates: Rates = field(default_factory=Rates)

    def due_on(self, month: Month) -> date | None:
        """Return the day by which a month's report is due, if the ward has set a cut-off day."""
        after = month.next()
        return date(after.year, after.number, self.cutoff_day) if self.cutoff_day else None

    @classmethod
    def parse(cls, stored: StoredObject) -> ReportSettings:
        """Return the settings that are stored, by the names of :meth:`as_stored`."""
        return cls(
            superior=stored.text("superior"),
            issuer=stored.text("issuer"),
            place=stored.text("place"),
            number_suffix=stored.text("number_suffix", DEFAULT_NUMBER_SUFFIX),
            basis=stored.text("basis"),
            signed_as=stored.texts("signed_as"),
            signatory=stored.text("signatory"),
            recipients=stored.texts("recipients"),
            cutoff_day=stored.optional_number("cutoff_day", 1, LAST_CUTOFF_DAY),
            hidden_columns=stored.texts("hidden_columns"),
            hidden_measures=stored.texts("hidden_measures"),
            rates=Rates.parse(stored.object("rates")),
        )

    def as_stored(self) -> dict[str, Any]:
        """Return the settings as they are stored, in a ward's settings and in editions."""
        return {
            "superior": self.superior,
            "issuer": self.issuer,
            "place": self.place,
            "number_suffix": self.number_suffix,
            "basis": self.basis,
            "signed_as": list(self.signed_as),
            "signatory": self.signatory,
            "recipients": list(self.recipients),
            "cutoff_day": self.cutoff_day,
            "hidden_columns": sorted(self.hidden_columns),
            "hidden_measures": sorted(self.hidden_measures),
            "rates": self.rates.as_stored(),
        }
