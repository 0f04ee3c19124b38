"""The successors of merged areas: a pure module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from app.places.ward_places import WardArea


def standing_on(areas: Iterable[WardArea], day: date) -> dict[int, int]:
    """Return, for every area that was merged before a day, its successor on that day.

    Up to its last day an area has no successor. A merge without a date is in force.
    """
    step = {
        area.id: area.merged_into_id
        for area in areas
        if area.merged_into_id is not None and (area.valid_to is None or area.valid_to < day)
    }
    return last_of_chains(step)


def successors_of(areas: Iterable[WardArea]) -> dict[int, int]:
    """Return, for every area that was or will be merged, its successor, which has its figures."""
    return last_of_chains({area.id: area.merged_into_id for area in areas if area.merged_into_id is not None})


def last_of_chains(step: Mapping[int, int]) -> dict[int, int]:
    """Return the last successor of each area: one may be merged into another, and that into a third."""
    return {area: _end_of(step, area) for area in step}


def _end_of(step: Mapping[int, int], area: int) -> int:
    seen = {area}
    while area in step and step[area] not in seen:
        area = step[area]
        seen.add(area)
    return area
