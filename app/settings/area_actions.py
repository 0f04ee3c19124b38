"""Actions on the areas of a ward. They never commit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.month import local_day
from app.places.models import Neighbourhood, Team, TeamArea
from app.places.queries import covered_areas, lock_ward
from app.settings.first_days import LATEST_END, refuse_other_first_day
from app.settings.list_actions import locked_row, make_room, record_list_event
from app.settings.ward_lists import (
    PlaceRefusal,
    PlaceRefusedError,
    WardList,
    is_merged,
    is_split,
    refuse_first_day,
    refuse_last_day,
    refuse_taken_names,
)
from app.versions import SaveOutcome


class NewArea(NamedTuple):
    """An area to be added, with a cleaned name; ``since`` is its first day, ``None`` where it has always been there.

    ``position`` is its place in the order made by hand, if it has one.
    """

    name: str
    since: date | None = None
    former_name: str = ""
    position: int | None = None


class AreaUpdate(NamedTuple):
    """What becomes of an area that a ward has: all of these values replace those that it has."""

    id: int
    since: date | None
    former_name: str
    position: int | None
    centroid: tuple[float | None, float | None]


def add_areas(
    session: Session, ward_id: int, names: Sequence[str], since: date | None, actor_id: int | None, now: datetime
) -> list[Neighbourhood]:
    """Add areas with cleaned names; ``since`` is their first day, or ``None`` where they have always been there.

    Raises :class:`PlaceRefusedError` for a name that is taken or a day that cannot be; then none of them is added.
    """
    lock_ward(session, ward_id)
    make_room(session, WardList.AREAS, ward_id)
    return insert_areas(session, ward_id, [NewArea(name, since) for name in names], actor_id, now)


def insert_areas(
    session: Session, ward_id: int, new: Sequence[NewArea], actor_id: int | None, now: datetime
) -> list[Neighbourhood]:
    """Add areas, each with its own first day and position; positions of others stay. Raises as :func:`add_areas`."""
    lock_ward(session, ward_id)
    for area in new:
        refuse_first_day(area.since, local_day(now) + LATEST_END)
    names = [area.name for area in new]
    refuse_taken_names(session, WardList.AREAS, ward_id, names, local_day(now))
    areas = [
        Neighbourhood(
            ward_id=ward_id,
            name=area.name,
            valid_from=area.since,
            former_name=area.former_name,
            position=area.position,
        )
        for area in new
    ]
    session.add_all(areas)
    session.flush()
    record_list_event(session, WardList.AREAS, ward_id, actor_id, now, added=names)
    return areas


def update_areas(
    session: Session, ward_id: int, updates: Sequence[AreaUpdate], actor_id: int | None, now: datetime
) -> None:
    """Change what is known of some areas; their names and last days stay.

    Raises :class:`PlaceRefusedError` for a first day that cannot be. Raises ``LookupError``.
    """
    changed = []
    for update in updates:
        area = locked_row(session, WardList.AREAS, ward_id, update.id)
        assert isinstance(area, Neighbourhood)
        if area.valid_from != update.since:
            refuse_other_first_day(session, area, update.since, now)
        area.valid_from, area.former_name, area.position = update.since, update.former_name, update.position
        area.latitude, area.longitude = update.centroid
        changed.append(area.name)
    if changed:
        record_list_event(session, WardList.AREAS, ward_id, actor_id, now, changed_lines=changed)


def end_area(
    session: Session, ward_id: int, id: int, last_day: date, actor_id: int | None, now: datetime
) -> SaveOutcome:
    """End an area with a last day; its entries stay, and the teams that cover it cover the others from then on.

    Raises :class:`PlaceRefusedError` where a team would be left with no area, or the day cannot be.
    """
    area = locked_row(session, WardList.AREAS, ward_id, id)
    if area.valid_to == last_day:
        return SaveOutcome.UNCHANGED
    if is_merged(area) or is_split(area):
        raise PlaceRefusedError(PlaceRefusal.PLANNED_CHANGE, area.name)
    latest = local_day(now) + LATEST_END
    refuse_last_day(area, last_day, latest)
    # Behind the last of these days nothing changes any more.
    days = last_day + timedelta(days=1), latest + timedelta(days=1)
    if lonely := _team_of_only(session, ward_id, id, days):
        raise PlaceRefusedError(PlaceRefusal.ONLY_AREA_OF_TEAM, lonely)
    area.valid_to = last_day
    record_list_event(
        session, WardList.AREAS, ward_id, actor_id, now, line=id, ended=area.name, as_of=last_day.isoformat()
    )
    return SaveOutcome.SAVED


def _team_of_only(session: Session, ward_id: int, area_id: int, days: Iterable[date]) -> str | None:
    """Return the name of a team that covers an area and no other one on any of some days, if there is one."""
    for day in days:
        covering = covered_areas(ward_id, day).with_only_columns(TeamArea.team_id)
        of_area, others = TeamArea.neighbourhood_id == area_id, TeamArea.neighbourhood_id != area_id
        lonely = sa.and_(Team.id.in_(covering.where(of_area)), Team.id.not_in(covering.where(others)))
        if name := session.scalar(sa.select(Team.name).where(lonely).order_by(Team.id).limit(1)):
            return name
    return None
