"""The entries that closing a month approves unseen, and that its check list counts: unflagged ones, but not one's own.

A lot of the queue is chosen by the same rules, by the queue's own index (:mod:`app.review.queries`).
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook.models import Entry
from app.logbook.status import Status
from app.month import local_day
from app.people.queries import has_other_coordinator


def unflagged_in(ward_id: int, month: str, excluded_author: int | None = None) -> sa.ColumnElement[bool]:
    """Return the condition that a submitted entry counts in a month and has no flag.

    Entries of the member ``excluded_author`` are left out.
    """
    condition = sa.and_(
        Entry.ward_id == ward_id,
        Entry.status == Status.SUBMITTED,
        Entry.is_clear,
        Entry.waiting_since.is_not(None),
        Entry.month == month,
    )
    return condition if excluded_author is None else sa.and_(condition, Entry.member_id != excluded_author)


def excluded_author_id(session: Session, ward_id: int, actor_id: int | None, now: datetime) -> int | None:
    """Return the author whose entries ``actor_id`` may not approve: themselves, where the ward has another coordinator.

    A companion of an entry may approve it: somebody else wrote it and answers for it.
    """
    if actor_id is None or not has_other_coordinator(session, ward_id, actor_id, local_day(now)):
        return None
    return actor_id
