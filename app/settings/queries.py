"""Questions of the pages of a ward's settings."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app.logbook.models import Entry
from app.logbook.status import Status
from app.places.models import Neighbourhood


def areas_with_centroids(ward_id: int) -> sa.Select[int, str, float | None]:
    """Select the areas of a ward that are in use, with their centroids; not the area of the whole ward."""
    return (
        sa.select(Neighbourhood.id, Neighbourhood.name, Neighbourhood.latitude)
        .where(
            Neighbourhood.ward_id == ward_id,
            sa.not_(Neighbourhood.is_whole_ward),
            Neighbourhood.valid_to.is_(None),
        )
        .order_by(Neighbourhood.id)
    )


def located_entries(ward_id: int, months: Iterable[str]) -> sa.Select[int, float | None, float | None]:
    """Select the area and the location of the entries of some months that have one."""
    return sa.select(Entry.neighbourhood_id, Entry.latitude, Entry.longitude).where(
        Entry.ward_id == ward_id,
        Entry.month.in_(list(months)),
        Entry.latitude.is_not(None),
        Entry.status != Status.VOID,
    )
