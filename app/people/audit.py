"""Recording in the audit log what is only read, in a transaction of its own, before the reader gets the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import Flask, current_app, request
from flask_babel import LazyString
from sqlalchemy.orm import Session

from app.access import View
from app.database import in_transaction
from app.people.actions import record_event
from app.people.actor import Actor
from app.people.audit_events import AuditEvent
from app.people.audit_log_queries import details_since

DEDUPLICATE_WITHIN = timedelta(minutes=1)
"""The time within which the same page opened again by the same person is not recorded again."""


class AuditedPage(NamedTuple):
    """A page that shows names: its code in the audit log, which never changes, and what it is called there."""

    code: str
    name: LazyString


def shows_names(code: str, name: LazyString) -> Callable[[View], View]:
    """Declare that a view shows names, and under which code and name :func:`record_view` records it."""

    def declare(view: View) -> View:
        vars(view)["audited_page"] = AuditedPage(code, name)
        return view

    return declare


def page_names(app: Flask) -> dict[str, LazyString]:
    """Return what the pages that show names are called, by their code in the audit log."""
    return dict(view.audited_page for view in app.view_functions.values() if hasattr(view, "audited_page"))


def record_now(
    reader: Session, event: AuditEvent, at: datetime, actor: Actor, ward_id: int | None, **detail: object
) -> None:
    """Add a record in a transaction of its own: before a file leaves, or before work that commits in parts begins.

    Where nothing can be recorded, the view fails, and nothing is shown.
    """
    # The snapshot is given back, so that the log can be checkpointed past it.
    reader.rollback()
    in_transaction(lambda session: record_event(session, event, at, actor.id, ward_id, **detail))


def record_view(reader: Session, at: datetime, actor: Actor, ward_id: int | None, **detail: object) -> None:
    """Record that a page with names was opened, unless it was within :data:`DEDUPLICATE_WITHIN` by the same person.

    A view that declares :func:`shows_names` calls it after the page is written, for it gives the reader's snapshot
    back, and before the page is answered: where nothing can be recorded, nothing is shown. ``detail`` says with codes
    and figures what of the page was seen.
    """
    page: AuditedPage = vars(current_app.view_functions[request.endpoint or ""])["audited_page"]
    seen = {"page": page.code, **detail}
    event = AuditEvent.NAMES_SEEN
    if seen not in reader.scalars(details_since(event, at - DEDUPLICATE_WITHIN, actor.id, ward_id)).all():
        record_now(reader, event, at, actor, ward_id, **seen)
