"""Steps of the tests of reviewing: an entry's status, history and wait, the counters, closing and opening a month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from app.database import in_transaction, reader
from app.logbook import history_queries
from app.logbook.models import Entry, ReviewEvent
from app.logbook.month_actions import close_month, reopen_month
from app.logbook.recount import differences
from app.logbook.status import Action, Status
from app.month import Month
from app.tally.models import AreaMonth
from tests.cast import CARLA, WARD_A

AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
THIS = str(Month.current())

STEPS_TO = {
    Status.SUBMITTED: [],
    Status.APPROVED: [Action.APPROVE],
    Status.RETURNED: [Action.RETURN],
    Status.VOID: [Action.VOID],
}
"""Which decisions bring a fresh entry into a state."""
Decide = Callable[..., list[str]]


def status_of(app: Flask, entry: dict[str, Any]) -> Status:
    with app.app_context():
        return reader().scalars(sa.select(Entry.status).where(Entry.id == UUID(entry["id"]))).one()


def history_of(app: Flask, entry: dict[str, Any]) -> list[ReviewEvent]:
    with app.app_context():
        return list(reader().scalars(history_queries.history_of(WARD_A, UUID(entry["id"]))))


def counted(app: Flask) -> dict[str, tuple[int, int]]:
    """Return the totals of the ward, after proving them by a recount."""
    with app.app_context():
        assert list(differences(reader())) == []
        sums = sa.func.sum(AreaMonth.total), sa.func.sum(AreaMonth.approved)
        rows = reader().execute(sa.select(AreaMonth.measure, *sums).group_by(AreaMonth.measure))
        return {measure: (int(total), int(approved)) for measure, total, approved in rows}


def close(app: Flask, month: str = THIS, ward: int = WARD_A) -> bool:
    with app.app_context():
        return in_transaction(lambda session: close_month(session, ward, month, CARLA, AT))


def reopen(app: Flask, month: str = THIS, ward: int = WARD_A) -> bool:
    with app.app_context():
        return in_transaction(lambda session: reopen_month(session, ward, month))


def waiting_since(app: Flask, entry: dict[str, Any]) -> datetime | None:
    with app.app_context():
        return reader().scalars(sa.select(Entry.waiting_since).where(Entry.id == UUID(entry["id"]))).one()
