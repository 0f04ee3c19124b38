"""What the settings of a ward are asked of."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from app.database import Query
from app.logbook.models import Entry
from app.logbook.status import Status
from app.places.models import Neighbourhood


def areas_with_middles(ward_id: int) -> Query:
    """Select the areas of a ward that are in use, and where the middle of each is; not that of the whole ward."""
    return (
        sa.select(Neighbourhood.id, Neighbourhood.name, Neighbourhood.latitude)
        .where(
            Neighbourhood.ward_id == ward_id,
            sa.not_(Neighbourhood.is_whole_ward),
            Neighbourhood.valid_to.is_(None),
        )
        .order_by(Neighbourhood.id)
    )


def located_entries(ward_id: int, months: Iterable[str]) -> Query:
    """Select area and place of the entries of some months of which it is known where they were made."""
    return sa.select(Entry.neighbourhood_id, Entry.latitude, Entry.longitude).where(
        Entry.ward_id == ward_id,
        Entry.month.in_(list(months)),
        Entry.latitude.is_not(None),
        Entry.status != Status.VOID,
    )
