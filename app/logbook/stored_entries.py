"""Entries as they are stored, with the columns that a change of them needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import Query, table_of
from app.logbook.approval_rules import unflagged_in
from app.logbook.counting import COUNTED_COLUMNS
from app.logbook.models import Entry

_ENTRY = table_of(Entry)
_STORED_COLUMNS = tuple(
    _ENTRY.c[name]
    for name in dict.fromkeys(
        (
            *COUNTED_COLUMNS,
            "member_id",
            "revision",
            "digest",
            "moves",
            "note",
            "latitude",
            "longitude",
            "accuracy",
            "flags",
        )
    )
)
_STORED = sa.select(*_STORED_COLUMNS).where(
    _ENTRY.c.ward_id.in_(sa.bindparam("wards", expanding=True)),
    _ENTRY.c.id.in_(sa.bindparam("ids", expanding=True)),
)


def stored_entries(
    connection: Connection, wards: Sequence[int], ids: Iterable[UUID], sender_id: int | None = None
) -> dict[UUID, Any]:
    """Return the entries with ``ids`` in any of ``wards``, as mappings by id.

    Where an id is stored in two wards, because somebody else used it too, the sender's entry is returned.
    """
    result = connection.execute(_STORED, {"wards": list(wards), "ids": list(ids)})
    stored: dict[UUID, Any] = {}
    for row in result.mappings():
        if row["id"] not in stored or row["member_id"] == sender_id:
            stored[row["id"]] = row
    return stored


def unflagged_entries(ward_id: int, month: str, after: UUID, excluded_author: int | None) -> Query:
    """Select the entries that :func:`unflagged_in` allows, by key, those with an id after ``after``."""
    condition = unflagged_in(ward_id, month, excluded_author)
    return sa.select(*_STORED_COLUMNS).where(condition, _ENTRY.c.id > after).order_by(_ENTRY.c.id)
