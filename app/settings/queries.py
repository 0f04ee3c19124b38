"""What the settings of a ward are asked of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.database import Query
from app.logbook.models import Entry
from app.logbook.status import Status
from app.places.models import Neighbourhood, Team


def areas_with_centroids(ward_id: int) -> Query:
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


def teams_between(ward_id: int, first: date, last: date) -> Query:
    """Select the teams of a ward that were there at some time between two days, and when they were."""
    return sa.select(Team.id, Team.name, Team.valid_from, Team.valid_to).where(
        Team.ward_id == ward_id, *_was_there(Team, first, last)
    )


def areas_between(ward_id: int, first: date, last: date) -> Query:
    """Select the areas of a ward that were there at some time between two days; not that of the whole ward.

    Those that were merged into another are left out: their figures stand with the other.
    """
    area = Neighbourhood
    return sa.select(area.id, area.name, area.valid_from, area.valid_to).where(
        area.ward_id == ward_id,
        sa.not_(area.is_whole_ward),
        area.merged_into_id.is_(None),
        *_was_there(area, first, last),
    )


def _was_there(place: Any, first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        sa.or_(place.valid_from.is_(None), place.valid_from <= last),
        sa.or_(place.valid_to.is_(None), place.valid_to >= first),
    )
