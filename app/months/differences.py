"""Differences between two editions of a month. Pure rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.logbook.status import Status
from app.months.edition import Edition, EditionTeam
from app.tally.month_figures import NO_FIGURES
from app.targets.subjects import HOUSEHOLDS


class ComparedPart(StrEnum):
    """The part of the report that a figure is of: the ward, since January, an area, a team, an indicator, the log."""

    ENTRIES = "entries"
    WARD = "ward"
    SINCE_JANUARY = "since_january"
    REACHED = "reached"
    OF_ALL = "of_all"
    AREA = "area"
    TEAM = "team"


FigureKey = tuple[ComparedPart, int, str]
"""The part, the place and the measure, indicator or status of a figure."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs between two editions; ``None`` where one of them does not have it."""

    part: ComparedPart
    place: str
    code: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int:
        """The later figure minus the earlier one."""
        return (self.after or 0) - (self.before or 0)


def changes(
    before: Edition, after: Edition, ward_measures: Collection[str], place_measures: Collection[str]
) -> list[FigureChange]:
    """Return the figures that differ, in the order of the report.

    The measures that the report shows are compared: ``ward_measures`` of the whole ward, ``place_measures`` of areas
    and teams. A figure since January is returned only where it changed by another amount than the month's.
    """
    old, new = (dict(_compared_figures(edition, ward_measures, place_measures)) for edition in (before, after))
    names = {
        (part, place.id): place.name
        for edition in (before, after)
        for part, places in ((ComparedPart.AREA, edition.areas), (ComparedPart.TEAM, edition.teams))
        for place in places
    }
    differing = [
        FigureChange(key[0], names.get(key[:2], ""), key[2], old.get(key), new.get(key))
        for key in dict.fromkeys([*new, *old])
        if (old.get(key) or 0) != (new.get(key) or 0)
    ]
    in_month = {change.code: change.difference for change in differing if change.part == ComparedPart.WARD}

    def is_additional(change: FigureChange) -> bool:
        return change.part != ComparedPart.SINCE_JANUARY or change.difference != in_month.get(change.code)

    return list(filter(is_additional, differing))


def _compared_figures(
    edition: Edition, ward_measures: Collection[str], place_measures: Collection[str]
) -> Iterator[tuple[FigureKey, int | None]]:
    for status in Status:
        yield (ComparedPart.ENTRIES, 0, status.value), edition.entries.get(status.value, 0)
    of_ward = {**edition.figures(), HOUSEHOLDS: edition.households_reached}
    for code in (*ward_measures, HOUSEHOLDS):
        yield (ComparedPart.WARD, 0, code), of_ward.get(code, NO_FIGURES).month
    for code in (*ward_measures, HOUSEHOLDS):
        yield (ComparedPart.SINCE_JANUARY, 0, code), of_ward.get(code, NO_FIGURES).year_to_date
    for item in edition.indicators:
        if item.log:
            yield (ComparedPart.REACHED, 0, item.code), item.log.numerator
            yield (ComparedPart.OF_ALL, 0, item.code), item.log.denominator
    for area in edition.areas:
        yield from _figures_of_place(ComparedPart.AREA, area, place_measures)
        yield (ComparedPart.AREA, area.id, HOUSEHOLDS), area.households.month
    for team in edition.teams:
        yield from _figures_of_place(ComparedPart.TEAM, team, place_measures)


def _figures_of_place(
    part: ComparedPart, place: EditionTeam, measures: Collection[str]
) -> Iterator[tuple[FigureKey, int]]:
    for code in measures:
        yield (part, place.id, code), place.figure(code)
