"""Reading who belongs to a ward or a team: people with their posts, and those who are invited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.month import local_day
from app.people.invitation_queries import pending_invitations
from app.people.models import Invitation, User
from app.people.phones import national_phone
from app.periods import Span
from app.permissions import Role
from app.roster.queries import HeldPostRow, entries_by_member, posts_with_holders
from app.roster.roster_filter import PersonState

_LOGGING = frozenset({Role.MEMBER, Role.LEADER})
"""The roles whose holders are silent when they log nothing; a coordinator need not."""


@dataclass(frozen=True, slots=True)
class RosterScope:
    """The ward, or the team of it, whose people are listed, with the names of its teams, on a day.

    ``month`` are the days of the ward's reporting period.
    """

    ward_id: int
    team_id: int | None
    team_names: Mapping[int, str]
    today: date
    month: Span

    def team_name(self, team_id: int | None) -> str:
        """Return the name of a team, an empty one where there is no team."""
        return self.team_names.get(team_id, "") if team_id is not None else ""


class RosterLine(NamedTuple):
    """A person with the post held today, else the last one; or one who is invited and has not accepted yet.

    ``entries`` are those of the month, counted for a page alone. Of somebody invited ``id`` is the invitation's.
    There is no phone number of somebody who has gone to another ward, or is to come from one.
    """

    id: int
    name: str
    phone: str
    role: Role
    team_id: int | None
    team: str
    state: PersonState
    is_silent: bool = False
    first_day: date | None = None
    last_day: date | None = None
    used_at: datetime | None = None
    invited_until: datetime | None = None
    entries: int = 0

    @property
    def national_phone(self) -> str:
        """The phone number as people in Viet Nam write it."""
        return national_phone(self.phone)

    @property
    def last_seen_on(self) -> date | None:
        """The day on which any device was last used, if one ever was."""
        return local_day(self.used_at) if self.used_at else None


def people_of(session: Session, scope: RosterScope, user_id: int | None = None) -> list[RosterLine]:
    """Return everybody, or one user, whose post of today or last one in the ward is in ``scope``; ended ones too."""
    query = posts_with_holders(scope.ward_id, scope.today, scope.month, scope.team_id)
    if user_id is not None:
        query = query.where(User.id == user_id)
    # A large ward has thousands of rows, of which the session need not know.
    rows = (HeldPostRow(*row) for row in session.connection().execute(query).all())
    return [_line(scope, post) for post in _present_or_last(rows, scope.today) if scope.team_id in {None, post.team_id}]


def invited_to(session: Session, scope: RosterScope) -> list[RosterLine]:
    """Return who is invited and has not accepted yet, also those whose link is too old by now."""
    query = pending_invitations(scope.ward_id)
    if scope.team_id is not None:
        query = query.where(Invitation.team_id == scope.team_id)
    return [invited_line(scope, each, each.role) for each in session.scalars(query) if each.role is not None]


def invited_line(scope: RosterScope, invitation: Invitation, role: Role) -> RosterLine:
    """Return somebody who is invited as a line of the roster."""
    team_id, team = invitation.team_id, scope.team_name(invitation.team_id)
    state, until = PersonState.INVITED, invitation.expires_at
    return RosterLine(invitation.id, invitation.name, invitation.phone, role, team_id, team, state, invited_until=until)


def with_entries(session: Session, scope: RosterScope, lines: Sequence[RosterLine]) -> list[RosterLine]:
    """Return the same people with how many entries of each happened in the month."""
    accounts = [line.id for line in lines if line.state is not PersonState.INVITED]
    query = entries_by_member(scope.ward_id, scope.month, accounts)
    numbers = {member: number for member, number in session.execute(query)}
    return [
        line if line.state is PersonState.INVITED else line._replace(entries=numbers.get(line.id, 0)) for line in lines
    ]


def _present_or_last(rows: Iterable[HeldPostRow], today: date) -> Iterable[HeldPostRow]:
    """Return one post of each holder: that of today, else the last one, else the next. The latest rows come first."""
    chosen: dict[int, HeldPostRow] = {}
    for row in rows:
        other = chosen.get(row.user_id)
        if other is None or (other.valid_from > today and row.valid_from <= today):
            chosen[row.user_id] = row
    return chosen.values()


def _line(scope: RosterScope, post: HeldPostRow) -> RosterLine:
    state = _state(scope.today, post)
    return RosterLine(
        post.user_id,
        post.name,
        post.phone if not post.is_elsewhere else "",
        post.role,
        post.team_id,
        scope.team_name(post.team_id),
        state,
        state is PersonState.ACTIVE and post.role in _LOGGING and not post.has_logged,
        post.valid_from,
        post.valid_to,
        post.used_at if not post.is_elsewhere else None,
    )


def _state(today: date, post: HeldPostRow) -> PersonState:
    if post.valid_from > today and post.ended_at is None:
        return PersonState.COMING
    if post.ended_at is not None or post.is_elsewhere or (post.valid_to is not None and post.valid_to < today):
        return PersonState.ENDED
    return PersonState.ACTIVE if post.used_at is not None else PersonState.NEVER_SEEN
