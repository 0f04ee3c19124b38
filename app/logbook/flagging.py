"""Raising a flag on an entry that stands already."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import table_of
from app.logbook.flags import in_order, settings_of
from app.logbook.models import Entry
from app.places.models import Ward

_ENTRY = table_of(Entry)


def raise_flag(connection: Connection, ward_id: int, entry_id: UUID, code: str) -> None:
    """Let an entry carry a flag from now on, in whatever state it is, if its ward asks this question.

    It is no move of the entry: nothing is counted differently, and its history stays as it is.
    """
    ward = connection.execute(sa.select(Ward.settings).where(Ward.id == ward_id)).one()
    if not settings_of(ward.settings or {})[code].on:
        return
    where = _ENTRY.c.ward_id == ward_id, _ENTRY.c.id == entry_id
    flags: list[str] = connection.scalars(sa.select(_ENTRY.c.flags).where(*where)).one()
    connection.execute(sa.update(_ENTRY).where(*where).values(flags=in_order({*flags, code}), is_clear=False))
