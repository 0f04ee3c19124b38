"""Households and merchants as they are stored now, and by what it is seen whether somebody has changed them since."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.households.party_tables import PartyTable
from app.registry.models import Household, Merchant

_AT_ONCE = 500


class StoredParty(NamedTuple):
    """What a list may change of a household or merchant: ``called`` of the first, ``place_id`` of the other."""

    id: UUID
    area_id: int
    label: str
    called: str = ""
    place_id: int | None = None
    is_listed: bool = True
    retired_at: datetime | None = None
    is_merged: bool = False


def mark_of(party: StoredParty) -> int:
    """Return a number that is another one after somebody has changed the label, the area, the place or the state.

    It is stored for ever, and so short that nobody can find out by it what neighbours call a household.
    """
    seen = (party.area_id, party.label, party.called, party.place_id, party.retired_at is None, party.is_merged)
    return zlib.crc32(repr(seen).encode()) & 0xFFFF


def locked_parties(connection: Connection, table: PartyTable, ward_id: int, ids: Sequence[UUID]) -> list[StoredParty]:
    """Return some of a ward that are stored, in the order of their ids; who writes entries about them waits."""
    return list(parties_with(connection, table, ward_id, ids, locks=True))


def parties_with(
    connection: Connection, table: PartyTable, ward_id: int, ids: Sequence[UUID], *, locks: bool = False
) -> Iterator[StoredParty]:
    """Yield some of a ward that are stored, in the order of their ids."""
    ids = sorted(ids)
    for start in range(0, len(ids), _AT_ONCE):
        query = _stored(table).where(table.model.ward_id == ward_id, table.model.id.in_(ids[start : start + _AT_ONCE]))
        for row in connection.execute(query.with_for_update(key_share=True) if locks else query):
            yield StoredParty(*row)


def _stored(
    table: PartyTable,
) -> sa.Select[UUID, int, str, str, int | None, bool, datetime | None, bool]:
    model = table.model
    return sa.select(
        model.id,
        model.neighbourhood_id,
        table.label,
        Household.called if table.is_of_households else sa.literal(""),
        sa.null() if table.is_of_households else Merchant.place_id,
        model.is_listed,
        model.retired_at,
        model.merged_into_id.is_not(None),
    ).order_by(model.id)
