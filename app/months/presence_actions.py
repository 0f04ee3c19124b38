"""Confirming who was on duty while the period of the day is open. The actions never commit.

The days of a closed period stand in its edition. So whoever confirms shares the lock of the period, as who logs does.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.events.duty_actions import DutyKey, DutyOutcome, confirm_oneself, set_presence
from app.logbook.month_locks import lock_periods
from app.logbook.queries import closing_of
from app.month import local_day


def confirm_presence(
    session: Session,
    key: DutyKey,
    held_on: date,
    is_present: bool | None,
    seen: bool | None,
    actor_id: int,
    now: datetime,
) -> DutyOutcome:
    """Store whether somebody was on duty at a date that is held on a day, unless the period of the day is closed."""
    if _is_closed(session, key.ward_id, held_on):
        return DutyOutcome.CLOSED
    return set_presence(session, key, held_on, is_present, seen, actor_id, now)


def confirm_own_presence(session: Session, key: DutyKey, now: datetime) -> DutyOutcome:
    """Store that somebody is on duty today, as they say themselves, unless the period of the day is closed."""
    if _is_closed(session, key.ward_id, local_day(now)):
        return DutyOutcome.CLOSED
    return confirm_oneself(session, key, now)


def _is_closed(session: Session, ward_id: int, held_on: date) -> bool:
    """Return whether the period of a day is closed; if not, it stays open until the transaction ends."""
    [period] = lock_periods(session, ward_id, held_on, held_on)
    return session.scalar(closing_of(ward_id, str(period))) is not None
