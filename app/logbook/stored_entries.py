"""Entries as they are stored, by their ids, and those that closing a month approves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import table_of
from app.logbook.approval_rules import unflagged_in
from app.logbook.entry_rows import READ_COLUMNS, EntryRow
from app.logbook.models import Entry

_ENTRY = table_of(Entry)
_READ = sa.select(*(_ENTRY.c[name] for name in READ_COLUMNS))
_STORED = _READ.where(
    _ENTRY.c.ward_id.in_(sa.bindparam("wards", expanding=True)),
    _ENTRY.c.id.in_(sa.bindparam("ids", expanding=True)),
)


def stored_entries(
    connection: Connection, wards: Sequence[int], ids: Iterable[UUID], sender_id: int | None = None
) -> dict[UUID, EntryRow]:
    """Return the entries with ``ids`` in any of ``wards``, by id.

    Where an id is stored in two wards, because somebody else used it too, the sender's entry is returned.
    """
    stored: dict[UUID, EntryRow] = {}
    for row in connection.execute(_STORED, {"wards": list(wards), "ids": list(ids)}):
        entry = EntryRow(*row)
        if entry.id not in stored or entry.member_id == sender_id:
            stored[entry.id] = entry
    return stored


def unflagged_entries(
    connection: Connection, ward_id: int, month: str, after: UUID, excluded_author: int | None, most: int
) -> list[EntryRow]:
    """Return at most ``most`` entries that :func:`unflagged_in` allows, by id, from the first id after ``after`` on."""
    condition = unflagged_in(ward_id, month, excluded_author)
    query = _READ.where(condition, _ENTRY.c.id > after).order_by(_ENTRY.c.id).limit(most)
    return [EntryRow(*row) for row in connection.execute(query)]
