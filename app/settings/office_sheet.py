"""The sheet of a month with figures of other offices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.catalogue.figure_models import OfficeFigure
from app.catalogue.models import Indicator
from app.catalogue.offices import USUAL_INDICATORS, Office
from app.catalogue.queries import indicators, office_figures_of
from app.month import FIRST_DAY, Month
from app.places.models import Ward
from app.versions import version_token

OfficeKey = tuple[Office, str]
"""An office and the code of an indicator."""


@dataclass(frozen=True, slots=True)
class OfficeValues:
    """A figure of an office: of how many, where that is known, of which day and by whom."""

    figure: int
    of_all: int | None
    as_of: date
    source: str

    @property
    def text(self) -> str:
        """The figure as the audit log keeps it, in no language."""
        of_all = f"/{self.of_all}" if self.of_all else ""
        return f"{self.figure}{of_all} {self.as_of.isoformat()} ({self.source})"


FIRST_MONTH = Month.of(FIRST_DAY)
"""The first month that has a sheet; the last one is the present."""


def office_values(row: OfficeFigure) -> OfficeValues:
    """Return what a stored figure says."""
    return OfficeValues(row.figure, row.of_all, row.as_of, row.source)


@dataclass(frozen=True, slots=True)
class OfficeSheet:
    """The figures of a month by office: those that are usual, and others that were entered."""

    ward: Ward
    month: Month
    lines: Mapping[Office, Sequence[Indicator]]
    stored: Mapping[OfficeKey, OfficeFigure]

    def version(self, office: Office) -> str:
        """The version of the figures of an office."""
        return version_of_office({key: row for key, row in self.stored.items() if key[0] is office})


def version_of_office(rows: Mapping[OfficeKey, OfficeFigure]) -> str:
    """Return the version of some figures."""
    return version_token(sorted((key[0].value, key[1], office_values(row).text) for key, row in rows.items()))


def stored_office_figures(session: Session, ward_id: int, month: Month) -> dict[OfficeKey, OfficeFigure]:
    """Return the figures of a month by office and indicator."""
    rows = session.scalars(office_figures_of(ward_id, str(month)))
    return {(row.office, row.indicator_code): row for row in rows}


def office_sheet(session: Session, ward: Ward, month: Month) -> OfficeSheet:
    """Return the sheet of a month."""
    stored = stored_office_figures(session, ward.id, month)
    catalogue = session.scalars(indicators()).all()
    lines = {
        office: [each for each in catalogue if each.code in usual or (office, each.code) in stored]
        for office, usual in USUAL_INDICATORS.items()
    }
    return OfficeSheet(ward, month, lines, stored)
