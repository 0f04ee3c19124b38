"""Beginning a session on this device, for whoever has just shown or set the password of an account."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import request, session
from flask_login import login_user
from werkzeug.wrappers import Response

from app.database import reader
from app.month import local_day
from app.people.device_cookie import with_user
from app.people.queries import actor_on_device


def begin_session(response: Response, device_id: UUID, phone: str, password_hash: str, at: datetime) -> Response:
    """Let ``response`` begin a session on a device that was just stored and committed, and remember its user.

    A new session also has a new token: what the user before left unsent does not go out under this one's name.
    """
    session.clear()
    session.permanent = True
    # The reader's snapshot is older than the device.
    reader().rollback()
    if actor := actor_on_device(reader(), device_id, local_day(at)):  # It may have been revoked again already.
        login_user(actor)
    return with_user(response, phone, password_hash)


def device_label() -> str:
    """Return the kind of this device by the name that its browser sends, without version numbers."""
    agent = request.user_agent.string
    for part in ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"):
        if part in agent:
            return part
    return "?"
