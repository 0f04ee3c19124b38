"""What the tests of the lists of a ward do and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.database import in_transaction, reader
from app.month import now, today
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from app.places.models import TeamArea
from app.places.queries import areas_of
from app.settings.ward_lists import WardList, has_ended, rows_of_list
from tests.cast import CARLA, WARD_A

T = TypeVar("T")
BY = {"actor_id": CARLA, "now": now()}
YESTERDAY, TOMORROW = today() - timedelta(days=1), today() + timedelta(days=1)


def do(app: Flask, work: Callable[[Session], T]) -> T:
    """Do some work in a transaction of its own."""
    with app.app_context():
        return in_transaction(work)


def names(app: Flask, which: WardList, ward_id: int = WARD_A, day: date | None = None) -> list[str]:
    """Return the names of a list that are in use on a day, in their order."""
    with app.app_context():
        return [row.name for row in rows_of_list(reader(), which, ward_id) if not has_ended(row, day or today())]


def covered(app: Flask, team_id: int, day: date) -> set[int]:
    """Return what a team covers on a day; nothing is covered twice."""
    with app.app_context():
        ids = list(reader().scalars(areas_of(team_id, day)))
    assert len(ids) == len(set(ids))
    return set(ids)


def periods(app: Flask, team_id: int) -> list[tuple[int, date | None, date | None]]:
    """Return what a team covers, from when to when."""
    columns = TeamArea.neighbourhood_id, TeamArea.valid_from, TeamArea.valid_to
    with app.app_context():
        rows = reader().execute(sa.select(*columns).where(TeamArea.team_id == team_id).order_by(TeamArea.id))
        return [(area, first, last) for area, first, last in rows]


def recorded(app: Flask) -> list[dict[str, object]]:
    """Return what the audit log holds of changes of settings."""
    query = sa.select(AuditRecord.detail).where(AuditRecord.event == AuditEvent.SETTINGS_CHANGED)
    with app.app_context():
        return list(reader().scalars(query.order_by(AuditRecord.id)))
