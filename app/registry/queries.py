"""Queries of households and merchants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.registry.models import Household, HouseholdSummary, Merchant, MerchantSummary, RegistryVersion

LIST_LIMIT = 5000
"""The limit of households or merchants that a phone carries."""


def areas_of_households(ward_id: int, ids: Iterable[UUID]) -> sa.Select[UUID, int]:
    """Select the area in which each stored household of ``ids`` was first met."""
    return sa.select(Household.id, Household.neighbourhood_id).where(
        Household.ward_id == ward_id, Household.id.in_(list(ids))
    )


_OF_HOUSEHOLD = sa.and_(HouseholdSummary.ward_id == Household.ward_id, HouseholdSummary.household_id == Household.id)
_OF_MERCHANT = sa.and_(MerchantSummary.ward_id == Merchant.ward_id, MerchantSummary.merchant_id == Merchant.id)


def is_offered(party: type[Household | Merchant], ward_id: int | sa.BindParameter[int]) -> sa.ColumnElement[bool]:
    """Return the condition under which a household or merchant is offered; its summary is joined to it, if it has one.

    What was merged or retired is not, and what only void entries name, either, unless it stands in a list.
    """
    entries = HouseholdSummary.visits if party is Household else MerchantSummary.entries
    return sa.and_(
        party.ward_id == ward_id,
        party.merged_into_id.is_(None),
        party.retired_at.is_(None),
        sa.or_(entries.is_(None), entries > 0, party.is_listed),
    )


def households_in(ward_id: int, neighbourhood_ids: Iterable[int] | None) -> sa.Select[UUID, int, str]:
    """Select the offered households of a ward, or of some of its areas; the newest first when there are too many."""
    query = (
        sa.select(Household.id, Household.neighbourhood_id, Household.label)
        .outerjoin(HouseholdSummary, _OF_HOUSEHOLD)
        .where(is_offered(Household, ward_id))
    )
    if neighbourhood_ids is not None:
        query = query.where(Household.neighbourhood_id.in_(list(neighbourhood_ids)))
    return query.order_by(Household.id.desc()).limit(LIST_LIMIT)


def merchants_in(ward_id: int, neighbourhood_ids: Iterable[int] | None) -> sa.Select[UUID, str, int | None, int]:
    """Select the offered merchants of a ward, or of some of its areas; the newest first when there are too many."""
    query = (
        sa.select(Merchant.id, Merchant.name, Merchant.place_id, Merchant.neighbourhood_id)
        .outerjoin(MerchantSummary, _OF_MERCHANT)
        .where(is_offered(Merchant, ward_id))
    )
    if neighbourhood_ids is not None:
        query = query.where(Merchant.neighbourhood_id.in_(list(neighbourhood_ids)))
    return query.order_by(Merchant.id.desc()).limit(LIST_LIMIT)


_WARD: sa.BindParameter[int] = sa.bindparam("ward")
_AREAS: sa.BindParameter[Sequence[int]] = sa.bindparam("areas", expanding=True)

KNOWN_HOUSEHOLDS: sa.Select[
    UUID, int, str, str, date | None, str | None, date | None, date | None, str | None, str, bool | None
] = (
    sa.select(
        Household.id,
        Household.neighbourhood_id,
        Household.label,
        Household.called,
        HouseholdSummary.last_on,
        HouseholdSummary.last_met,
        HouseholdSummary.met_on,
        HouseholdSummary.state_on,
        # As text they need not be read to be written again.
        sa.cast(HouseholdSummary.state, sa.Text),
        sa.func.coalesce(sa.cast(HouseholdSummary.done, sa.Text), "[]"),
        HouseholdSummary.needs_help_at_home,
    )
    .outerjoin(HouseholdSummary, _OF_HOUSEHOLD)
    .where(is_offered(Household, _WARD), Household.neighbourhood_id.in_(_AREAS))
    .order_by(Household.id.desc())
    .limit(LIST_LIMIT)
)
"""The offered households of some ``areas`` of a ``ward`` with what is known of them, the newest first."""

KNOWN_MERCHANTS = (
    sa.select(
        Merchant.id,
        Merchant.neighbourhood_id,
        Merchant.place_id,
        Merchant.name,
        MerchantSummary.last_on,
        MerchantSummary.qr_valid,
        MerchantSummary.in_use,
    )
    .outerjoin(MerchantSummary, _OF_MERCHANT)
    .where(is_offered(Merchant, _WARD), Merchant.neighbourhood_id.in_(_AREAS))
    .order_by(Merchant.id.desc())
    .limit(LIST_LIMIT)
)
"""The offered merchants of some ``areas`` of a ``ward`` with what is known of them, the newest first."""

REGISTRY_VERSIONS = (
    sa.select(RegistryVersion.neighbourhood_id, RegistryVersion.version)
    .where(RegistryVersion.ward_id == _WARD, RegistryVersion.neighbourhood_id.in_(_AREAS))
    .order_by(RegistryVersion.neighbourhood_id)
)
"""The version of the households and merchants of each of some ``areas`` of a ``ward``; one that never changed has none.
"""

VERSIONS_OF_WARD = (
    sa.select(RegistryVersion.neighbourhood_id, RegistryVersion.version)
    .where(RegistryVersion.ward_id == _WARD)
    .order_by(RegistryVersion.neighbourhood_id)
)
"""The version of the households and merchants of each area of a ``ward`` that ever changed."""
