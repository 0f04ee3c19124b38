"""Closing a month to changes of its entries, and reopening it, in the caller's transaction."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import insert_ignore, table_of
from app.logbook.history_queries import came_to_wait
from app.logbook.models import Entry, MonthLock
from app.logbook.month_locks import lock_exclusive
from app.logbook.status import WAITING
from app.tally.closed_figures import delete_closed_figures, store_closed_figures

_ENTRY = table_of(Entry)


def close_month(session: Session, ward_id: int, month: str, actor_id: int | None, now: datetime) -> bool:
    """Freeze a month's entries; return whether it was open. Waits for all who write entries of the month.

    Entries that are not approved wait no longer: nothing can be done with them while the month is closed.
    """
    is_changed = _set_lock(session.connection(), ward_id, month, now, actor_id)
    if is_changed:
        session.connection().execute(
            sa.update(_ENTRY)
            .where(_ENTRY.c.ward_id == ward_id, _ENTRY.c.month == month, _ENTRY.c.waiting_since.is_not(None))
            .values(waiting_since=None)
        )
        store_closed_figures(session.connection(), ward_id, month)
    return is_changed


def reopen_month(session: Session, ward_id: int, month: str) -> bool:
    """Let a month's entries move again; return whether it was closed. What had waited goes on to wait."""
    is_changed = _set_lock(session.connection(), ward_id, month, None, None)
    if is_changed:
        session.connection().execute(
            sa.update(_ENTRY)
            .where(_ENTRY.c.ward_id == ward_id, _ENTRY.c.month == month, _ENTRY.c.status.in_(WAITING))
            .values(waiting_since=came_to_wait())
        )
        delete_closed_figures(session.connection(), ward_id, month)
    return is_changed


def _set_lock(connection: Connection, ward_id: int, month: str, at: datetime | None, actor_id: int | None) -> bool:
    lock_exclusive(connection, ward_id, month)
    insert_ignore(connection, MonthLock, [{"ward_id": ward_id, "month": month}])
    is_open = MonthLock.closed_at.is_(None)
    result = connection.execute(
        sa.update(MonthLock)
        .where(MonthLock.ward_id == ward_id, MonthLock.month == month, is_open if at else sa.not_(is_open))
        .values(closed_at=at, closed_by_id=actor_id)
    )
    return bool(result.rowcount)
