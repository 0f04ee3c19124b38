"""Actions on the events of a ward and their dates. They never commit; each leaves a line in the audit log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.events.changes import (
    FARTHEST,
    EventFacts,
    EventRefusal,
    EventRefusedError,
    is_replaced,
    recorded_days,
    refuse_change,
)
from app.events.models import Event, EventDate, EventShift, EventTeam
from app.events.queries import WardEvent, duty_days, event_of_ward, events_of_ward
from app.month import local_day
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward
from app.versions import SaveOutcome, version_token


class SavedEvent(NamedTuple):
    """What became of an event that was to be saved, and its id: another one where a new event took over."""

    outcome: SaveOutcome
    event_id: int


def event_version(stored: WardEvent) -> str:
    """Return the version of what the form of an event shows."""
    facts = EventFacts.of(stored)
    return version_token(*facts[:-1], sorted(facts.team_ids), stored.event.ended_at)


def date_version(stored: WardEvent, day: date) -> str:
    """Return the version of what the page of a date shows of its changes."""
    change = next((each for each in stored.changes if each.day == day), None)
    changed = change and (change.moved_to, change.starts_at, change.ends_at, change.is_called_off, change.reason)
    return version_token(changed)


def add_event(session: Session, ward_id: int, facts: EventFacts, actor_id: int | None, now: datetime) -> SavedEvent:
    """Add an event; one that stands there already with the same facts, as when a form is sent twice, is that one."""
    lock_ward(session, ward_id)
    for each in events_of_ward(session, ward_id):
        if each.event.ended_at is None and EventFacts.of(each) == facts:
            return SavedEvent(SaveOutcome.UNCHANGED, each.event.id)
    event = _insert(session, ward_id, facts, actor_id, now)
    _record(session, event, "added", actor_id, now)
    return SavedEvent(SaveOutcome.SAVED, event.id)


def change_event(
    session: Session, ward_id: int, event_id: int, facts: EventFacts, seen: str, actor_id: int | None, now: datetime
) -> SavedEvent:
    """Change an event, if ``seen`` is still its version.

    Where another rule comes after dates of which something is recorded, these stay with the event, which ends before
    ``facts.first_day``, and another event takes over with the same shifts. Raises :class:`EventRefusedError` where
    something that is recorded would be lost, and ``LookupError`` where the ward has no such event.
    """
    stored = _locked(session, ward_id, event_id)
    if EventFacts.of(stored) == facts:
        return SavedEvent(SaveOutcome.UNCHANGED, event_id)
    if event_version(stored) != seen:
        return SavedEvent(SaveOutcome.CHANGED_MEANWHILE, event_id)
    recorded = recorded_of(session, stored, local_day(now))
    refuse_change(stored, facts, recorded)
    if is_replaced(stored, facts, recorded):
        return SavedEvent(SaveOutcome.SAVED, _replace(session, stored, facts, actor_id, now).id)
    facts.store(stored.event)
    session.execute(
        sa.delete(EventTeam).where(EventTeam.event_id == event_id, EventTeam.team_id.not_in(facts.team_ids))
    )
    _add_teams(session, event_id, facts.team_ids - stored.team_ids)
    _record(session, stored.event, "changed", actor_id, now)
    return SavedEvent(SaveOutcome.SAVED, event_id)


def recorded_of(session: Session, stored: WardEvent, today: date) -> list[date]:
    """Return the days of an event, by their names and in order, of which something is recorded."""
    asked = session.execute(duty_days(stored.event.ward_id, stored.event.id))
    return recorded_days(stored, (day for day, _is_present in asked), today)


def end_event(session: Session, ward_id: int, event_id: int, actor_id: int | None, now: datetime) -> SaveOutcome:
    """End an event: it has no dates after today, and what was recorded stays."""
    return _set_end(session, ward_id, event_id, now, actor_id, now)


def bring_event_back(session: Session, ward_id: int, event_id: int, actor_id: int | None, now: datetime) -> SaveOutcome:
    """Bring back an event that has ended, with all its dates."""
    return _set_end(session, ward_id, event_id, None, actor_id, now)


def move_date(
    session: Session,
    ward_id: int,
    event_id: int,
    day: date,
    to: date,
    times: tuple[time, time],
    reason: str,
    seen: str,
    actor_id: int | None,
    now: datetime,
) -> SaveOutcome:
    """Hold a date on another day or at other times; ``day`` is its name, ``seen`` the version that the page showed.

    Raises ``LookupError`` where there is no such date, and :class:`EventRefusedError` where another date of the event
    is on that day, it is too far off, the event has ended, or somebody was there already.
    """
    stored = _locked(session, ward_id, event_id)
    event = stored.event
    change = EventDate(
        event_id=event_id,
        day=day,
        moved_to=to if to != day else None,
        starts_at=times[0] if times[0] != event.starts_at else None,
        ends_at=times[1] if times[1] != event.ends_at else None,
        is_called_off=False,
        reason=reason,
        changed_at=now,
        changed_by_id=actor_id,
    )
    if abs(to - day) > FARTHEST:
        raise EventRefusedError(EventRefusal.TOO_FAR, to)
    return _change_date(session, stored, change, "moved", seen)


def call_off_date(
    session: Session,
    ward_id: int,
    event_id: int,
    day: date,
    reason: str,
    seen: str,
    actor_id: int | None,
    now: datetime,
) -> SaveOutcome:
    """Call a date off, which stays on the day to which it may have been moved; raises as :func:`move_date`."""
    stored = _locked(session, ward_id, event_id)
    before = next((each for each in stored.changes if each.day == day), None)
    change = EventDate(
        event_id=event_id,
        day=day,
        moved_to=before and before.moved_to,
        starts_at=before and before.starts_at,
        ends_at=before and before.ends_at,
        is_called_off=True,
        reason=reason,
        changed_at=now,
        changed_by_id=actor_id,
    )
    return _change_date(session, stored, change, "called_off", seen)


def restore_date(
    session: Session, ward_id: int, event_id: int, day: date, seen: str, actor_id: int | None, now: datetime
) -> SaveOutcome:
    """Take back that a date was moved or called off; raises as :func:`move_date`."""
    stored = _locked(session, ward_id, event_id)
    change = EventDate(
        event_id=event_id, day=day, is_called_off=False, reason="", changed_at=now, changed_by_id=actor_id
    )
    return _change_date(session, stored, change, "restored", seen)


def _locked(session: Session, ward_id: int, event_id: int) -> WardEvent:
    """Return an event as it is now; others who change events of the ward wait. Raises ``LookupError``."""
    lock_ward(session, ward_id)
    stored = event_of_ward(session, ward_id, event_id)
    if stored is None:
        raise LookupError(event_id)
    return stored


def _insert(session: Session, ward_id: int, facts: EventFacts, actor_id: int | None, now: datetime) -> Event:
    event = Event(ward_id=ward_id, made_at=now, made_by_id=actor_id)
    facts.store(event)
    session.add(event)
    session.flush()
    _add_teams(session, event.id, facts.team_ids)
    return event


def _add_teams(session: Session, event_id: int, team_ids: Iterable[int]) -> None:
    session.add_all(EventTeam(event_id=event_id, team_id=team_id) for team_id in sorted(team_ids))


def _replace(session: Session, stored: WardEvent, facts: EventFacts, actor_id: int | None, now: datetime) -> Event:
    """Let another event take over from the first day of ``facts`` on, with the shifts of the one before."""
    before = stored.event
    day_before = date.fromordinal(facts.first_day.toordinal() - 1)
    before.last_day = min(before.last_day or day_before, day_before)
    _record(session, before, "replaced", actor_id, now, as_of=facts.first_day.isoformat())
    event = _insert(session, before.ward_id, facts, actor_id, now)
    is_offered = EventShift.event_id == before.id, EventShift.ended_at.is_(None)
    for shift in session.scalars(sa.select(EventShift).where(*is_offered)).all():
        columns = {name: getattr(shift, name) for name in ("number", "starts_at", "ends_at", "needed")}
        session.add(EventShift(event_id=event.id, **columns))
    _record(session, event, "added", actor_id, now)
    return event


def _set_end(
    session: Session, ward_id: int, event_id: int, ended_at: datetime | None, actor_id: int | None, now: datetime
) -> SaveOutcome:
    event = _locked(session, ward_id, event_id).event
    if (event.ended_at is None) == (ended_at is None):
        return SaveOutcome.UNCHANGED
    event.ended_at = ended_at
    _record(session, event, "ended" if ended_at else "brought_back", actor_id, now)
    return SaveOutcome.SAVED


def _change_date(session: Session, stored: WardEvent, change: EventDate, what: str, seen: str) -> SaveOutcome:
    event, found = stored.event, stored.date_named(change.day)
    if found is None:
        raise LookupError(change.day)
    before = next((each for each in stored.changes if each.day == change.day), None)
    if _state(change) == _state(before):
        return SaveOutcome.UNCHANGED
    if date_version(stored, change.day) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    held_on = change.moved_to or change.day
    presences = session.execute(duty_days(event.ward_id, event.id))
    is_confirmed = any(day == change.day and is_present for day, is_present in presences)
    if is_confirmed and (change.is_called_off or held_on != found.held_on):
        raise EventRefusedError(EventRefusal.PRESENCE_CONFIRMED, found.held_on)
    if event.ended_at is not None and held_on > local_day(event.ended_at):
        raise EventRefusedError(EventRefusal.EVENT_ENDED, local_day(event.ended_at))
    if any(each.day != change.day for each in stored.dates(held_on, held_on)):
        raise EventRefusedError(EventRefusal.DAY_TAKEN, held_on)
    if what == "restored":
        session.delete(before)
    else:
        session.merge(change)
    detail = {"date": change.day.isoformat(), "as_of": held_on.isoformat(), "reason": change.reason}
    shown = {name: value for name, value in detail.items() if value}
    _record(session, event, what, change.changed_by_id, change.changed_at, **shown)
    return SaveOutcome.SAVED


def _state(change: EventDate | None) -> tuple[object, ...] | None:
    """Return what a change says of its date; nothing where that is as the rule gives it."""
    if change is None:
        return None
    state = change.moved_to, change.starts_at, change.ends_at, change.is_called_off, change.reason
    return state if any(state) else None


def _record(session: Session, event: Event, what: str, actor_id: int | None, now: datetime, **detail: str) -> None:
    record_event(
        session,
        AuditEvent.EVENT_CHANGED,
        now,
        actor_id,
        event.ward_id,
        line=event.id,
        subject=event.title,
        event_change=what,
        **detail,
    )
