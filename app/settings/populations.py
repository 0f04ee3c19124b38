"""Populations of a ward: the numbers of people, households and firms that it entered, by group and by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from sqlalchemy.orm import Session

from app.catalogue.queries import indicators
from app.month import Month
from app.months.closing import OLD_AFTER
from app.overview.populations import days_of_merging, populations_on
from app.places.area_successors import successors_of
from app.places.models import Ward
from app.places.queries import areas_of_ward, latest_populations, populations_of_group
from app.places.ward_places import existed_between
from app.places.ward_settings import DENOMINATORS
from app.targets.subjects import HOUSEHOLDS
from app.versions import version_token

_AREAS = "neighbourhoods"
"""The group of which a ward keeps a list of its own."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group of people, households or firms: its newest figure in the ward, and in how many areas one is known.

    ``listed`` is the number of areas that the ward has in its list, where it is areas that are counted.
    """

    group: str
    figure: int | None = None
    as_of: date | None = None
    source: str = ""
    is_old: bool = False
    areas: int = 0
    sum: int = 0
    listed: int = 0


@dataclass(frozen=True, slots=True)
class Area:
    """An area of today. Figures up to ``merged_on``, the day when others were merged into it, are of a smaller area."""

    id: int
    name: str
    merged_on: date


@dataclass(frozen=True, slots=True)
class Census:
    """All figures of a group on one day, by area, merged ones too, and under ``None`` that of the ward."""

    as_of: date
    sources: Sequence[str]
    figures: Mapping[int | None, int]

    @property
    def ward(self) -> int | None:
        """The figure of the ward, if there is one."""
        return self.figures.get(None)

    @property
    def areas(self) -> dict[int, int]:
        """The figures of the areas."""
        return {area: figure for area, figure in self.figures.items() if area is not None}

    @property
    def sum(self) -> int:
        """The sum of the areas' figures."""
        return sum(self.areas.values())


@dataclass(frozen=True, slots=True)
class GroupPage:
    """The data of the page of a group. ``areas`` is empty for groups of which areas have no figure of their own.

    ``censuses`` are in order, the newest first.
    """

    ward: Ward
    group: str
    areas: Sequence[Area]
    censuses: Sequence[Census]

    @property
    def newest(self) -> dict[int | None, tuple[int, date]]:
        """The newest figure, and its day, of each area of today, and under ``None`` the ward's."""
        merged_on = {area.id: area.merged_on for area in self.areas}
        found: dict[int | None, tuple[int, date]] = {}
        for census in self.censuses:
            if census.ward is not None:
                found.setdefault(None, (census.ward, census.as_of))
            for area, figure in census.areas.items():
                if area in merged_on and census.as_of > merged_on[area]:
                    found.setdefault(area, (figure, census.as_of))
        return found

    @property
    def number_known(self) -> int:
        """The number of areas with a figure."""
        return len(self.newest.keys() - {None})

    @property
    def sum(self) -> int:
        """The sum of the areas' newest figures."""
        return sum(figure for area, (figure, _day) in self.newest.items() if area is not None)

    @property
    def differs(self) -> bool:
        """Whether the areas' sum is more than the ward's figure, or, where all areas have a figure, another number."""
        whole, _day = self.newest.get(None, (None, None))
        if whole is None or not self.number_known:
            return False
        return self.sum > whole or (self.number_known == len(self.areas) and self.sum != whole)

    @property
    def version(self) -> str:
        """The version of all figures of the group."""
        return version_of(self.censuses)


def version_of(censuses: Iterable[Census]) -> str:
    """Return the version of the figures of a group."""
    return version_token([(each.as_of, each.sources, each.ward, sorted(each.areas.items())) for each in censuses])


def groups_of(session: Session, ward_id: int) -> list[str]:
    """Return the groups that a ward may enter: possible denominators, and those that have a figure already."""
    of_indicators = [each.denominator_group for each in session.scalars(indicators())]
    entered = session.scalars(latest_populations(ward_id))
    return [group for group in dict.fromkeys([HOUSEHOLDS, *DENOMINATORS, *of_indicators, *entered]) if group]


def group_lines(session: Session, ward: Ward, day: date) -> list[GroupLine]:
    """Return a line for each group, with its newest figure up to a day."""
    newest = populations_on(session.execute(latest_populations(ward.id)), day)
    last = Month.of(day).previous().last
    lines = [
        GroupLine(group, row.figure, row.as_of, row.source, last - row.as_of > OLD_AFTER)
        if (row := newest.get(group))
        else GroupLine(group)
        for group in groups_of(session, ward.id)
    ]
    of_areas = group_page(session, ward, HOUSEHOLDS, day)
    is_old = any(last - as_of > OLD_AFTER for area, (_figure, as_of) in of_areas.newest.items() if area is not None)
    return [
        replace(line, areas=of_areas.number_known, sum=of_areas.sum, is_old=line.is_old or is_old)
        if line.group == HOUSEHOLDS
        else replace(line, listed=len(of_areas.areas))
        if line.group == _AREAS
        else line
        for line in lines
    ]


def group_page(session: Session, ward: Ward, group: str, day: date) -> GroupPage:
    """Return the data of the page of a group."""
    areas = _areas(session, ward.id, day) if group == HOUSEHOLDS else []
    return GroupPage(ward, group, areas, censuses(session, ward.id, group))


def _areas(session: Session, ward_id: int, day: date) -> list[Area]:
    every = areas_of_ward(session, ward_id)
    merged = days_of_merging(every, successors_of(every, day))
    return [
        Area(each.id, each.name, merged.get(each.id, date.min))
        for each in every
        if each.has_own_figures(day) and existed_between(each, day, day)
    ]


def censuses(session: Session, ward_id: int, group: str) -> list[Census]:
    """Return the figures of a group by day, the newest first."""
    found = []
    rows = session.scalars(populations_of_group(ward_id, group))
    for as_of, of_day in groupby(rows, key=lambda row: row.as_of):
        figures = list(of_day)
        sources = list(dict.fromkeys(row.source for row in figures))
        found.append(Census(as_of, sources, {row.neighbourhood_id: row.figure for row in figures}))
    return found
