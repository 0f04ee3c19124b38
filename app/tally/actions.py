"""Writing the counters."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.database import table_of, upsert_sum
from app.tally.delta import Delta
from app.tally.models import COUNTERS


def add_to_counters(session: Session, delta: Delta) -> None:
    """Add ``delta`` to the counters, in the transaction that writes what it counts."""
    connection = session.connection()
    for counter in COUNTERS:
        table = table_of(counter)
        keys = [column.name for column in table.primary_key.columns]
        rows = [
            dict(zip(keys, key, strict=True), total=total, approved=approved)
            for key, total, approved in delta.rows(counter)
        ]
        upsert_sum(connection, counter, rows, ("total", "approved"))


def clear(session: Session, ward_id: int) -> None:
    """Delete all counters of a ward, before they are counted again."""
    for counter in COUNTERS:
        table = table_of(counter)
        session.connection().execute(sa.delete(table).where(table.c.ward_id == ward_id))
