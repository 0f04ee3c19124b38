"""Changes of stored entries: compared with the database, counted, and each with a line of history.

A change compares the state it read before it sets the new one; in a lost race it raises :class:`LostRaceError`, and
the transaction is tried once more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import LostRaceError, table_of
from app.json_types import JsonObject
from app.logbook.counting import count
from app.logbook.entry_rows import EntryRow
from app.logbook.models import Entry
from app.logbook.status import Action
from app.tally.delta import Delta

MOVED = ("status", "moves", "waiting_since")
"""The columns that a decision changes."""

_COMPARED = ("ward_id", "id", "status", "revision", "moves", "month")
_ENTRY = table_of(Entry)
_SET = sa.update(_ENTRY).where(*(_ENTRY.c[name] == sa.bindparam(f"_{name}") for name in _COMPARED))

EntryChange = tuple[EntryRow, EntryRow]
"""An entry as it was read, and as it is to be."""


def change_entries(
    connection: Connection, changes: Sequence[EntryChange], delta: Delta, columns: Sequence[str] = MOVED
) -> None:
    """Compare entries with the database, set ``columns`` of each, and count the difference.

    Raises :class:`LostRaceError` where an entry is not as it was read.
    """
    parameters = [
        {name: getattr(after, name) for name in columns} | {f"_{name}": getattr(before, name) for name in _COMPARED}
        for before, after in changes
    ]
    if parameters and connection.execute(_SET, parameters).rowcount != len(parameters):
        raise LostRaceError
    for before, after in changes:
        count(delta, before, sign=-1)
        count(delta, after)


def history_row(
    entry: EntryRow,
    action: Action,
    actor_id: int | None,
    now: datetime,
    *,
    reason: str = "",
    comment: str = "",
    before: JsonObject | None = None,
) -> dict[str, object]:
    """Return the line of history for what ``action`` made of ``entry``; ``before`` are the fields before an edit."""
    return {
        "ward_id": entry.ward_id,
        "entry_id": entry.id,
        "number": entry.moves,
        "at": now,
        "actor_id": actor_id,
        "action": action,
        "status": entry.status,
        "revision": entry.revision,
        "digest": entry.digest,
        "reason": reason,
        "comment": comment,
        "before": before,
    }
