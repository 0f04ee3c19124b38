"""How a ward wants its report: whom it goes to, who signs, what an attendance is worth. Pure rules.

They stand in the ward's settings under ``report``; what is missing there has the value that most wards need.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.month import Month
from app.places.due import REPORT_KEY, cutoff_day_of, due_on
from app.stored_json import StoredObject

KEY = REPORT_KEY

OPTIONAL_COLUMNS = ("target", "since_january", "reached", "population", "ratio", "note")
"""Columns of the results by pillar that a ward may leave out."""


@dataclass(frozen=True, slots=True)
class Rates:
    """What taking part is worth, in đồng: for each day, and once for who took part on ``least_days`` or more.

    ``most`` is what nobody gets more than in a month; 0 is no limit.
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
        """Return what so many days are worth, in đồng."""
        once = self.per_month if days >= max(self.least_days, 1) else 0
        worth = days * self.per_day + once
        return min(worth, self.most) if self.most else worth


@dataclass(frozen=True, slots=True)
class ReportSettings:
    """What a ward has set for its report; an empty text is replaced by what the ward's name gives.

    ``superior`` is the authority above the issuer, ``place`` where it is dated, ``number_suffix`` what follows the
    number that the clerk gives, ``basis`` the plan that the work follows, ``signed_as`` the lines above the
    signature. ``cutoff_day`` is the day of the next month by which reports are due: it only reminds.
    ``hidden_columns`` are columns of the results that are left out; ``hidden_measures`` columns of the areas' table.
    """

    superior: str = ""
    issuer: str = ""
    place: str = ""
    number_suffix: str = "BC-UBND"
    basis: str = ""
    signed_as: Sequence[str] = ()
    signatory: str = ""
    recipients: Sequence[str] = ()
    cutoff_day: int | None = None
    hidden_columns: Collection[str] = ()
    hidden_measures: Collection[str] = ()
    rates: Rates = field(default_factory=Rates)

    def due_on(self, month: Month) -> date | None:
        """Return by which day a month's report is due, where the ward has said so."""
        return due_on(month, self.cutoff_day)


def report_settings(ward_settings: Mapping[str, Any]) -> ReportSettings:
    """Return what a ward has set, from its settings as they are stored."""
    return settings_from(StoredObject(ward_settings).object(KEY))


def settings_from(stored: StoredObject) -> ReportSettings:
    """Return the settings of a report from what stands under :data:`KEY`, by the names of :func:`as_stored`."""
    usual = ReportSettings()
    return ReportSettings(
        superior=stored.text("superior"),
        issuer=stored.text("issuer"),
        place=stored.text("place"),
        number_suffix=stored.text("number_suffix", usual.number_suffix),
        basis=stored.text("basis"),
        signed_as=stored.texts("signed_as"),
        signatory=stored.text("signatory"),
        recipients=stored.texts("recipients"),
        cutoff_day=cutoff_day_of(stored),
        hidden_columns=stored.texts("hidden_columns"),
        hidden_measures=stored.texts("hidden_measures"),
        rates=rates_from(stored.object("rates")),
    )


def rates_from(stored: StoredObject) -> Rates:
    """Return what taking part is worth, from what is stored, by the names of :func:`rates_as_stored`."""
    usual = Rates()
    return Rates(
        per_day=stored.number("per_day", usual.per_day),
        per_month=stored.number("per_month", usual.per_month),
        least_days=stored.number("least_days", usual.least_days),
        most=stored.number("most", usual.most),
    )


def as_stored(settings: ReportSettings) -> dict[str, Any]:
    """Return settings as they stand under :data:`KEY`."""
    return {
        "superior": settings.superior,
        "issuer": settings.issuer,
        "place": settings.place,
        "number_suffix": settings.number_suffix,
        "basis": settings.basis,
        "signed_as": list(settings.signed_as),
        "signatory": settings.signatory,
        "recipients": list(settings.recipients),
        "cutoff_day": settings.cutoff_day,
        "hidden_columns": sorted(settings.hidden_columns),
        "hidden_measures": sorted(settings.hidden_measures),
        "rates": rates_as_stored(settings.rates),
    }


def rates_as_stored(rates: Rates) -> dict[str, int]:
    """Return what taking part is worth as it is stored, in settings and in editions."""
    return {
        "per_day": rates.per_day,
        "per_month": rates.per_month,
        "least_days": rates.least_days,
        "most": rates.most,
    }
