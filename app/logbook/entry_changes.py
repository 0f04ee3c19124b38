"""Changes of stored entries: compared with the database, counted, and each with a line of history.

A change compares the state it read before it sets the new one; in a lost race it raises :class:`LostRaceError`, and
the transaction is tried once more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import LostRaceError, table_of
from app.logbook.counting import count
from app.logbook.models import Entry
from app.logbook.status import WAITING, Action, Status
from app.tally.delta import Delta

_ENTRY = table_of(Entry)
_SET = sa.update(_ENTRY).where(
    _ENTRY.c.ward_id == sa.bindparam("_ward_id"),
    _ENTRY.c.id == sa.bindparam("_id"),
    _ENTRY.c.status == sa.bindparam("_status"),
    _ENTRY.c.revision == sa.bindparam("_revision"),
    _ENTRY.c.moves == sa.bindparam("_moves"),
)


Changes = Mapping[str, Any]
Move = tuple[Mapping[str, Any], Changes]
"""An entry as it was read, and the columns that change."""


def change_entries(connection: Connection, moves: Sequence[Move], now: datetime, delta: Delta) -> list[dict[str, Any]]:
    """Compare entries with the database, set what changes, count the difference; return the new states.

    All change the same columns, among them the status. An entry that comes to wait waits from ``now`` on, unless its
    changes have a ``waiting_since``. Raises :class:`LostRaceError` where an entry is not as it was read.
    """
    entries = []
    parameters = []
    for stored, changes in moves:
        changes = {"waiting_since": start_of_wait(changes["status"], now), **changes, "moves": stored["moves"] + 1}
        expected = {f"_{name}": stored[name] for name in ("ward_id", "id", "status", "revision", "moves")}
        parameters.append(changes | expected)
        entries.append({**stored, **changes})
    if parameters and connection.execute(_SET, parameters).rowcount != len(parameters):
        raise LostRaceError
    for (stored, _), entry in zip(moves, entries, strict=True):
        count(delta, stored, sign=-1)
        count(delta, entry)
    return entries


def start_of_wait(status: Status, now: datetime) -> datetime | None:
    """Return since when an entry that comes to ``status`` waits, ``None`` where it waits for nobody."""
    return now if status in WAITING else None


def history_row(
    entry: Mapping[str, Any],
    action: Action,
    actor_id: int | None,
    now: datetime,
    *,
    reason: str = "",
    comment: str = "",
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the line of history for what ``action`` made of ``entry``; ``before`` are the fields before an edit."""
    return {
        "ward_id": entry["ward_id"],
        "entry_id": entry["id"],
        "number": entry["moves"],
        "at": now,
        "actor_id": actor_id,
        "action": action,
        "status": entry["status"],
        "revision": entry["revision"],
        "digest": entry["digest"],
        "reason": reason,
        "comment": comment,
        "before": before,
    }
