"""Locks of a month: writers of its entries share the lock, and closing takes it alone.

SQLite has one writer at a time, so it needs no further lock. In PostgreSQL a lock on the month's row
would let sharers pass a waiting closer for as long as they overlap, and thirty sending phones always do;
advisory locks queue, and end with the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.month import Month

_SHARED = sa.text("SELECT pg_advisory_xact_lock_shared(:ward, month) FROM unnest(cast(:months AS int[])) AS month")
_EXCLUSIVE = sa.text("SELECT pg_advisory_xact_lock(:ward, month) FROM unnest(cast(:months AS int[])) AS month")


def lock_shared(connection: Connection, ward_id: int, months: Iterable[str]) -> None:
    """Wait until nobody closes any of ``months``, and keep them from being closed until the transaction ends."""
    _take(connection, _SHARED, ward_id, months)


def lock_exclusive(connection: Connection, ward_id: int, month: str) -> None:
    """Wait until nobody writes entries of ``month``, and keep others from it until the transaction ends."""
    _take(connection, _EXCLUSIVE, ward_id, [month])


def _take(connection: Connection, statement: sa.TextClause, ward_id: int, months: Iterable[str]) -> None:
    # Turns are taken in the order of months, so that two batches never wait for each other crosswise.
    numbers = sorted(parsed.year * 100 + parsed.number for parsed in map(Month.parse, months))
    if numbers and connection.dialect.name == "postgresql":
        connection.execute(statement, {"ward": ward_id, "months": numbers})
