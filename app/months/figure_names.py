"""Names of the figures of an edition in the reader's language. Editions themselves hold codes only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.queries import catalogue_names, indicators, services_of
from app.catalogue.terms import OUTCOME_NAMES, Outcome
from app.logbook.kinds import HEADLINES, KINDS, service_measure
from app.logbook.status import Status
from app.logbook.wording import STATUS_NAMES
from app.months.differences import ComparedPart, FigureChange
from app.targets.subjects import HOUSEHOLDS


@dataclass(frozen=True, slots=True)
class FigureNames:
    """Names of measures, in the order in which they are shown, and of indicators."""

    measures: Mapping[str, str]
    indicators: Mapping[str, str]

    def name_of(self, change: FigureChange) -> str:
        """Return the name of a figure that differs."""
        match change.part:
            case ComparedPart.ENTRIES:
                return str(_("Entries: %(status)s", status=STATUS_NAMES[Status(change.code)]))
            case ComparedPart.REACHED:
                return str(_("%(indicator)s: reached", indicator=self.indicators.get(change.code, change.code)))
            case ComparedPart.OF_ALL:
                return str(_("%(indicator)s: of how many", indicator=self.indicators.get(change.code, change.code)))
        name = households_name() if change.code == HOUSEHOLDS else self.measures[change.code]
        if change.part is ComparedPart.SINCE_JANUARY:
            return str(_("%(figure)s, since January", figure=name))
        return name if change.part is ComparedPart.WARD else f"{change.place}: {name}"


def households_name() -> str:
    """Return the name of the number of different households."""
    return str(_("Different households reached"))


def headline_names() -> dict[str, str]:
    """Return the measures of every table, with their names."""
    return {each.measure: str(each.label) for each in HEADLINES}


def figure_names(session: Session, ward_id: int) -> FigureNames:
    """Return the names of everything that the tables of a ward's report show."""
    measures, names = headline_names(), catalogue_names(session, ward_id)
    for kind in KINDS.values():
        for breakdown in kind.breakdowns:
            measures |= {code: f"{breakdown.title}: {name}" for code, name in breakdown.labels(names).items()}
    for service in session.scalars(services_of(ward_id)):
        measures |= {
            service_measure(service.code, outcome): f"{service.name}: {OUTCOME_NAMES[Outcome(outcome)]}"
            for outcome in service.outcomes.split()
        }
    return FigureNames(
        {**measures, **headline_names()},
        {each.code: each.name for each in session.scalars(indicators())},
    )
