"""Queries of households and merchants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.json_types import JsonObject
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


def _offered_households(ward_id: int) -> sa.ColumnElement[bool]:
    """Return the condition under which a household is offered; its summary is joined to it, if there is one.

    What was merged or retired is not, and what only void entries name, either.
    """
    return sa.and_(
        Household.ward_id == ward_id,
        Household.merged_into_id.is_(None),
        Household.retired_at.is_(None),
        sa.or_(HouseholdSummary.visits.is_(None), HouseholdSummary.visits > 0),
    )


def _offered_merchants(ward_id: int) -> sa.ColumnElement[bool]:
    """Return the condition under which a merchant is offered, as :func:`_offered_households` does."""
    return sa.and_(
        Merchant.ward_id == ward_id,
        Merchant.merged_into_id.is_(None),
        Merchant.retired_at.is_(None),
        sa.or_(MerchantSummary.entries.is_(None), MerchantSummary.entries > 0),
    )


def households_in(ward_id: int, neighbourhood_ids: Iterable[int] | None) -> sa.Select[UUID, int, str]:
    """Select the offered households of a ward, or of some of its areas; the newest first when there are too many."""
    query = (
        sa.select(Household.id, Household.neighbourhood_id, Household.label)
        .outerjoin(HouseholdSummary, _OF_HOUSEHOLD)
        .where(_offered_households(ward_id))
    )
    if neighbourhood_ids is not None:
        query = query.where(Household.neighbourhood_id.in_(list(neighbourhood_ids)))
    return query.order_by(Household.id.desc()).limit(LIST_LIMIT)


def merchants_in(ward_id: int, neighbourhood_ids: Iterable[int] | None) -> sa.Select[UUID, str, int | None, int]:
    """Select the offered merchants of a ward, or of some of its areas; the newest first when there are too many."""
    query = (
        sa.select(Merchant.id, Merchant.name, Merchant.place_id, Merchant.neighbourhood_id)
        .outerjoin(MerchantSummary, _OF_MERCHANT)
        .where(_offered_merchants(ward_id))
    )
    if neighbourhood_ids is not None:
        query = query.where(Merchant.neighbourhood_id.in_(list(neighbourhood_ids)))
    return query.order_by(Merchant.id.desc()).limit(LIST_LIMIT)


def known_households(
    ward_id: int, neighbourhood_ids: Iterable[int]
) -> sa.Select[
    UUID, int, str, str, date | None, str | None, date | None, date | None, JsonObject | None, Sequence[str], bool
]:
    """Select the offered households of some areas with what is known of them, the newest first."""
    summary = HouseholdSummary
    return (
        sa.select(
            Household.id,
            Household.neighbourhood_id,
            Household.label,
            Household.called,
            summary.last_on,
            summary.last_met,
            summary.met_on,
            summary.state_on,
            summary.state,
            summary.done,
            summary.needs_help_at_home,
        )
        .outerjoin(summary, _OF_HOUSEHOLD)
        .where(_offered_households(ward_id), Household.neighbourhood_id.in_(list(neighbourhood_ids)))
        .order_by(Household.id.desc())
        .limit(LIST_LIMIT)
    )


def known_merchants(
    ward_id: int, neighbourhood_ids: Iterable[int]
) -> sa.Select[UUID, int, int | None, str, date | None, bool | None, bool | None]:
    """Select the offered merchants of some areas with what is known of them, the newest first."""
    summary = MerchantSummary
    return (
        sa.select(
            Merchant.id,
            Merchant.neighbourhood_id,
            Merchant.place_id,
            Merchant.name,
            summary.last_on,
            summary.qr_valid,
            summary.in_use,
        )
        .outerjoin(summary, _OF_MERCHANT)
        .where(_offered_merchants(ward_id), Merchant.neighbourhood_id.in_(list(neighbourhood_ids)))
        .order_by(Merchant.id.desc())
        .limit(LIST_LIMIT)
    )


def registry_versions(ward_id: int, neighbourhood_ids: Iterable[int]) -> sa.Select[int, int]:
    """Select the version of the households and merchants of each of some areas; one without a row never changed."""
    version = RegistryVersion
    return (
        sa.select(version.neighbourhood_id, version.version)
        .where(version.ward_id == ward_id, version.neighbourhood_id.in_(list(neighbourhood_ids)))
        .order_by(version.neighbourhood_id)
    )
