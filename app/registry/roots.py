"""Households and merchants that were merged: which one stays for each, and which ids are one with it.

Entries and counters keep the id that they were written with, so whoever reads them asks here. Of nearly all wards few
are merged, or none, and a partial index holds just these: so to ask costs little where there is nothing to find.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from app.database import Uid
from app.registry.models import Household, Party


class KnownHousehold(NamedTuple):
    """A stored household: the one that stays for it, and the area of that one. ``twin`` is one merged into the same."""

    id: UUID
    root_id: UUID
    area: int
    twin: UUID | None


def root_of(
    party: Party,
    ward: sa.SQLColumnExpression[int],
    id: sa.SQLColumnExpression[UUID] | sa.SQLColumnExpression[UUID | None],
) -> sa.ColumnElement[UUID]:
    """Return the id that stays for an id of a ward: the id itself, but of what was merged the one merged into."""
    merged = aliased(party)
    stays = sa.select(merged.merged_into_id).where(merged.ward_id == ward, merged.id == id).scalar_subquery()
    return sa.func.coalesce(stays, id, type_=Uid())


def merged_ids(party: Party, ward_ids: Iterable[int]) -> sa.Select[UUID]:
    """Select the ids that were merged into others in some wards."""
    merged = aliased(party)
    return sa.select(merged.id).where(merged.ward_id.in_(list(ward_ids)), merged.merged_into_id.is_not(None))


def ids_in_merges(party: Party, ward_ids: Iterable[int]) -> sa.CompoundSelect[UUID]:
    """Select the ids that have a part in a merge in some wards: those that were merged, and those that stay."""
    wards, stays = list(ward_ids), aliased(party)
    roots = sa.select(stays.merged_into_id).where(stays.ward_id.in_(wards), stays.merged_into_id.is_not(None))
    return sa.union(merged_ids(party, wards), roots)


def ids_of_one(party: Party, ward_id: int, id: UUID) -> sa.CompoundSelect[UUID]:
    """Select all ids that are one with ``id``, and ``id`` itself."""
    own, twin = aliased(party), aliased(party)
    given = sa.literal(id, Uid())
    stays = sa.select(own.merged_into_id).where(own.ward_id == ward_id, own.id == given).scalar_subquery()
    root = sa.func.coalesce(stays, given, type_=Uid())
    return sa.union(
        sa.select(given),
        sa.select(root),
        sa.select(twin.id).where(twin.ward_id == ward_id, twin.merged_into_id == root),
    )


def known_households(connection: Connection, ward_id: int, ids: Collection[UUID]) -> list[KnownHousehold]:
    """Return those of some households that are stored: one for each twin."""
    rows = connection.execute(_known_households(), {"ward": ward_id, "ids": list(ids)}) if ids else ()
    return [KnownHousehold(*row) for row in rows]


@cache
def _known_households() -> sa.Select[UUID, UUID, int, UUID | None]:
    # Every batch asks this, and to make the statement costs more than to run it.
    own, root, twin = aliased(Household), aliased(Household), aliased(Household)
    root_id = sa.func.coalesce(own.merged_into_id, own.id, type_=Uid())
    return (
        sa.select(own.id, root_id, sa.func.coalesce(root.neighbourhood_id, own.neighbourhood_id), twin.id)
        .outerjoin(root, sa.and_(root.ward_id == own.ward_id, root.id == own.merged_into_id))
        .outerjoin(twin, sa.and_(twin.ward_id == own.ward_id, twin.merged_into_id == root_id))
        .where(own.ward_id == sa.bindparam("ward"), own.id.in_(sa.bindparam("ids", expanding=True)))
    )
