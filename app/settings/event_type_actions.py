"""Saving the types of a ward's events: renamed, ended, brought back, added. Actions never commit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.actions import store_settings
from app.places.event_types import EventType, new_type_code
from app.places.models import Ward
from app.places.queries import lock_ward
from app.versions import SaveOutcome, version_token


def event_types_version(ward: Ward) -> str:
    """Return the version of the list that the form shows."""
    return version_token([each.as_stored() for each in ward.settings.event_types])


def changed_types(
    stored: Sequence[EventType], names: Mapping[str, str], offered: Collection[str], new: str
) -> list[EventType]:
    """Return the types under the names by their codes; those that are not offered have ended, ``new`` comes last.

    A code that was not sent keeps its type as it is.
    """
    types = [
        EventType(each.code, names.get(each.code) or each.name, each.code not in offered)
        if each.code in names
        else each
        for each in stored
    ]
    return [*types, EventType(new_type_code(stored, new), new)] if new else types


def save_event_types(
    session: Session, ward_id: int, types: Sequence[EventType], seen: str, actor_id: int, now: datetime
) -> SaveOutcome:
    """Save the types of a ward's events, if ``seen`` is still the version of the list."""
    ward = lock_ward(session, ward_id)
    stored = ward.settings.event_types
    if list(types) == list(stored):
        return SaveOutcome.UNCHANGED
    if event_types_version(ward) != seen:
        return SaveOutcome.CHANGED_MEANWHILE
    before = {each.code: each for each in stored}
    changed = [each.name for each in types if before.get(each.code) not in {None, each}]
    added = [each.name for each in types if each.code not in before]
    store_settings(ward, event_types=types)
    names = {name: values for name, values in (("added", added), ("changed_lines", changed)) if values}
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="event_types", **names)
    return SaveOutcome.SAVED
