"""The page of the targets of a year: the measures and places to choose from, and the targets that are set."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.catalogue.queries import indicators, services_of
from app.logbook.queries import closed_months
from app.month import Month, today
from app.months.figure_names import headline_names, households_name
from app.places.models import Ward
from app.places.queries import areas_of_ward, teams_of_ward
from app.places.ward_places import WardPlace, existed_between
from app.targets.keys import TargetKey, TargetLevel
from app.targets.queries import targets_in_year
from app.targets.subjects import HOUSEHOLDS, service_measures, service_subject

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class TargetsPage:
    """The data of the page of a year.

    ``measures`` are names by code under the heading of their group; ``places`` those of the ward in that year.
    """

    ward: Ward
    year: int
    measures: Mapping[str, Mapping[str, str]]
    places: Mapping[TargetLevel, Sequence[WardPlace]]
    figures: Mapping[TargetKey, int]
    closed: Collection[str]

    def places_in(self, level: TargetLevel, month: Month | None) -> list[WardPlace]:
        """Return the teams or areas that existed in a month, or in the year."""
        if month is None:
            return list(self.places[level])
        span = self.ward.settings.periods.span(month)
        return [each for each in self.places[level] if existed_between(each, span.first, span.last)]

    @property
    def names(self) -> dict[str, str]:
        """The names of all measures by code, in their order; one that is no longer offered is named by its code."""
        offered = {code: name for group in self.measures.values() for code, name in group.items()}
        return offered | {key.measure: key.measure for key in self.figures if key.measure not in offered}

    @property
    def months(self) -> list[Month]:
        """The months of the year."""
        return [Month(self.year, number) for number in range(1, MONTHS_OF_A_YEAR + 1)]

    @property
    def lines(self) -> dict[str, list[TargetLine]]:
        """The targets that are set: for each measure the year and the months that have one."""
        found: dict[tuple[str, str | None], TargetLine] = {}
        for key, figure in self.figures.items():
            line = found.setdefault((key.measure, key.month), self._line(key.measure, key.month))
            line.figures.setdefault(key.level, []).append(figure)
        in_order = sorted(found.values(), key=lambda line: line.month or "")
        return {code: of_one for code in self.names if (of_one := [line for line in in_order if line.measure == code])}

    def _line(self, measure: str, month: str | None) -> TargetLine:
        existing = {level: len(self.places_in(level, Month.parse(month) if month else None)) for level in self.places}
        return TargetLine(measure, month, existing, {})


@dataclass(frozen=True, slots=True)
class TargetLine:
    """The targets of a measure for a month or a year: of the ward, of its teams and of its areas.

    ``existing`` is the number of teams and areas at that time.
    """

    measure: str
    month: str | None
    existing: Mapping[TargetLevel, int]
    figures: dict[TargetLevel, list[int]]

    @property
    def ward(self) -> int | None:
        """The target of the ward, if it has one."""
        return sum(self.figures[TargetLevel.WARD]) if TargetLevel.WARD in self.figures else None

    def number(self, level: str) -> int:
        """The number of teams or areas that have a target."""
        return len(self.figures.get(TargetLevel(level), ()))

    def sum(self, level: str) -> int:
        """The sum of the targets of teams or areas."""
        return sum(self.figures.get(TargetLevel(level), ()))

    def all(self, level: str) -> int:
        """The number of teams or areas."""
        return self.existing[TargetLevel(level)]

    def differs(self, level: str) -> bool:
        """Whether the sum of teams or areas is more than the ward's target, or, where all have one, another figure."""
        if self.ward is None or not self.number(level):
            return False
        has_every_one = self.number(level) >= self.all(level)
        return self.sum(level) > self.ward or (has_every_one and self.sum(level) != self.ward)


def targets_page(session: Session, ward: Ward, year: int) -> TargetsPage:
    """Return the data of the page of a year, which has the days of the ward's periods."""
    periods = ward.settings.periods
    first, last = periods.first_of_year(Month(year, 1)), periods.last(Month(year, MONTHS_OF_A_YEAR))
    teams = [each for each in teams_of_ward(session, ward.id) if existed_between(each, first, last)]
    areas = [each for each in areas_of_ward(session, ward.id) if existed_between(each, first, last)]
    figures = {target.key: target.figure for target in session.scalars(targets_in_year(ward.id, year))}
    set_in_year = {key.measure for key in figures}
    return TargetsPage(
        ward=ward,
        year=year,
        measures=_measures(session, ward.id, set_in_year),
        places={
            TargetLevel.TEAM: teams,
            TargetLevel.AREA: [each for each in areas if each.has_own_figures(min(today(), last))],
        },
        figures=figures,
        closed={month for month in session.scalars(closed_months(ward.id)) if month.startswith(f"{year}-")},
    )


def _measures(session: Session, ward_id: int, set_in_year: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the measures to choose from: activities, indicators, and services without an indicator.

    A service of the ward's own that has ended is among them only where it has a target already.
    """
    fed = [each for each in session.scalars(indicators()) if each.measures]
    feeding = {measure for each in fed for measure in each.measures.split()}
    others = [
        each
        for each in session.scalars(services_of(ward_id))
        if feeding.isdisjoint(service_measures(each.code))
        and (each.ended_on is None or service_subject(each.code) in set_in_year)
    ]
    return {
        str(_("Activities of the teams")): {**headline_names(), HOUSEHOLDS: households_name()},
        str(_("What is reached")): {each.code: each.name for each in fed},
        str(_("Other apps and services")): {service_subject(each.code): each.name for each in others},
    }
