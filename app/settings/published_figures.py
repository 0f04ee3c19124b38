"""Published figures of a ward by indicator, as its pages list them: which one the report uses, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.catalogue.coverage import StartReason, start_of, start_reason
from app.catalogue.models import Baseline, Indicator
from app.catalogue.queries import baselines_of, indicators
from app.catalogue.terms import Bound
from app.month import Month
from app.places.models import Ward
from app.versions import version_token


@dataclass(frozen=True, slots=True)
class PublishedValues:
    """What a published figure says. ``percent`` is the printed percentage with a decimal point, or empty."""

    as_of: date
    source: str
    numerator: int | None = None
    bound: Bound = Bound.EXACT
    denominator: int | None = None
    percent: str = ""

    @property
    def text(self) -> str:
        """The figure as the audit log keeps it, in no language: ``>2800/9658 98.8% 2026-06-30 (source)``."""
        figure = "" if self.numerator is None else f"{self.bound.value.strip('=')}{self.numerator}"
        of_all = f"/{self.denominator}" if self.denominator else ""
        share = f"{self.percent}%" if self.percent else ""
        return " ".join(filter(None, [figure + of_all, share, self.as_of.isoformat(), f"({self.source})"]))


def values_of(row: Baseline) -> PublishedValues:
    """Return what a stored figure says; one without a day is as old as can be."""
    return PublishedValues(
        row.as_of or date.min, row.source, row.numerator, row.bound, row.denominator, row.published_percent
    )


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """The published figures of an indicator, the newest first. ``used`` is the one that the month's report uses."""

    ward: Ward
    indicator: Indicator
    month: Month
    rows: Sequence[Baseline]
    used: Baseline | None

    @property
    def reason(self) -> StartReason | None:
        """Why the report uses that one."""
        return start_reason(self.used) if self.used else None

    @property
    def version(self) -> str:
        """The version of all figures of the indicator."""
        return version_of_published(self.rows)


def version_of_published(rows: Iterable[Baseline]) -> str:
    """Return the version of the published figures of an indicator."""
    return version_token(
        sorted((row.id, values_of(row).text, row.is_ended, row.is_preferred, row.is_own) for row in rows)
    )


def published_pages(session: Session, ward: Ward, month: Month) -> list[PublishedPage]:
    """Return a page for each indicator, in the order of the catalogue."""
    found: dict[str, list[Baseline]] = {}
    for row in session.scalars(baselines_of(ward.id)):
        found.setdefault(row.indicator_code, []).append(row)
    return [
        PublishedPage(ward, each, month, rows[::-1], start_of(rows, month, ward.settings.periods))
        for each in session.scalars(indicators())
        for rows in [found.get(each.code, [])]
    ]


def published_page(session: Session, ward: Ward, code: str, month: Month) -> PublishedPage | None:
    """Return the page of an indicator, if there is one of that code."""
    return next((page for page in published_pages(session, ward, month) if page.indicator.code == code), None)
