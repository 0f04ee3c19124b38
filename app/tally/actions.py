"""Writing the counters."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import Base, table_of, upsert_sum
from app.tally.delta import Delta
from app.tally.models import COUNTERS, ClosedFigure

_CLEARED: tuple[type[Base], ...] = (*COUNTERS, ClosedFigure)
_SUMS = "total", "approved"
_COLUMNS = {
    counter: (*(column.name for column in table_of(counter).primary_key.columns), *_SUMS) for counter in COUNTERS
}


def add_to_counters(connection: Connection, delta: Delta) -> None:
    """Add ``delta`` to the counters, in the transaction that writes what it counts."""
    for counter, names in _COLUMNS.items():
        rows = [dict(zip(names, (*key, *changes), strict=True)) for key, *changes in delta.rows(counter)]
        upsert_sum(connection, counter, rows, _SUMS)


def clear(session: Session, ward_id: int) -> None:
    """Delete all counters of a ward and the figures of its closed months, before they are counted again."""
    for counted in _CLEARED:
        table = table_of(counted)
        session.connection().execute(sa.delete(table).where(table.c.ward_id == ward_id))
