"""Locks of visits that may not be stored yet: who writes what belongs to a visit waits for who stores it.

Transactions do not see each other's entries before these are committed, and a row can be locked only where it is
stored. So in PostgreSQL both sides lock the id, and the second one reads what the first one wrote. SQLite has one
writer at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.logbook.entry_rows import EntryRow

_LOCK = sa.text("SELECT pg_advisory_xact_lock(visit) FROM unnest(cast(:visits AS bigint[])) AS visit")


def lock_visits(connection: Connection, ids: Iterable[UUID]) -> None:
    """Wait until nobody else writes what belongs to the visits, and keep others from it until the transaction ends.

    What was written before is seen by the statements that come after.
    """
    numbers = lock_numbers(ids)
    if numbers and connection.dialect.name == "postgresql":
        connection.execute(_LOCK, {"visits": numbers})


def lock_numbers(ids: Iterable[UUID]) -> list[int]:
    """Return the numbers of the locks of some visits, in order.

    Turns are taken in one order, so that two batches never wait for each other crosswise. Two ids with the same number
    only wait without need.
    """
    return sorted({int.from_bytes(id.bytes[8:], signed=True) for id in ids})


def visits_to_lock(new: Iterable[EntryRow], changed: Iterable[EntryRow] = ()) -> set[UUID]:
    """Return the visits that entries name, and the new ones; the rows of other visits are locked when they change."""
    new = list(new)
    visits = {entry.id for entry in new if entry.household_id is not None}
    return visits | {entry.visit_id for entry in chain(new, changed) if entry.visit_id is not None}
