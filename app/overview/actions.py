"""Actions of the pages of figures. Actions never commit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.actions import store_settings
from app.places.queries import lock_ward


def end_setup(session: Session, ward_id: int, actor_id: int, now: datetime) -> None:
    """Let the list of what is left to set up in a ward be gone for good."""
    ward = lock_ward(session, ward_id)
    if ward.settings.is_being_set_up:
        store_settings(ward, is_being_set_up=False)
        record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="setup")
