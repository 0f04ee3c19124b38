"""Opening the session of somebody who just showed a password, or set one, on this device."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, request, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from app.database import reader, writer
from app.month import local_day
from app.people import actions
from app.people.account_notices import account_notices
from app.people.audit_events import AuditEvent
from app.people.device_cookie import with_user
from app.people.queries import actor_on_device, ward_of_number


def device_label() -> str:
    """Return the kind of device by the name that its browser sends, without version numbers."""
    agent = request.user_agent.string
    for part in ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"):
        if part in agent:
            return part
    return "?"


def begin_session(response: Response, device_id: UUID, phone: str, password_hash: str, at: datetime) -> Response:
    """Let ``response`` begin a session on a device that was just stored and committed, and remember its user.

    A new session also has a new token: what the user before left unsent does not go out under this one's name.
    """
    session.clear()
    session.permanent = True
    # The reader's snapshot is older than the device.
    reader().rollback()
    if actor := actor_on_device(device_id, local_day(at)):  # It may have been revoked again already.
        login_user(actor)
        for notice in account_notices(reader(), actor.id, at):
            flash(notice)
    return with_user(response, phone, password_hash)


def open_session(user_id: int, device_id: UUID, phone: str, password_hash: str, at: datetime) -> Response:
    """Commit the new device with all that was written before it, and lead its user to the home page.

    It is recorded in the ward of the post that the user has by now.
    """
    ward_id = writer().scalar(ward_of_number(phone, local_day(at)))
    actions.record_event(writer(), AuditEvent.SIGNED_IN, at, user_id, ward_id, device=device_label())
    writer().commit()
    return begin_session(redirect(url_for("overview.home")), device_id, phone, password_hash, at)
