"""The flags of stored entries: locking them while they are written, and raising one more."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import table_of
from app.logbook.flags import in_order, settings_of
from app.logbook.models import Entry
from app.places.models import Ward
from app.places.ward_settings import WardSettings

_ENTRY = table_of(Entry)
EntryKey = tuple[int, UUID]
"""The ward and the id of an entry."""


def lock_flags(connection: Connection, entries: Collection[EntryKey]) -> dict[EntryKey, list[str]]:
    """Return the flags of some entries; nobody else changes these until the transaction ends.

    A new flag does not change an entry's number of moves, so a writer would not notice one that came after reading.
    """
    wards, ids = {ward_id for ward_id, _ in entries}, [id for _, id in entries]
    if not ids:
        return {}
    query = (
        sa.select(_ENTRY.c.ward_id, _ENTRY.c.id, _ENTRY.c.flags)
        .where(_ENTRY.c.ward_id.in_(wards), _ENTRY.c.id.in_(ids))
        # In one order, so that two transactions never wait for each other crosswise.
        .order_by(_ENTRY.c.ward_id, _ENTRY.c.id)
        .with_for_update(key_share=True)
    )
    return {(row.ward_id, row.id): row.flags for row in connection.execute(query)}


def raise_flag(connection: Connection, ward_id: int, entry_id: UUID, code: str) -> None:
    """Add a flag to an entry, in whatever status it is, if its ward asks this question.

    It is no move of the entry: nothing is counted differently, and its history stays as it is.
    """
    stored = connection.scalars(sa.select(Ward.stored_settings).where(Ward.id == ward_id)).one()
    if not settings_of(WardSettings.parse(stored))[code].on:
        return
    flags = lock_flags(connection, [(ward_id, entry_id)])[ward_id, entry_id]
    is_entry = sa.and_(_ENTRY.c.ward_id == ward_id, _ENTRY.c.id == entry_id)
    connection.execute(sa.update(_ENTRY).where(is_entry).values(flags=in_order({*flags, code}), is_clear=False))
