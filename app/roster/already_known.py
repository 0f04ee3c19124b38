"""Whom an invitation would be for a second time: people of the ward, and those who are invited under the same name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.people.invitation_actions import Invited
from app.people.invitation_queries import usable_invitations
from app.people.models import User
from app.roster.people_list import RosterLine, invited_line, people_of
from app.roster.requested_scope import RosterAccess
from app.roster.roster_filter import PersonState
from app.text import fold


def holders_of(session: Session, access: RosterAccess, phones: Iterable[str]) -> dict[str, RosterLine]:
    """Return who has each of some stored numbers and a post that the user looks after, without the user.

    Of numbers with an account elsewhere nothing is learned.
    """
    accounts = session.scalars(sa.select(User.id).where(User.phone.in_(list(phones)), User.id != access.actor.id))
    lines = [line for user_id in accounts.all() for line in people_of(session, access.scope, user_id)]
    return {line.phone: line for line in lines if line.phone and line.state is not PersonState.ENDED}


def namesakes_of(access: RosterAccess, wanted: Invited, now: datetime) -> list[RosterLine]:
    """Return who is invited to the same team under the same name with another number."""
    return [line for team_id, line in _open_lines(access, [wanted], now) if _is_namesake(team_id, line, wanted)]


def namesakes_by_number(access: RosterAccess, people: Sequence[Invited], now: datetime) -> dict[str, RosterLine]:
    """Return a namesake, as above, of each of some people who has one, by the stored number."""
    lines = _open_lines(access, people, now)
    return {wanted.phone: line for wanted in people for team_id, line in lines if _is_namesake(team_id, line, wanted)}


def _is_namesake(team_id: int | None, line: RosterLine, wanted: Invited) -> bool:
    return team_id == wanted.team_id and line.phone != wanted.phone and fold(line.name) == fold(wanted.name)


def _open_lines(access: RosterAccess, people: Iterable[Invited], now: datetime) -> list[tuple[int | None, RosterLine]]:
    """Return who is invited by a link that works to the team of any of some people, or to none, with the team's id."""
    teams = {wanted.team_id for wanted in people}
    query = usable_invitations(access.ward.id, now)
    return [
        (each.team_id, invited_line(access.scope, each, each.role))
        for each in access.session.scalars(query)
        if each.role and each.team_id in teams
    ]
