"""In which areas a campaign is held as the ward changes: an area may be merged or split while it goes on. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from app.places.ward_places import WardArea


def areas_held_in(chosen: Collection[int], areas: Iterable[WardArea], day: date) -> dict[int, date]:
    """Return the areas of which entries count for a campaign in ``chosen`` ones, each with the first day that counts.

    ``areas`` are all of the ward, as they are known on ``day``. The successor of an area that was merged counts from
    the day after the merge: what it had before was not of the campaign. What was merged into an area that counts,
    counts with it, and so do the parts of one that was split.
    """
    found = dict.fromkeys(chosen, date.min)
    steps = list(_steps(areas, day))
    is_changed = True
    while is_changed:
        is_changed = False
        for area, other, begin in steps:
            if area in found and (first := max(found[area], begin)) < found.get(other, date.max):
                found[other] = first
                is_changed = True
    return found


def _steps(areas: Iterable[WardArea], day: date) -> Iterator[tuple[int, int, date]]:
    """Yield each area with another one that counts where it does, and the day from which on that one does."""
    for area in areas:
        if area.split_from_id is not None:
            yield area.split_from_id, area.id, date.min
        if area.merged_into_id is not None and (area.valid_to is None or area.valid_to < day):
            after = area.valid_to + timedelta(days=1) if area.valid_to else date.min
            yield area.id, area.merged_into_id, after
            yield area.merged_into_id, area.id, date.min
