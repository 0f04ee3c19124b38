"""Households and merchants that were merged: which one stays for each, and which ids are one with it.

Entries and counters keep the id that they were written with, so whoever reads them asks here. Of nearly all wards few
are merged, or none, and a partial index holds just these: so to ask costs little where there is nothing to find.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.database import Uid
from app.registry.models import Party


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
