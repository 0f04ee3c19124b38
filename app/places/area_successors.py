"""The successors of merged areas, and where the households of merged and split areas stand: a pure module.

Figures of a merged area are its successor's; an area that was split keeps its own. Households are always those of an
area of today: of one that was split they stand in its parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from app.month import FIRST_DAY
from app.places.ward_places import WardArea

NEVER = FIRST_DAY - timedelta(days=1)
"""The last day of an area that came of a change which was taken back: it existed on no day that the app knows."""


def successors_of(areas: Iterable[WardArea], day: date) -> dict[int, int]:
    """Return, for every area that was merged before a day, its successor on that day, which has its figures.

    Up to its last day an area has no successor. A merge without a date is in force.
    """
    return last_of_chains(_merges(areas, day))


def standing_on(areas: Iterable[WardArea], day: date) -> dict[int, int]:
    """Return, for every area whose households stand in another one on a day, that area.

    Those of a merged area stand in its successor, and what is still stored in an area that was split, in its
    remainder. A part has no household as long as the area that it is split from has not ended, or where the split was
    cut off before the part began: they stand there.
    """
    areas = list(areas)
    ended = {area.id for area in areas if area.valid_to is not None and area.valid_to < day}
    step = {area.id: area.split_from_id for area in areas if area.split_from_id not in ended or area.valid_to == NEVER}
    step |= {area.id: area.remainder_id for area in areas if area.remainder_id is not None and area.id in ended}
    return last_of_chains({area: other for area, other in step.items() if other is not None} | _merges(areas, day))


def _merges(areas: Iterable[WardArea], day: date) -> dict[int, int]:
    return {
        area.id: area.merged_into_id
        for area in areas
        if area.merged_into_id is not None and (area.valid_to is None or area.valid_to < day)
    }


def are_kin(areas: Iterable[WardArea], one: int, other: int, day: date) -> bool:
    """Return whether what stands in one area may be named in the other: they are one on a day, or one is of the other.

    After a split, a part and the area that it was split from are kin, and two parts are not.
    """
    areas = list(areas)
    stands_for = standing_on(areas, day)
    if stands_for.get(one, one) == stands_for.get(other, other):
        return True
    origins = {area.id: area.split_from_id for area in areas}
    merged = successors_of(areas, day)
    return any(merged.get(old, old) in _origins(origins, merged, new) for old, new in ((one, other), (other, one)))


def _origins(origins: Mapping[int, int | None], merged: Mapping[int, int], area: int) -> set[int]:
    """Return the areas that an area, or one that was merged into it, was split from, and what these were split from."""
    found: set[int] = set()
    current = {area, *(old for old, new in merged.items() if new == area)}
    while current:
        current = {origin for id in current if (origin := origins.get(id)) is not None} - found
        found |= current
    return found


def last_of_chains(step: Mapping[int, int]) -> dict[int, int]:
    """Return the last successor of each area: one may be merged into another, and that into a third."""
    return {area: _end_of(step, area) for area in step}


def _end_of(step: Mapping[int, int], area: int) -> int:
    seen = {area}
    while area in step and step[area] not in seen:
        area = step[area]
        seen.add(area)
    return area
