"""Storing and removing a ward's own template of its report. Actions never commit."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.months.models import TEMPLATE_NAME_LENGTH, ReportTemplate
from app.people.actions import record_event
from app.people.audit_events import AuditEvent
from app.places.queries import lock_ward


def keep_template(session: Session, ward_id: int, name: str, content: bytes, actor_id: int, now: datetime) -> None:
    """Store a template that was checked, in place of an earlier one."""
    # Others who store a template at the same moment wait here.
    lock_ward(session, ward_id)
    template = session.get(ReportTemplate, ward_id)
    if template is None:
        template = ReportTemplate(ward_id=ward_id)
        session.add(template)
    template.name, template.content, template.size = name[:TEMPLATE_NAME_LENGTH], content, len(content)
    template.uploaded_at, template.uploaded_by_id = now, actor_id
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="template", size=len(content))


def remove_template(session: Session, ward_id: int, actor_id: int, now: datetime) -> bool:
    """Remove the template, so that the built-in layout is used; return whether there was one."""
    lock_ward(session, ward_id)
    template = session.get(ReportTemplate, ward_id)
    if template is None:
        return False
    session.delete(template)
    record_event(session, AuditEvent.SETTINGS_CHANGED, now, actor_id, ward_id, what="template", size=0)
    return True
