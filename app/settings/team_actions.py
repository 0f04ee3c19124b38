"""Actions on the teams of a ward and the areas that they cover. They never commit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.month import local_day
from app.people.invitation_queries import usable_invitations
from app.people.models import Invitation, Membership, User
from app.places.actions import insert_team
from app.places.models import Neighbourhood, Team, TeamArea
from app.places.order import in_order
from app.places.queries import areas_of_ward, covered_areas, lock_ward
from app.places.ward_places import existed_between
from app.settings.first_days import LATEST_END
from app.settings.list_actions import locked_row, make_room, record_list_event
from app.settings.ward_lists import (
    Listed,
    PlaceRefusal,
    PlaceRefusedError,
    WardList,
    has_ended,
    refuse_first_day,
    refuse_last_day,
    refuse_taken_names,
    taken_names,
)
from app.text import identity_key
from app.versions import SaveOutcome, version_token


class NewTeam(NamedTuple):
    """A team to be added, with the ids of the areas that it is to cover."""

    name: str
    area_ids: Sequence[int]


def add_teams(
    session: Session, ward_id: int, teams: Sequence[NewTeam], since: date | None, actor_id: int | None, now: datetime
) -> list[Team]:
    """Add teams with cleaned names; ``since`` is their first day, or ``None`` where they have always been there.

    Raises :class:`PlaceRefusedError` for a name that is taken or a day that cannot be; then none of them is added.
    """
    lock_ward(session, ward_id)
    refuse_first_day(since, local_day(now) + LATEST_END)
    make_room(session, WardList.TEAMS, ward_id)
    refuse_taken_names(session, WardList.TEAMS, ward_id, [team.name for team in teams], local_day(now))
    added = [insert_team(session, ward_id, name, area_ids, since) for name, area_ids in teams]
    session.flush()
    record_list_event(session, WardList.TEAMS, ward_id, actor_id, now, added=[team.name for team in teams])
    return added


def areas_without_team(session: Session, ward_id: int, day: date) -> list[tuple[int, str]]:
    """Return the id and name of each area in use that no team covers on a day, in their order."""
    covered = {area_id for _team_id, area_id in session.execute(covered_areas(ward_id, day))}
    return [
        (area.id, area.name)
        for area in areas_of_ward(session, ward_id)
        if area.has_own_figures(day) and existed_between(area, day, day) and area.id not in covered
    ]


def add_team_for_each_area(session: Session, ward_id: int, actor_id: int | None, now: datetime) -> int:
    """Add a team of the same name for each area that no team covers, unless a team has that name; return how many."""
    lock_ward(session, ward_id)
    day = local_day(now)
    taken = taken_names(session, WardList.TEAMS, ward_id, day)
    areas = areas_without_team(session, ward_id, day)
    teams = [NewTeam(name, [id]) for id, name in areas if identity_key(name) not in taken]
    if teams:
        add_teams(session, ward_id, teams, None, actor_id, now)
    return len(teams)


def cover_version(session: Session, team_id: int) -> str:
    """Return the version of the areas that a team covers, covered or is to cover."""
    columns = TeamArea.neighbourhood_id, TeamArea.valid_from, TeamArea.valid_to
    rows = session.execute(sa.select(*columns).where(TeamArea.team_id == team_id).order_by(TeamArea.id))
    return version_token(*(list(row) for row in rows))


def cover_areas(
    session: Session,
    ward_id: int,
    team_id: int,
    area_ids: Collection[int],
    since: date,
    seen: str,
    actor_id: int | None,
    now: datetime,
) -> SaveOutcome:
    """Let a team cover these areas, and no others, from a day on; what it covered before that day stays.

    ``seen`` is the version that the form showed. Raises :class:`PlaceRefusedError` for a day that cannot be, or on
    which the team or an area has ended.
    """
    team = locked_row(session, WardList.TEAMS, ward_id, team_id)
    day = max(since, local_day(now))
    rows = session.scalars(_to_be_chosen(team_id, day)).all()
    from_then = [row for row in rows if (row.valid_to or date.max) >= since]
    lasts = all(_covers(row, since) and row.valid_to is None for row in from_then)
    if lasts and {row.neighbourhood_id for row in from_then} == set(area_ids):
        return SaveOutcome.UNCHANGED
    if cover_version(session, team_id) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    refuse_last_day(team, since, local_day(now) + LATEST_END)
    refuse_ended_cover(session, team, area_ids, day)
    before = since - timedelta(days=1)
    covered = {row.neighbourhood_id: row for row in rows if _covers(row, before)}
    _uncover(session, rows, since)
    for area_id in sorted(area_ids):
        if area_id in covered:
            covered[area_id].valid_to = None
        else:
            first = since if rows else team.valid_from
            session.add(TeamArea(team_id=team_id, neighbourhood_id=area_id, valid_from=first))
    names = in_order(session.scalars(sa.select(Neighbourhood).where(Neighbourhood.id.in_(list(area_ids)))))
    detail = {"line": team_id, "changed_line": team.name, "covers": [area.name for area in names]}
    record_list_event(session, WardList.TEAMS, ward_id, actor_id, now, **detail, as_of=since.isoformat())
    return SaveOutcome.SAVED


def _to_be_chosen(team_id: int, day: date) -> sa.Select[TeamArea]:
    """Select what a team covers of the areas that exist on a day; that of ended ones stays for when they come back."""
    area = Neighbourhood
    lasts = sa.or_(area.merged_into_id.is_not(None), area.valid_to.is_(None), area.valid_to >= day)
    return (
        sa.select(TeamArea).join(area, area.id == TeamArea.neighbourhood_id).where(TeamArea.team_id == team_id, lasts)
    )


def refuse_ended_cover(session: Session, team: Listed, area_ids: Collection[int], day: date) -> None:
    """Raise :class:`PlaceRefusedError` where a team or an area has ended on a day, or no area lasts as long as it."""
    if has_ended(team, day):
        raise PlaceRefusedError(PlaceRefusal.ENDS_BEFORE, team.name)
    areas = in_order(session.scalars(sa.select(Neighbourhood).where(Neighbourhood.id.in_(list(area_ids)))))
    for area in areas:
        if has_ended(area, day):
            raise PlaceRefusedError(PlaceRefusal.ENDS_BEFORE, area.name)
    if areas and all(has_ended(area, team.valid_to or date.max) for area in areas):
        raise PlaceRefusedError(PlaceRefusal.NO_LASTING_AREA, team.name)


def _uncover(session: Session, rows: Iterable[TeamArea], day: date) -> None:
    """End what a team covers before a day; what would begin later never begins."""
    for covered in rows:
        if covered.valid_from is not None and covered.valid_from >= day:
            session.delete(covered)
        elif covered.valid_to is None or covered.valid_to >= day:
            covered.valid_to = day - timedelta(days=1)


def _covers(row: TeamArea, day: date) -> bool:
    return (row.valid_from or date.min) <= day <= (row.valid_to or date.max)


def end_team(
    session: Session, ward_id: int, id: int, last_day: date, actor_id: int | None, now: datetime
) -> SaveOutcome:
    """End a team with a last day; its entries stay.

    Raises :class:`PlaceRefusedError` where somebody is in the team after that day, or invited into it, or the day
    cannot be.
    """
    team = locked_row(session, WardList.TEAMS, ward_id, id)
    if team.valid_to == last_day:
        return SaveOutcome.UNCHANGED
    refuse_last_day(team, last_day, local_day(now) + LATEST_END)
    if session.scalar(_is_joined(ward_id, id, last_day, now)):
        raise PlaceRefusedError(PlaceRefusal.HAS_PEOPLE, team.name)
    team.valid_to = last_day
    record_list_event(
        session, WardList.TEAMS, ward_id, actor_id, now, line=id, ended=team.name, as_of=last_day.isoformat()
    )
    return SaveOutcome.SAVED


def _is_joined(ward_id: int, team_id: int, day: date, now: datetime) -> sa.Select[bool]:
    """Select whether anybody is in a team after a day, or holds an invitation into it."""
    people = sa.exists().where(
        Membership.team_id == team_id,
        sa.or_(Membership.valid_to.is_(None), Membership.valid_to > day),
        Membership.user_id == User.id,
        User.ended_at.is_(None),
    )
    invited = usable_invitations(ward_id, now).where(Invitation.team_id == team_id)
    return sa.select(sa.or_(people, invited.exists()))
