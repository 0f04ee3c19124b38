"""Questions of the pages of a ward's settings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from app.logbook.models import Entry
from app.logbook.status import Status
from app.places.models import Neighbourhood
from app.places.queries import exists_on


def areas_with_centroids(ward_id: int, on: date) -> sa.Select[int, str, float | None]:
    """Select the areas of a ward that are in use on a day, with their centroids; not the area of the whole ward.

    A merge without a date is in force, so that the area is in use no more.
    """
    area = Neighbourhood
    return (
        sa.select(area.id, area.name, area.latitude)
        .where(
            area.ward_id == ward_id,
            sa.not_(area.is_whole_ward),
            exists_on(area.valid_from, area.valid_to, on),
            sa.or_(area.merged_into_id.is_(None), area.valid_to.is_not(None)),
        )
        .order_by(area.id)
    )


def located_entries(ward_id: int, months: Iterable[str]) -> sa.Select[int, float | None, float | None]:
    """Select the area and the location of the entries of some months that have one."""
    return sa.select(Entry.neighbourhood_id, Entry.latitude, Entry.longitude).where(
        Entry.ward_id == ward_id,
        Entry.month.in_(list(months)),
        Entry.latitude.is_not(None),
        Entry.status != Status.VOID,
    )
