"""Locks of a month: writers of its entries share the lock, and closing takes it alone.

SQLite has one writer at a time, so it needs no further lock. In PostgreSQL a lock on the month's row
would let sharers pass a waiting closer for as long as they overlap, and thirty sending phones always do;
advisory locks queue, and end with the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import LostRaceError
from app.logbook.visit_locks import lock_numbers
from app.month import Month
from app.places.queries import ward_periods

# The parts of a union are taken one after the other.
_SHARED = sa.text(
    "SELECT pg_advisory_xact_lock_shared(:ward, month) FROM unnest(cast(:months AS int[])) AS month"
    " UNION ALL SELECT pg_advisory_xact_lock(visit) FROM unnest(cast(:visits AS bigint[])) AS visit"
)
_EXCLUSIVE = sa.text("SELECT pg_advisory_xact_lock(:ward, month) FROM unnest(cast(:months AS int[])) AS month")


def lock_shared(connection: Connection, ward_id: int, months: Iterable[str], visits: Iterable[UUID] = ()) -> None:
    """Wait until nobody closes any of ``months``, and keep them from being closed until the transaction ends.

    Then the ``visits`` are locked, as :func:`app.logbook.visit_locks.lock_visits` does.
    """
    months = list(months)
    if months and connection.dialect.name == "postgresql":
        connection.execute(_SHARED, {"ward": ward_id, "months": _numbers(months), "visits": lock_numbers(visits)})


def lock_periods(session: Session, ward_id: int, first: date, last: date) -> list[Month]:
    """Keep the periods of a ward from ``first`` to ``last`` from being closed until the transaction ends; return them.

    Raises :class:`LostRaceError` where the days came into other periods while it waited.
    """
    periods = ward_periods(session, ward_id)
    found = list(periods.between(first, last))
    lock_shared(session.connection(), ward_id, map(str, found))
    if ward_periods(session, ward_id) != periods:
        raise LostRaceError
    return found


def lock_exclusive(connection: Connection, ward_id: int, month: str) -> None:
    """Wait until nobody writes entries of ``month``, and keep others from it until the transaction ends."""
    lock_all_exclusive(connection, ward_id, [month])


def lock_all_exclusive(connection: Connection, ward_id: int, months: Iterable[str]) -> None:
    """Wait until nobody writes entries of some ``months``, and keep others from them until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(_EXCLUSIVE, {"ward": ward_id, "months": _numbers(months)})


def _numbers(months: Iterable[str]) -> list[int]:
    # Turns are taken in the order of months, so that two batches never wait for each other crosswise.
    return sorted(parsed.year * 100 + parsed.number for parsed in map(Month.parse, months))
