"""Queries of households and merchants."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from app.registry.models import Household, Merchant

LIST_LIMIT = 5000
"""The limit of households or merchants that a phone carries."""


def areas_of_households(ward_id: int, ids: Iterable[UUID]) -> sa.Select[UUID, int]:
    """Select the area in which each stored household of ``ids`` was first met."""
    return sa.select(Household.id, Household.neighbourhood_id).where(
        Household.ward_id == ward_id, Household.id.in_(list(ids))
    )


def households_in(ward_id: int, neighbourhood_ids: Iterable[int] | None) -> sa.Select[UUID, int, str]:
    """Select the households of a ward, or of some of its areas; the newest first when there are too many."""
    query = sa.select(Household.id, Household.neighbourhood_id, Household.label).where(
        Household.ward_id == ward_id, Household.merged_into_id.is_(None)
    )
    if neighbourhood_ids is not None:
        query = query.where(Household.neighbourhood_id.in_(list(neighbourhood_ids)))
    return query.order_by(Household.id.desc()).limit(LIST_LIMIT)


def merchants_in(ward_id: int, neighbourhood_ids: Iterable[int] | None) -> sa.Select[UUID, str, int | None]:
    """Select the merchants of a ward, or of some of its areas; the newest first when there are too many."""
    query = sa.select(Merchant.id, Merchant.name, Merchant.place_id).where(
        Merchant.ward_id == ward_id, Merchant.merged_into_id.is_(None)
    )
    if neighbourhood_ids is not None:
        query = query.where(Merchant.neighbourhood_id.in_(list(neighbourhood_ids)))
    return query.order_by(Merchant.id.desc()).limit(LIST_LIMIT)
