"""Queries of the roster: who has or had a post in a ward, when they were last seen, and what they logged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.logbook.models import Entry
from app.logbook.queries import IS_REFUSED
from app.logbook.status import Status
from app.month import Month
from app.people.models import Device, Membership, User
from app.periods import Span
from app.permissions import Role
from app.tally.queries import summed


class HeldPostRow(NamedTuple):
    """A post of a ward with its holder: when they last used a device, and whether they logged anything in the month.

    ``is_elsewhere`` is whether the holder's post of today, or else the last one, lies outside the ward.
    """

    user_id: int
    name: str
    phone: str
    ended_at: datetime | None
    role: Role
    team_id: int | None
    valid_from: date
    valid_to: date | None
    used_at: datetime | None
    has_logged: bool
    is_elsewhere: bool


HeldPostRows = sa.Select[
    int, str, str, datetime | None, Role, int | None, date, date | None, datetime | None, bool, bool
]
"""A selection of the columns of :class:`HeldPostRow`."""


def posts_with_holders(ward_id: int, today: date, month: Span, team_id: int | None = None) -> HeldPostRows:
    """Select the posts of a ward with their holders, the latest post first.

    With ``team_id`` only holders are selected who have, had or will have a post in that team.
    """
    other = aliased(Membership)
    is_held = sa.and_(other.valid_from <= today, sa.or_(other.valid_to.is_(None), other.valid_to >= today))
    # As present_or_last() chooses it: whoever ended in another ward stays that ward's.
    ward_of_post = (
        sa.select(other.ward_id)
        .where(other.user_id == User.id)
        .order_by(sa.case((is_held, 0), else_=1), other.valid_from.desc(), other.id.desc())
        .limit(1)
    )
    last_use = sa.select(sa.func.max(Device.last_seen_at)).where(Device.user_id == User.id)
    logged = sa.exists().where(*_happened_in(ward_id, month), Entry.member_id == User.id)
    query = (
        sa.select(
            User.id,
            User.name,
            User.phone,
            User.ended_at,
            Membership.role,
            Membership.team_id,
            Membership.valid_from,
            Membership.valid_to,
            last_use.correlate(User).scalar_subquery(),
            logged.correlate(User),
            ward_of_post.correlate(User).scalar_subquery().is_distinct_from(ward_id),
        )
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.ward_id == ward_id)
        .order_by(Membership.valid_from.desc(), Membership.id.desc())
    )
    if team_id is not None:
        of_team = Membership.ward_id == ward_id, Membership.team_id == team_id
        query = query.where(User.id.in_(sa.select(Membership.user_id).where(*of_team)))
    return query


def entries_by_member(ward_id: int, month: Span, user_ids: Iterable[int]) -> sa.Select[int, int]:
    """Select how many entries of each of some people happened in a month; void ones are none.

    The index by member and day does not know which are void. They are few, and are found apart and taken away.
    """
    people = list(user_ids)
    happened = Entry.ward_id == ward_id, Entry.happened_on.between(month.first, month.last)
    # No entry counts in a month before its day. The sum keeps SQLite from the index by member, which holds all of them.
    is_void = IS_REFUSED, Entry.status == Status.VOID, Entry.month >= str(Month.of(month.first))
    counted = sa.union_all(
        sa.select(Entry.member_id, sa.func.count().label("number"))
        .where(*happened, Entry.member_id.in_(people))
        .group_by(Entry.member_id),
        sa.select(Entry.member_id, -sa.func.count())
        .where(*happened, *is_void, (Entry.member_id + 0).in_(people))
        .group_by(Entry.member_id),
    )
    member, number = counted.subquery().c
    return sa.select(member, summed(number).label("number")).group_by(member)


def _happened_in(ward_id: int, month: Span) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions of a ward's entries of a month; the index by member and day answers them."""
    return Entry.ward_id == ward_id, Entry.happened_on.between(month.first, month.last), Entry.status != Status.VOID
