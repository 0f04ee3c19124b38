"""Steps of the tests of duties: an event with two shifts, who is asked, and what they do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader
from app.events.duty_actions import Asked, DutyKey, DutyOutcome, answer, ask, take_off
from app.events.models import Duty, DutyAnswer, EventShift
from app.month import ZONE
from app.months.presence_actions import confirm_own_presence, confirm_presence
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from tests.actions import add_rows
from tests.cast import ANA, LEO, WARD_A
from tests.events.rows import SUNDAY, event_row

SUNDAY_DUTY = 1
SATURDAY = date(2026, 12, 5)


def at(hour: int, minute: int = 0, day: date = SUNDAY) -> datetime:
    """Return an instant by the clock of Viet Nam."""
    return datetime.combine(day, time(hour, minute), ZONE)


BEFORE = at(9, day=SATURDAY)


def add_sunday(app: Flask, event_id: int = SUNDAY_DUTY, **columns: Any) -> None:
    """Add an event on a Sunday from 7:30 to 11:00 with two shifts, which meet at 9:00."""
    add_rows(
        app,
        event_row(event_id, **columns),
        EventShift(event_id=event_id, number=1, starts_at=time(7, 30), ends_at=time(9), needed=2),
        EventShift(event_id=event_id, number=2, starts_at=time(9), ends_at=time(11), needed=1),
    )


def key(
    member_id: int = ANA, shift: int = 1, *, event_id: int = SUNDAY_DUTY, day: date = SUNDAY, ward_id: int = WARD_A
) -> DutyKey:
    """Return who is on duty in which shift."""
    return DutyKey(ward_id, event_id, day, shift, member_id)


def asking(app: Flask, *members: int, shift: int = 1, now: datetime = BEFORE, **of: Any) -> Asked:
    """Let the leader ask some members to be on duty."""
    where = {"ward_id": WARD_A, "event_id": SUNDAY_DUTY, "day": SUNDAY, "team_id": None, **of}
    with app.app_context():
        return in_transaction(
            lambda session: ask(session, shift=shift, member_ids=members, actor_id=LEO, now=now, **where)
        )


def answering(app: Flask, reply: DutyAnswer, of: DutyKey, now: datetime = BEFORE) -> DutyOutcome:
    """Let somebody answer."""
    with app.app_context():
        return in_transaction(lambda session: answer(session, of, reply, now))


def taking_off(app: Flask, of: DutyKey, now: datetime = BEFORE) -> DutyOutcome:
    """Let the leader take somebody off the roster."""
    with app.app_context():
        return in_transaction(lambda session: take_off(session, of, LEO, now))


def confirming(
    app: Flask,
    of: DutyKey,
    is_present: bool | None = True,
    seen: bool | None = None,
    *,
    now: datetime = at(8),  # noqa: B008
    held_on: date = SUNDAY,
    actor_id: int = LEO,
) -> DutyOutcome:
    """Let the leader say whether somebody was there."""
    with app.app_context():
        return in_transaction(lambda session: confirm_presence(session, of, held_on, is_present, seen, actor_id, now))


def confirming_oneself(app: Flask, of: DutyKey, now: datetime) -> DutyOutcome:
    """Let somebody say that they are there."""
    with app.app_context():
        return in_transaction(lambda session: confirm_own_presence(session, of, now))


def roster(app: Flask, ward_id: int = WARD_A) -> Sequence[tuple[Any, ...]]:
    """Return shift, member, answer and presence of all duties of a ward."""
    columns = Duty.shift, Duty.member_id, Duty.answer, Duty.is_present
    with app.app_context():
        rows = reader().execute(sa.select(*columns).where(Duty.ward_id == ward_id).order_by(*columns[:2]))
        return [tuple(row) for row in rows]


def noted(app: Flask) -> list[tuple[int | None, str]]:
    """Return who did what of duties, as the audit log has it."""
    query = sa.select(AuditRecord.actor_id, AuditRecord.detail).where(AuditRecord.event == AuditEvent.DUTY_CHANGED)
    with app.app_context():
        rows = reader().execute(query.where(AuditRecord.ward_id == WARD_A).order_by(AuditRecord.id))
        return [(actor, str(detail["duty_change"])) for actor, detail in rows]
