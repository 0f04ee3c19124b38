"""Renewing the sessions of users who use the app, and noting the day on which a device was last used."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from flask import Response, current_app, request, session
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from app.access import View, is_open
from app.database import table_of
from app.extensions import db
from app.month import local_day, now
from app.people.models import Device
from app.writer_lock import LockFileError, WriterBusyError

_MAX_WAIT = 0.1  # seconds
_DEVICE = table_of(Device)


def counts_as_use(view: View) -> View:
    """Declare that opening a view is use of the app, although the view is open to strangers."""
    vars(view)["counts_as_use"] = True
    return view


def _is_use(endpoint: str | None) -> bool:
    """Return whether opening a view is use of the app; of views open to strangers the cookie is not even looked at."""
    view = current_app.view_functions.get(endpoint or "")
    return not is_open(current_app, endpoint) or getattr(view, "counts_as_use", False)


def renew_session(response: Response) -> Response:
    """Once a day, when a page was used, renew the session and record the day; run after every request.

    Redirects, answers without a body and errors are no use of the app. Where nothing can be written at present, the
    page does not wait for it: the next one tries again.
    """
    if not _is_use(request.endpoint) or request.method == "HEAD" or response.status_code != 200:
        return response
    user = current_user._get_current_object()
    if not user.is_authenticated or user.device_id is None:
        return response
    at = now()
    if local_day(user.last_seen_at) != local_day(at) and _record_use(user.device_id, at):
        session.modified = True
    return response


def _record_use(device_id: UUID, at: datetime) -> bool:
    """Record that a device was used, in a transaction of its own; return ``False`` when that would have to wait."""
    try:
        with db.get_engine().connect().execution_options(writer_timeout=_MAX_WAIT) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_MAX_WAIT * 1000:.0f}ms'")
            connection.execute(sa.update(_DEVICE).where(_DEVICE.c.id == device_id).values(last_seen_at=at))
            connection.commit()
    except (SQLAlchemyError, WriterBusyError, LockFileError):
        return False
    return True
