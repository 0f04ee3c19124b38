"""The targets of a quarter, half a year or a year. Pure rules.

A target of a part of a year is the sum of those of its months, where every month has one. Of a whole year it is the
year's own, where there is one. No share of a target is made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.month import Month
from app.months.edition import EditionTarget
from app.targets.keys import TargetRow, targets_by_area
from app.year_parts import YearPart

_Key = tuple[int | None, int | None, str]
"""A team, an area of the day's map, or neither, and a measure."""


def targets_of_part(
    part: YearPart,
    by_month: Mapping[Month, Iterable[EditionTarget]],
    of_year: Iterable[EditionTarget],
    rows: Sequence[TargetRow],
    stands_for: Mapping[int, int],
) -> list[EditionTarget]:
    """Return the targets of a part of a year.

    ``by_month`` are those that the editions of closed months hold, ``rows`` those that are set, for the other months;
    ``of_year`` those of the year, for a part that is one. ``stands_for`` names the successor of each merged area.
    """
    whole = _added((each for each in of_year if not each.of_month), stands_for)
    months = [
        _added((each for each in by_month[month] if each.of_month), stands_for)
        if month in by_month
        else _set_for(month, rows, stands_for)
        for month in part.months
    ]
    in_each = set(months[0]).intersection(*months[1:]) - set(whole)
    sums = {key: sum(of_month[key] for of_month in months) for key in months[0] if key in in_each}
    return [
        EditionTarget(measure=measure, figure=figure, of_month=of_month, team=team, area=area)
        for targets, of_month in ((sums, True), (whole, False))
        for (team, area, measure), figure in targets.items()
    ]


def _added(targets: Iterable[EditionTarget], stands_for: Mapping[int, int]) -> dict[_Key, int]:
    """Return targets by their keys, those of areas that were merged since added up."""
    found: dict[_Key, int] = {}
    for each in targets:
        area = each.area if each.area is None else stands_for.get(each.area, each.area)
        key = each.team, area, each.measure
        found[key] = found.get(key, 0) + each.figure if area is not None else each.figure
    return found


def _set_for(month: Month, rows: Sequence[TargetRow], stands_for: Mapping[int, int]) -> dict[_Key, int]:
    """Return the targets that are set for a month."""
    of_month = [row for row in rows if row.month == str(month)]
    others: dict[_Key, int] = {
        (row.team_id, None, row.measure): row.figure for row in of_month if row.neighbourhood_id is None
    }
    areas = targets_by_area(of_month, stands_for)
    return others | {(None, area, measure): figure for (area, measure, _month), figure in areas.items()}
