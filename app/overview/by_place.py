"""The figures of a month by the places of a ward's list: its markets, streets, service points and halls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.logbook.kinds import KINDS, SERVED
from app.overview.ward_month import WardMonth
from app.places.models import PlaceType
from app.places.queries import ListedPlace, places_of_list
from app.places.type_names import TYPE_NAMES
from app.places.ward_places import existed_between
from app.tally.month_figures import NO_FIGURES, MonthFigures, total
from app.tally.queries import places_in_month

_HEADLINES = [kind.headlines[0] for kind in KINDS.values()]
"""The first headline of each kind: what a place is compared by, besides the people served."""

_ORDER = list(PlaceType)


@dataclass(frozen=True, slots=True)
class CountedPlace:
    """What was counted at a place: the people served, and the headline of each kind by its measure."""

    place: ListedPlace
    served: MonthFigures
    headlines: Mapping[str, MonthFigures]


@dataclass(frozen=True, slots=True)
class PlacesOfType:
    """The places of one type at which anything was counted, in the ward's order."""

    name: str
    places: Sequence[CountedPlace]


@dataclass(frozen=True, slots=True)
class FiguresByPlace:
    """The places of a ward by what was counted there in a month.

    ``columns`` is label by measure, of the kinds of which anything was counted at any place. ``idle`` are the names of
    the places that existed in the month and at which nothing was counted.
    """

    columns: Mapping[str, str]
    types: Sequence[PlacesOfType]
    idle: Sequence[str]

    @property
    def served(self) -> MonthFigures:
        """The people served at all places, who came twice twice."""
        return sum((each.served for each in self._counted), NO_FIGURES)

    @property
    def headlines(self) -> Mapping[str, MonthFigures]:
        """The headlines of all places together."""
        return {
            measure: sum((each.headlines[measure] for each in self._counted), NO_FIGURES) for measure in self.columns
        }

    @property
    def number(self) -> int:
        """The number of places at which anything was counted."""
        return len(self._counted)

    @property
    def _counted(self) -> list[CountedPlace]:
        return [place for type in self.types for place in type.places]


def read_by_place(reading: WardMonth) -> FiguresByPlace:
    """Read what was counted at each place of a ward in the month, by few statements."""
    counted = _counted_figures(reading)
    listed = places_of_list(reading.session, reading.ward.id)
    places = [
        CountedPlace(place, total(counted[place.id], SERVED), _headlines(counted[place.id]))
        for place in sorted(listed, key=lambda place: _ORDER.index(place.type))
        if place.id in counted
    ]
    span = reading.span
    return FiguresByPlace(
        columns={
            each.measure: str(each.label)
            for each in _HEADLINES
            if any(each.measure in figures for figures in counted.values())
        },
        types=list(_by_type(places)),
        idle=[
            place.name for place in listed if place.id not in counted and existed_between(place, span.first, span.last)
        ],
    )


def _counted_figures(reading: WardMonth) -> Mapping[int, Mapping[str, MonthFigures]]:
    """Return the figures by place and measure; of a closed month what was approved counts, else what was received."""
    found: dict[int, dict[str, MonthFigures]] = {}
    # The number of entries is read as well, so that also a place stands there of which all entries count nobody.
    measures = {*KINDS, *SERVED, *(each.measure for each in _HEADLINES)}
    rows = reading.session.execute(places_in_month(reading.ward.id, str(reading.month), measures))
    for place, measure, received, approved in rows:
        official = approved if reading.is_closed else received
        found.setdefault(place, {})[measure] = MonthFigures(official, approved=approved, received=received)
    return found


def _headlines(figures: Mapping[str, MonthFigures]) -> Mapping[str, MonthFigures]:
    return {each.measure: figures.get(each.measure, NO_FIGURES) for each in _HEADLINES}


def _by_type(places: Iterable[CountedPlace]) -> Iterable[PlacesOfType]:
    for type, of_type in groupby(places, key=lambda each: each.place.type):
        yield PlacesOfType(str(TYPE_NAMES[type]), list(of_type))
