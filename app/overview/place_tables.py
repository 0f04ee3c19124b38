"""Figures of a month from the counters: by measure, and by area and team on today's map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.logbook.kinds import HEADLINES
from app.month import Month
from app.places.queries import neighbourhoods_of, successors, teams_of
from app.tally.queries import area_measures, distinct_households, team_measures
from app.text import collation_key

HEADLINE_MEASURES = [headline.measure for headline in HEADLINES]
HOUSEHOLDS = "households"
"""The column of distinct households; the figures of several months must not be added up."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure in a month, how much of it is approved, and since January."""

    period: int = 0
    approved: int = 0
    cumulative: int = 0


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One area, team or ward of a table, with its figures by measure."""

    id: int
    name: str
    figures: Mapping[str, int]


def figures_by_measure(rows: Iterable[Any]) -> dict[str, Figure]:
    """Return what rows of the counters say, by measure."""
    return {row.measure: Figure(row.period, row.approved, row.cumulative) for row in rows}


def year_to_date(month: Month) -> list[str]:
    """Return the months of a cumulative figure as the counters name them."""
    return [str(each) for each in month.year_to_date()]


def area_rows(session: Session, ward_id: int, month: Month, is_closed: bool) -> list[PlaceRow]:
    """Return the areas of a ward; merged ones are restated on today's map, split ones keep their line."""
    stands_for = successors(session, ward_id)
    figures: dict[int, dict[str, int]] = {}
    for row in session.execute(area_measures(ward_id, str(month), is_closed, HEADLINE_MEASURES)):
        _add(figures, stands_for.get(row.neighbourhood_id, row.neighbourhood_id), row.measure, row.figure)
    for row in session.execute(distinct_households(ward_id, str(month), is_closed, stands_for)):
        _add(figures, row.area, HOUSEHOLDS, row.households)
    areas = [row for row in session.execute(neighbourhoods_of(ward_id)) if row.id not in stands_for]
    return _rows(areas, figures, lambda row: (row.is_whole_ward, collation_key(row.name)), month)


def team_rows(session: Session, ward_id: int, month: Month, is_closed: bool) -> list[PlaceRow]:
    """Return the teams of a ward."""
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
) -> list[PlaceRow]:
    """Return those that existed in the month or have figures in it."""
    shown = (place for place in places if place.id in figures or _existed(place, month))
    return [PlaceRow(place.id, place.name, figures.get(place.id, {})) for place in sorted(shown, key=order)]


def _existed(place: Any, month: Month) -> bool:
    """Return whether a place existed on any day of a month."""
    has_begun = place.valid_from is None or place.valid_from <= month.last
    return has_begun and (place.valid_to is None or place.valid_to >= month.first)
