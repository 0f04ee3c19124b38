"""Queries of members who took part in entries of a month, as author or as companion, for the annex of attendance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from app.logbook.models import Companion, Entry, ReviewEvent
from app.logbook.queries import counting, is_in_months
from app.logbook.status import Action, Status
from app.month import Month
from app.months.queries import months_with_days
from app.people.models import Membership
from app.periods import Periods
from app.permissions import Role


def credited(
    ward_id: int,
    month: Month,
    periods: Periods,
    closed_months: Iterable[str] | sa.Select[str],
    member_id: int | None = None,
) -> sa.Select[int, date, int]:
    """Select by member and day how many entries that count in a month they took part in, as author or companion; of
    all members, or of one.
    """
    # What counts in a month happened by its end, and an index has a member's days in order.
    is_by_then = Entry.happened_on <= periods.last(month)
    is_in_month = Entry.month == str(month) if member_id is None else is_in_months([str(month)])
    condition = sa.and_(is_in_month, is_by_then, counting(closed_months))
    return _credited(ward_id, condition, Companion.month == str(month), member_id)


def credited_before(
    ward_id: int,
    month: str,
    days: Iterable[date],
    closed_months: Iterable[str] | sa.Select[str],
    member_id: int | None = None,
) -> sa.Select[int, date, int]:
    """Select members and days, as :func:`credited`, of the months before ``month`` whose edition does not say them."""
    earlier = sa.and_(Entry.month < month, Entry.month.not_in(months_with_days(ward_id)))
    condition = sa.and_(earlier, Entry.happened_on.in_(list(days)), counting(closed_months))
    return _credited(ward_id, condition, Companion.month < month, member_id)


def _credited(
    ward_id: int,
    condition: sa.ColumnElement[bool],
    in_months: sa.ColumnElement[bool],
    member_id: int | None = None,
) -> sa.Select[int, date, int]:
    """Select by member and day the entries of a ward under a condition; ``in_months`` are the months of companions.

    By these and the member the index leads to what one joined, past all that the ward logged in the month.
    """
    own = sa.select(Entry.member_id, Entry.happened_on).where(Entry.ward_id == ward_id, condition)
    accompanied = (
        sa.select(Companion.member_id, Entry.happened_on)
        .join(Entry, sa.and_(Entry.ward_id == Companion.ward_id, Entry.id == Companion.entry_id))
        .where(Companion.ward_id == ward_id, in_months, condition)
    )
    if member_id is not None:
        own = own.where(Entry.member_id == member_id)
        accompanied = accompanied.where(Companion.member_id == member_id)
    participations = own.union_all(accompanied).subquery()
    keys = participations.c.member_id, participations.c.happened_on
    return sa.select(*keys, sa.func.count().label("entries")).group_by(*keys)


def self_approved(ward_id: int, month: str) -> sa.Select[int, date, int]:
    """Select members and days of a month's entries that their author approved.

    Only coordinators approve, so only their entries are looked at.
    """
    coordinators = sa.select(Membership.user_id).where(
        Membership.ward_id == ward_id, Membership.role == Role.COORDINATOR
    )
    last_approval = (
        sa.select(ReviewEvent.actor_id)
        .where(
            ReviewEvent.ward_id == Entry.ward_id,
            ReviewEvent.entry_id == Entry.id,
            ReviewEvent.action == Action.APPROVE,
        )
        .order_by(ReviewEvent.number.desc())
        .limit(1)
        .correlate(Entry)
        .scalar_subquery()
    )
    is_by_author = sa.and_(Entry.member_id.in_(coordinators), last_approval == Entry.member_id)
    condition = sa.and_(Entry.month == month, Entry.status == Status.APPROVED, is_by_author)
    return _credited(ward_id, condition, Companion.month == month)
