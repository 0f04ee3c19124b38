"""Actions on the shifts of an event. They never commit; each leaves a line in the audit log."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.events.duty_queries import shifts_of
from app.events.models import EventShift
from app.events.queries import WardEvent, event_of_ward
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.versions import version_token

MOST_SHIFTS = 24
"""Limit of shifts that an event offers at a time."""


class ShiftFacts(NamedTuple):
    """What a shift is: its times and how many people it needs."""

    starts_at: time
    ends_at: time
    needed: int


class ShiftOutcome(StrEnum):
    """What became of a change of a shift: it was done, was so already, or why it was not done."""

    DONE = "done"
    UNCHANGED = "unchanged"
    NO_SHIFT = "no_shift"
    TOO_MANY = "too_many"
    CHANGED_MEANWHILE = "changed_meanwhile"


def facts_of(shift: EventShift) -> ShiftFacts:
    """Return what a stored shift is."""
    return ShiftFacts(shift.starts_at, shift.ends_at, shift.needed)


def shift_version(shift: EventShift) -> str:
    """Return the version of what the form of a shift shows."""
    return version_token(*facts_of(shift), shift.ended_at)


def add_shift(
    session: Session, ward_id: int, event_id: int, facts: ShiftFacts, actor_id: int, now: datetime
) -> ShiftOutcome:
    """Add a shift to an event; one that has the same times and is offered already is that one."""
    event, shifts = _locked(session, ward_id, event_id)
    offered = [each for each in shifts if each.ended_at is None]
    if any(facts_of(each)[:2] == facts[:2] for each in offered):
        return ShiftOutcome.UNCHANGED
    if len(offered) >= MOST_SHIFTS:
        return ShiftOutcome.TOO_MANY
    number = max((each.number for each in shifts), default=0) + 1
    session.add(EventShift(event_id=event_id, number=number, **facts._asdict()))
    _record(session, event, "shift_added", number, actor_id, now)
    return ShiftOutcome.DONE


def change_shift(
    session: Session,
    ward_id: int,
    event_id: int,
    number: int,
    facts: ShiftFacts,
    seen: str,
    actor_id: int,
    now: datetime,
) -> ShiftOutcome:
    """Change the times of a shift, or how many people it needs, if ``seen`` is still its version."""
    event, shifts = _locked(session, ward_id, event_id)
    stored = next((each for each in shifts if each.number == number and each.ended_at is None), None)
    if stored is None:
        return ShiftOutcome.NO_SHIFT
    if facts_of(stored) == facts:
        return ShiftOutcome.UNCHANGED
    if shift_version(stored) != seen:
        return ShiftOutcome.CHANGED_MEANWHILE
    stored.starts_at, stored.ends_at, stored.needed = facts
    _record(session, event, "shift_changed", number, actor_id, now)
    return ShiftOutcome.DONE


def end_shift(session: Session, ward_id: int, event_id: int, number: int, actor_id: int, now: datetime) -> ShiftOutcome:
    """End a shift: nobody is asked for it any more. Who is on its roster stays there, until they are taken off."""
    event, shifts = _locked(session, ward_id, event_id)
    stored = next((each for each in shifts if each.number == number), None)
    if stored is None:
        return ShiftOutcome.NO_SHIFT
    if stored.ended_at is not None:
        return ShiftOutcome.UNCHANGED
    stored.ended_at = now
    _record(session, event, "shift_ended", number, actor_id, now)
    return ShiftOutcome.DONE


def _locked(session: Session, ward_id: int, event_id: int) -> tuple[WardEvent, list[EventShift]]:
    """Return an event with its shifts as they are now; others who change them wait. Raises ``LookupError``."""
    lock_ward(session, ward_id)
    event = event_of_ward(session, ward_id, event_id)
    if event is None:
        raise LookupError(event_id)
    return event, list(session.scalars(shifts_of(ward_id, event_id)))


def _record(session: Session, event: WardEvent, what: str, number: int, actor_id: int, now: datetime) -> None:
    of = event.event
    detail = {"line": of.id, "subject": of.title, "duty_change": what, "shift": number}
    record_event(session, AuditEvent.DUTY_CHANGED, now, actor_id, of.ward_id, **detail)
