"""The areas and teams of a ward as rows of a table. Pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.logbook.kinds import HEADLINES
from app.periods import Span
from app.places.ward_places import WardArea, WardTeam, existed_between
from app.tally.month_figures import MonthFigures
from app.targets.subjects import HOUSEHOLDS

HEADLINE_MEASURES = [headline.measure for headline in HEADLINES]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One area, team or ward of a table, with its figures of the month by measure."""

    id: int
    name: str
    figures: Mapping[str, int]


def area_rows(
    areas: Sequence[WardArea],
    stands_for: Mapping[int, int],
    figures: Mapping[int, Mapping[str, MonthFigures]],
    span: Span,
) -> list[PlaceRow]:
    """Return the areas of a ward; merged ones are restated on today's map, split ones keep their line."""
    standing = [area for area in areas if area.id not in stands_for]
    return _rows(standing, figures, [*HEADLINE_MEASURES, HOUSEHOLDS], span)


def team_rows(
    teams: Sequence[WardTeam], figures: Mapping[int, Mapping[str, MonthFigures]], span: Span
) -> list[PlaceRow]:
    """Return the teams of a ward."""
    return _rows(teams, figures, HEADLINE_MEASURES, span)


def _rows(
    places: Sequence[WardArea] | Sequence[WardTeam],
    figures: Mapping[int, Mapping[str, MonthFigures]],
    measures: Sequence[str],
    span: Span,
) -> list[PlaceRow]:
    """Return those that existed in the days of the month or logged anything that counts in it, were it void by now."""
    rows = []
    for place in places:
        of_place = figures.get(place.id, {})
        found = {measure: of_place[measure] for measure in measures if measure in of_place}
        if existed_between(place, span.first, span.last) or any(each.month or each.counters for each in found.values()):
            rows.append(PlaceRow(place.id, place.name, {measure: each.month for measure, each in found.items()}))
    return rows
