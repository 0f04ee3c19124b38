"""Locks of visits that may not be stored yet: who writes what belongs to a visit waits for who stores it.

Transactions do not see each other's entries before these are committed, and a row can be locked only where it is
stored. So in PostgreSQL both sides lock the id, and the second one reads what the first one wrote. SQLite has one
writer at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

_LOCK = sa.text("SELECT pg_advisory_xact_lock(visit) FROM unnest(cast(:visits AS bigint[])) AS visit")


def lock_visits(connection: Connection, ids: Iterable[UUID]) -> None:
    """Wait until nobody else writes what belongs to the visits, and keep others from it until the transaction ends.

    What was written before is seen by the statements that come after.
    """
    # Turns are taken in one order, so that two batches never wait for each other crosswise. Two ids with the same
    # number only wait without need.
    numbers = sorted({int.from_bytes(id.bytes[8:], signed=True) for id in ids})
    if numbers and connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"visits": numbers})
