"""The tables of the overview pages, read from the counters with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.catalogue.pillars import pillar_name
from app.catalogue.queries import services
from app.catalogue.terms import Outcome
from app.localisation import selected_language
from app.logbook.kinds import HEADLINES, KINDS, service_measure
from app.logbook.queries import closed_months, closed_months_of, own_counts
from app.logbook.status import Status
from app.month import Month
from app.overview.coverage import Covered, coverage_of
from app.permissions import Holder
from app.places.models import Ward
from app.places.queries import neighbourhoods_of, successors, teams_of, wards_of
from app.tally.queries import (
    area_measures,
    distinct_households,
    distinct_households_of_ward,
    measures_of_wards,
    one_team,
    team_measures,
    ward_measures,
)
from app.text import collation_key

HEADLINE_MEASURES = [headline.measure for headline in HEADLINES]
HOUSEHOLDS = "households"
"""The column of distinct households, which no sum of months may give."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure in a month, how much of it is approved, and since January."""

    period: int = 0
    approved: int = 0
    cumulative: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One area, team or ward of a table, with its figures by measure."""

    id: int
    name: str
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service: how many people came how far with it."""

    name: str
    pillar: str
    outcomes: Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class WardFigures:
    """Everything that the ward page shows of a month."""

    ward: Ward
    month: Month
    is_closed: bool
    totals: Mapping[str, Figure]
    households: int
    services: list[ServiceRow]
    coverage: list[Covered]
    areas: list[Row]
    teams: list[Row]


@dataclass(frozen=True, slots=True)
class WardRow:
    """One ward of the province page."""

    ward: Ward
    is_closed: bool
    figures: Mapping[str, Figure]


def ward_figures(session: Session, ward: Ward, month: Month, today: date) -> WardFigures:
    """Read the ward page of a month."""
    closed = list(session.scalars(closed_months(ward.id)))
    is_closed = str(month) in closed
    totals = _figures(session.execute(ward_measures(ward.id, _months(month), closed)))
    return WardFigures(
        ward=ward,
        month=month,
        is_closed=is_closed,
        totals=totals,
        households=session.scalar(distinct_households_of_ward(ward.id, str(month), is_closed)) or 0,
        services=_services(session, totals),
        coverage=coverage_of(session, ward.id, closed, today),
        areas=_areas(session, ward.id, month, is_closed),
        teams=_teams(session, ward.id, month, is_closed),
    )


def team_figures(session: Session, ward_id: int, team_id: int, month: Month) -> tuple[bool, Mapping[str, Figure]]:
    """Return whether a month is closed, and what a team counted in it and since January."""
    closed = list(session.scalars(closed_months(ward_id)))
    return str(month) in closed, _figures(session.execute(one_team(ward_id, team_id, _months(month), closed)))


def member_figures(session: Session, holder: Holder, month: Month) -> Mapping[str, Figure]:
    """Return how many entries of each kind a person's month holds, and how many of them are approved."""
    received, approved = dict.fromkeys(KINDS, 0), dict.fromkeys(KINDS, 0)
    for row in session.execute(own_counts(holder, str(month), date(max(1, month.year - 1), 1, 1))):
        if row.status != Status.VOID:
            received[row.kind] += row.number
        if row.status == Status.APPROVED:
            approved[row.kind] += row.number
    return {kind: Figure(received[kind], approved[kind]) for kind in KINDS}


def province_figures(session: Session, province_id: int, month: Month) -> list[WardRow]:
    """Read the wards of a province side by side."""
    wards: list[Ward] = list(session.scalars(wards_of(province_id)))
    ids = [ward.id for ward in wards]
    closed = {(row.ward_id, row.month) for row in session.execute(closed_months_of(ids))}
    figures: dict[int, dict[str, Figure]] = {}
    query = measures_of_wards(ids, _months(month), closed, HEADLINE_MEASURES)
    for row in session.execute(query):
        figures.setdefault(row.ward_id, {})[row.measure] = Figure(row.period, 0, row.cumulative)
    return [WardRow(ward, (ward.id, str(month)) in closed, figures.get(ward.id, {})) for ward in wards]


def _months(month: Month) -> list[str]:
    return [str(each) for each in month.year_to_date()]


def _figures(rows: Iterable[Any]) -> dict[str, Figure]:
    return {row.measure: Figure(row.period, row.approved, row.cumulative) for row in rows}


def _services(session: Session, totals: Mapping[str, Figure]) -> list[ServiceRow]:
    """Return the services with which anybody was helped this year."""
    english = selected_language() == "en"
    rows = []
    for service in session.execute(services()):
        outcomes = {outcome.value: totals.get(service_measure(service.code, outcome), Figure()) for outcome in Outcome}
        if any(figure.cumulative or figure.period for figure in outcomes.values()):
            rows.append(
                ServiceRow(service.name_en if english else service.name_vi, pillar_name(service.pillar), outcomes)
            )
    return rows


def _areas(session: Session, ward_id: int, month: Month, is_closed: bool) -> list[Row]:
    """Return the areas of a ward; merged ones are restated on today's map, split ones keep their line."""
    stands_for = successors(session, ward_id)
    figures: dict[int, dict[str, int]] = {}
    for row in session.execute(area_measures(ward_id, str(month), is_closed, HEADLINE_MEASURES)):
        _add(figures, stands_for.get(row.neighbourhood_id, row.neighbourhood_id), row.measure, row.figure)
    for row in session.execute(distinct_households(ward_id, str(month), is_closed, stands_for)):
        _add(figures, row.area, HOUSEHOLDS, row.households)
    areas = [row for row in session.execute(neighbourhoods_of(ward_id)) if row.id not in stands_for]
    return _rows(areas, figures, lambda row: (row.is_whole_ward, collation_key(row.name)), month)


def _teams(session: Session, ward_id: int, month: Month, is_closed: bool) -> list[Row]:
    figures: dict[int, dict[str, int]] = {}
    for row in session.execute(team_measures(ward_id, str(month), is_closed, HEADLINE_MEASURES)):
        _add(figures, row.team_id, row.measure, row.figure)
    teams = session.execute(teams_of(ward_id))
    return _rows(teams, figures, lambda row: collation_key(row.name), month)


def _add(figures: dict[int, dict[str, int]], id: int, measure: str, figure: int) -> None:
    of_one = figures.setdefault(id, {})
    of_one[measure] = of_one.get(measure, 0) + figure


def _rows(
    places: Iterable[Any], figures: Mapping[int, Mapping[str, int]], order: Callable[[Any], Any], month: Month
) -> list[Row]:
    """Return those that existed in the month or have figures in it."""
    shown = (
        place for place in places if place.id in figures or place.valid_to is None or place.valid_to >= month.first
    )
    return [Row(place.id, place.name, figures.get(place.id, {})) for place in sorted(shown, key=order)]
