"""Questions of the pages of a ward's settings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from app.logbook.models import Entry
from app.logbook.status import Status
from app.places.models import Neighbourhood, Team


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


def teams_between(ward_id: int, first: date, last: date) -> sa.Select[Team]:
    """Select the teams of a ward that existed at some time between two days, with their first and last day."""
    return sa.select(Team).where(Team.ward_id == ward_id, *_existed(Team, first, last))


def areas_between(ward_id: int, first: date, last: date) -> sa.Select[Neighbourhood]:
    """Select the areas of a ward that existed at some time between two days; not the area of the whole ward.

    Merged areas are not among them: their figures are counted with their successors.
    """
    area = Neighbourhood
    return sa.select(area).where(
        area.ward_id == ward_id,
        sa.not_(area.is_whole_ward),
        area.merged_into_id.is_(None),
        *_existed(area, first, last),
    )


def _existed(place: type[Team | Neighbourhood], first: date, last: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        sa.or_(place.valid_from.is_(None), place.valid_from <= last),
        sa.or_(place.valid_to.is_(None), place.valid_to >= first),
    )
