"""Actions on the areas of a ward. They never commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.month import local_day
from app.places.models import Neighbourhood, Team, TeamArea
from app.places.queries import covers_on, lock_ward
from app.settings.list_actions import locked_row, make_room, record_list_event
from app.settings.ward_lists import PlaceRefusal, PlaceRefusedError, WardList, refuse_last_day, refuse_taken_names
from app.versions import SaveOutcome

LATEST_END = timedelta(days=366)
"""The time from today within which the last day of an area, a team or a place may lie."""


def add_areas(
    session: Session, ward_id: int, names: Sequence[str], since: date | None, actor_id: int | None, now: datetime
) -> list[Neighbourhood]:
    """Add areas with cleaned names; ``since`` is their first day, or ``None`` where they have always been there.

    Raises :class:`PlaceRefusedError` for a name that is taken; then none of them is added.
    """
    lock_ward(session, ward_id)
    make_room(session, WardList.AREAS, ward_id)
    refuse_taken_names(session, WardList.AREAS, ward_id, names, local_day(now))
    areas = [Neighbourhood(ward_id=ward_id, name=name, valid_from=since) for name in names]
    session.add_all(areas)
    session.flush()
    record_list_event(session, WardList.AREAS, ward_id, actor_id, now, added=list(names))
    return areas


def end_area(
    session: Session, ward_id: int, id: int, last_day: date, actor_id: int | None, now: datetime
) -> SaveOutcome:
    """End an area with a last day; its entries stay, and the teams that cover it cover the others from then on.

    Raises :class:`PlaceRefusedError` where a team would be left with no area, or the day cannot be.
    """
    area = locked_row(session, WardList.AREAS, ward_id, id)
    if area.valid_to == last_day:
        return SaveOutcome.UNCHANGED
    refuse_last_day(area, last_day, local_day(now) + LATEST_END)
    after = last_day + timedelta(days=1)
    if lonely := session.scalar(_teams_of_only(ward_id, id, after)):
        raise PlaceRefusedError(PlaceRefusal.ONLY_AREA_OF_TEAM, lonely)
    uncover(session, TeamArea.neighbourhood_id == id, after)
    area.valid_to = last_day
    record_list_event(
        session, WardList.AREAS, ward_id, actor_id, now, line=id, ended=area.name, as_of=last_day.isoformat()
    )
    return SaveOutcome.SAVED


def _teams_of_only(ward_id: int, area_id: int, day: date) -> sa.Select[str]:
    """Select the names of the teams that cover an area on a day and no other one."""
    others = sa.exists().where(TeamArea.team_id == Team.id, TeamArea.neighbourhood_id != area_id, covers_on(day))
    covering = sa.select(TeamArea.team_id).where(TeamArea.neighbourhood_id == area_id, covers_on(day))
    return (
        sa.select(Team.name)
        .where(Team.ward_id == ward_id, Team.id.in_(covering), sa.or_(Team.valid_to.is_(None), Team.valid_to >= day))
        .where(sa.not_(others))
        .order_by(Team.id)
        .limit(1)
    )


def uncover(session: Session, of_line: sa.ColumnElement[bool], day: date) -> None:
    """End what teams cover, of a team or of an area, before a day; what would begin later never begins."""
    for covered in session.scalars(sa.select(TeamArea).where(of_line)):
        if covered.valid_from is not None and covered.valid_from >= day:
            session.delete(covered)
        elif covered.valid_to is None or covered.valid_to >= day:
            covered.valid_to = day - timedelta(days=1)
