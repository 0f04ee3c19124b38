"""Recording in the audit log what is only read, in a transaction of its own, before the reader gets the page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.database import in_transaction
from app.people.actions import record_event
from app.people.actor import Actor
from app.people.audit_events import AuditEvent
from app.people.queries import details_since

DEDUPLICATE_WITHIN = timedelta(minutes=1)
"""The time within which the same page opened again by the same person is not recorded again."""


def record_now(
    reader: Session, event: AuditEvent, at: datetime, actor: Actor, ward_id: int | None, **detail: Any
) -> None:
    """Add a record in a transaction of its own: before a file leaves, or before work that commits in parts begins.

    Where nothing can be recorded, the view fails, and nothing is shown.
    """
    # The snapshot is given back, so that the log can be checkpointed past it.
    reader.rollback()
    in_transaction(lambda session: record_event(session, event, at, actor.id, ward_id, **detail))


def record_view(reader: Session, at: datetime, actor: Actor, ward_id: int | None, *, page: str, **detail: Any) -> None:
    """Record that a page with names was opened, unless it was within :data:`DEDUPLICATE_WITHIN` by the same person.

    A view calls it after the page is written, for it gives the reader's snapshot back, and before the page
    is answered: where nothing can be noted, nothing is shown. ``page`` is the endpoint; ``detail`` says with
    codes and figures what of it was seen.
    """
    seen = {"page": page, **detail}
    event = AuditEvent.NAMES_SEEN
    if seen not in reader.scalars(details_since(event, at - DEDUPLICATE_WITHIN, actor.id, ward_id)).all():
        record_now(reader, event, at, actor, ward_id, **seen)
