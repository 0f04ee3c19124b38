"""Writing the rows of new entries: the entries themselves, who came along, and the first line of each history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.engine import Connection

from app.database import insert_rows
from app.logbook.entry_changes import history_row
from app.logbook.entry_rows import WRITTEN_COLUMNS, EntryRow
from app.logbook.models import Companion, Entry, ReviewEvent
from app.logbook.status import Action

NewEntry = tuple[EntryRow, Sequence[int]]
"""An entry with those who came along."""


def insert_new(connection: Connection, new: Sequence[NewEntry], submitted_by_id: int | None = None) -> None:
    """Insert entries that come sorted by id.

    ``submitted_by_id`` is the user who submits them where that is not each one's author.
    """
    entries = [{name: getattr(entry, name) for name in WRITTEN_COLUMNS} for entry, _ in new]
    insert_rows(connection, Entry, entries)
    insert_rows(connection, Companion, [row for each in new for row in companion_rows(*each)])
    events = [
        history_row(entry, Action.RECORD, submitted_by_id or entry.member_id, entry.received_at) for entry, _ in new
    ]
    insert_rows(connection, ReviewEvent, events)


def companion_rows(entry: EntryRow, companions: Iterable[int]) -> list[dict[str, object]]:
    """Return the rows of those who came along, other than its author."""
    return [
        {"ward_id": entry.ward_id, "entry_id": entry.id, "member_id": mate, "month": entry.month}
        for mate in companions
        if mate != entry.member_id
    ]
