"""The entries that are approved unseen, in a lot or by closing a month: unflagged ones, but not one's own."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook.models import Entry
from app.logbook.status import Status
from app.month import local_day
from app.people.queries import has_other_coordinator, other_coordinators


def unflagged(ward_id: int, excluded_author: int | None = None) -> sa.ColumnElement[bool]:
    """Return the condition that an entry of a ward waits for it without a flag, and not of ``excluded_author``."""
    condition = sa.and_(
        Entry.ward_id == ward_id,
        Entry.status == Status.SUBMITTED,
        Entry.is_clear,
        # That it waits at all has to be written, for the index of the queue holds nothing else.
        Entry.waiting_since.is_not(None),
    )
    return condition if excluded_author is None else sa.and_(condition, Entry.member_id != excluded_author)


def unflagged_in(ward_id: int, month: str, excluded_author: int | None = None) -> sa.ColumnElement[bool]:
    """Return the condition that an entry is :func:`unflagged` and counts in a month."""
    return sa.and_(unflagged(ward_id, excluded_author), Entry.month == month)


def excluded_author_id(session: Session, ward_id: int, actor_id: int | None, now: datetime) -> int | None:
    """Return the author whose entries ``actor_id`` may not approve: themselves, where the ward has another coordinator.

    A companion of an entry may approve it: somebody else wrote it and answers for it.
    """
    if actor_id is None or not has_other_coordinator(session, ward_id, actor_id, local_day(now)):
        return None
    return actor_id


def approvable_by(ward_id: int, actor_id: int, on: date) -> sa.ColumnElement[bool]:
    """Return the condition that an entry is not of the author of :func:`excluded_author_id`, for a single query."""
    return sa.or_(Entry.member_id != actor_id, sa.not_(other_coordinators(ward_id, actor_id, on).exists()))
