"""Actions on who is on duty at a date. They never commit; each leaves a line in the audit log.

All wait for one another by the lock of the ward, so that what one of them reads holds until it is done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.events.duty_queries import duties_held_on, duties_of_date, duty_of, shifts_of, who_may_be_asked
from app.events.duty_rules import ShiftSpan, may_answer, may_confirm, may_confirm_oneself, opens_at
from app.events.models import Duty, DutyAnswer, EventShift
from app.events.occurrences import Occurrence
from app.events.queries import WardEvent, event_of_ward
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward


class DutyOutcome(StrEnum):
    """What became of a change of somebody's duty: it was done, was so already, or why it was not done."""

    DONE = "done"
    UNCHANGED = "unchanged"
    NO_DATE = "no_date"
    CALLED_OFF = "called_off"
    NO_SHIFT = "no_shift"
    NOT_ASKED = "not_asked"
    HAS_BEGUN = "has_begun"
    OVERLAPS = "overlaps"
    NOT_YET = "not_yet"
    NOT_TODAY = "not_today"
    WAS_THERE = "was_there"
    CHANGED_MEANWHILE = "changed_meanwhile"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class DutyKey:
    """A shift of a date of an event of a ward, by the name of the date, and who is on duty in it."""

    ward_id: int
    event_id: int
    day: date
    shift: int
    member_id: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of asking some people: how many are asked now who were not, and who cannot be, by id.

    ``elsewhere`` are those who are on duty in another shift at that time, ``strangers`` those who may not be asked.
    """

    outcome: DutyOutcome
    number: int = 0
    elsewhere: Collection[int] = field(default_factory=tuple)
    strangers: Collection[int] = field(default_factory=tuple)


def ask(
    session: Session,
    ward_id: int,
    event_id: int,
    day: date,
    shift: int,
    member_ids: Collection[int],
    actor_id: int,
    now: datetime,
    team_id: int | None = None,
) -> Asked:
    """Ask members to be on duty in a shift of a date; with ``team_id`` only those of a team. Twice is as once."""
    lock_ward(session, ward_id)
    event, held, refusal = _date_of(session, ward_id, event_id, day)
    if event is None or held is None or refusal:
        return Asked(refusal or DutyOutcome.NO_DATE)
    span = _offered_span(session, event, held, shift)
    if span is None:
        return Asked(DutyOutcome.NO_SHIFT)
    known = {
        id
        for id, _name, team in session.execute(who_may_be_asked(ward_id, event, held.held_on))
        if team_id in {None, team}
    }
    stands = sa.select(duties_of_date(ward_id, event_id, day).where(Duty.shift == shift).subquery().c.member_id)
    wanted = {*member_ids} - {*session.scalars(stands)}
    taken = _on_duty_at(session, ward_id, held, span, wanted & known, (event_id, day, shift))
    asked = sorted((wanted & known) - taken)
    session.add_all(
        Duty(
            ward_id=ward_id,
            event_id=event_id,
            day=day,
            shift=shift,
            member_id=member_id,
            asked_at=now,
            asked_by_id=actor_id,
        )
        for member_id in asked
    )
    if asked:
        _record(session, event, held, "asked", actor_id, now, shift=shift, people=len(asked), members=asked)
    outcome = DutyOutcome.DONE if asked else DutyOutcome.UNCHANGED
    return Asked(outcome, len(asked), sorted(taken), sorted(wanted - known))


def take_off(session: Session, key: DutyKey, actor_id: int, now: datetime) -> DutyOutcome:
    """Take somebody off the roster of a shift, unless their presence was confirmed."""
    lock_ward(session, key.ward_id)
    duty = session.scalar(_stored(key))
    if duty is None:
        return DutyOutcome.UNCHANGED
    if duty.is_present:
        return DutyOutcome.WAS_THERE
    event, held, _refusal = _date_of(session, key.ward_id, key.event_id, key.day)
    session.delete(duty)
    if event is not None:
        _record(session, event, held, "taken_off", actor_id, now, shift=key.shift, user=key.member_id)
    return DutyOutcome.DONE


def answer(session: Session, key: DutyKey, reply: DutyAnswer, now: datetime) -> DutyOutcome:
    """Store what somebody says who was asked; it may be changed until the shift begins."""
    lock_ward(session, key.ward_id)
    event, held, refusal = _date_of(session, key.ward_id, key.event_id, key.day)
    duty = session.scalar(_stored(key))
    if event is None or held is None or duty is None:
        return DutyOutcome.NOT_ASKED
    if duty.answer is reply:
        return DutyOutcome.UNCHANGED
    if refusal:
        return refusal
    span = _span(session, event, held, key.shift)
    if span is None:
        return DutyOutcome.NO_SHIFT
    if not may_answer(held.held_on, span, now):
        return DutyOutcome.HAS_BEGUN
    is_this = key.event_id, key.day, key.shift
    if reply is DutyAnswer.YES and _on_duty_at(session, key.ward_id, held, span, {key.member_id}, is_this):
        return DutyOutcome.OVERLAPS
    duty.answer, duty.answered_at = reply, now
    _record(session, event, held, f"answered_{reply}", key.member_id, now, shift=key.shift)
    return DutyOutcome.DONE


def set_presence(
    session: Session,
    key: DutyKey,
    held_on: date,
    is_present: bool | None,
    seen: bool | None,
    actor_id: int,
    now: datetime,
) -> DutyOutcome:
    """Store whether somebody was there, or that this is not known; ``seen`` is what stood on the page.

    Who says it of themselves does so by :func:`confirm_oneself`. The caller sees to it that the period of the day
    ``held_on`` is open and stays so (`app/months/presence_actions.py`): nothing is done where the date was moved since.
    """
    lock_ward(session, key.ward_id)
    event, held, refusal = _date_of(session, key.ward_id, key.event_id, key.day)
    duty = session.scalar(_stored(key))
    if event is None or held is None or duty is None:
        return DutyOutcome.NOT_ASKED
    if duty.is_present == is_present:
        return DutyOutcome.UNCHANGED
    if duty.is_present != seen or held.held_on != held_on:
        return DutyOutcome.CHANGED_MEANWHILE
    if is_present is not None and (refusal or not may_confirm(held.held_on, held.starts_at, now)):
        return refusal or DutyOutcome.NOT_YET
    duty.is_present = is_present
    duty.confirmed_at, duty.confirmed_by_id = (None, None) if is_present is None else (now, actor_id)
    _record(session, event, held, _PRESENCES[is_present], actor_id, now, shift=key.shift, user=key.member_id)
    return DutyOutcome.DONE


def confirm_oneself(session: Session, key: DutyKey, now: datetime) -> DutyOutcome:
    """Store that somebody is at the place where they are on duty, as they say themselves on the day of the date."""
    lock_ward(session, key.ward_id)
    event, held, refusal = _date_of(session, key.ward_id, key.event_id, key.day)
    if event is None or held is None:
        return DutyOutcome.NOT_ASKED
    if refusal:
        return refusal
    if not may_confirm_oneself(held.held_on, held.starts_at, now):
        is_over = now >= opens_at(held.held_on, held.starts_at)
        return DutyOutcome.NOT_TODAY if is_over else DutyOutcome.NOT_YET
    return set_presence(session, key, held.held_on, True, None, key.member_id, now)


_PRESENCES: Mapping[bool | None, str] = {True: "present", False: "absent", None: "presence_open"}


def _date_of(
    session: Session, ward_id: int, event_id: int, day: date
) -> tuple[WardEvent | None, Occurrence | None, DutyOutcome | None]:
    """Return an event with the date of a name, and why nobody can be on duty there."""
    event = event_of_ward(session, ward_id, event_id)
    held = event.date_named(day) if event else None
    if event is None or held is None:
        return event, None, DutyOutcome.NO_DATE
    return event, held, DutyOutcome.CALLED_OFF if held.is_called_off else None


def _stored(key: DutyKey) -> sa.Select[Duty]:
    return duty_of(key.ward_id, key.event_id, key.day, key.shift, key.member_id)


def _offered_span(session: Session, event: WardEvent, held: Occurrence, shift: int) -> ShiftSpan | None:
    """Return from when to when a shift is at a date, ``None`` where the event has none of that number any more."""
    return _span_of(session, event, held, EventShift.number == shift, EventShift.ended_at.is_(None))


def _span(session: Session, event: WardEvent, held: Occurrence, shift: int) -> ShiftSpan | None:
    """Return the same of a shift that may have ended since somebody was asked."""
    return _span_of(session, event, held, EventShift.number == shift)


def _span_of(
    session: Session, event: WardEvent, held: Occurrence, *conditions: sa.ColumnElement[bool]
) -> ShiftSpan | None:
    stored = session.scalar(shifts_of(event.event.ward_id, event.event.id).where(*conditions))
    if stored is None:
        return None
    return ShiftSpan(stored.starts_at, stored.ends_at).moved(event.event.starts_at, held.starts_at)


def _on_duty_at(
    session: Session,
    ward_id: int,
    held: Occurrence,
    span: ShiftSpan,
    member_ids: Collection[int],
    except_for: tuple[int, date, int],
) -> set[int]:
    """Return those of some people who are on duty in another shift at a time on that day."""
    if not member_ids:
        return set()
    rows = session.execute(duties_held_on(ward_id, held.held_on, member_ids))
    return {
        member
        for member, event_id, day, shift, starts_at, ends_at, usual_start, held_from in rows
        if (event_id, day, shift) != except_for
        and ShiftSpan(starts_at, ends_at).moved(usual_start, held_from).overlaps(span)
    }


def _record(
    session: Session,
    event: WardEvent,
    held: Occurrence | None,
    what: str,
    actor_id: int,
    now: datetime,
    **detail: object,
) -> None:
    day = {"date": held.day.isoformat()} if held else {}
    record_event(
        session,
        AuditEvent.DUTY_CHANGED,
        now,
        actor_id,
        event.event.ward_id,
        line=event.event.id,
        subject=event.event.title,
        duty_change=what,
        **day,
        **detail,
    )
