"""Questions about the state of households: what stands in the counters, and what ought to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from app.json_types import JsonObject
from app.registry.models import Household, HouseholdSummary
from app.registry.state_measures import DIGITAL_HOUSEHOLDS, HOUSEHOLDS_REVIEWED
from app.registry.state_models import AreaState, CountedState

COUNTED_BY_AREA = (HOUSEHOLDS_REVIEWED, DIGITAL_HOUSEHOLDS)
"""The measures that a ward's page has of each area; of the others it has the sum."""


_IS_STANDING = sa.and_(
    HouseholdSummary.ward_id == Household.ward_id,
    HouseholdSummary.household_id == Household.id,
    Household.merged_into_id.is_(None),
    Household.retired_at.is_(None),
)


def states_to_compare(
    ward_id: int, household_ids: Collection[UUID]
) -> sa.Select[UUID, int, date | None, JsonObject | None, int | None, date | None, JsonObject | None]:
    """Select, of some households, the area with the newest state and its day, and the same as they are counted.

    One that was merged or retired has no newest state.
    """
    is_counted = sa.and_(CountedState.ward_id == Household.ward_id, CountedState.household_id == Household.id)
    newest = Household.neighbourhood_id, HouseholdSummary.state_on, HouseholdSummary.state
    counted = CountedState.neighbourhood_id, CountedState.state_on, CountedState.state
    return (
        sa.select(Household.id, *newest, *counted)
        .outerjoin(HouseholdSummary, _IS_STANDING)
        .outerjoin(CountedState, is_counted)
        .where(Household.ward_id == ward_id, Household.id.in_(household_ids))
    )


def counted_states(ward_id: int) -> sa.Select[int, date, JsonObject]:
    """Select what the households of a ward have added to the counters: area, day and state."""
    columns = CountedState.neighbourhood_id, CountedState.state_on, CountedState.state
    return sa.select(*columns).where(CountedState.ward_id == ward_id)


def standing_states(ward_id: int) -> sa.Select[int, date | None, JsonObject | None]:
    """Select what the households of a ward ought to have added: those that were neither merged nor retired."""
    return (
        sa.select(Household.neighbourhood_id, HouseholdSummary.state_on, HouseholdSummary.state)
        .join(HouseholdSummary, _IS_STANDING)
        .where(Household.ward_id == ward_id, HouseholdSummary.state.is_not(None))
    )


def households_with_a_state(ward_id: int) -> sa.Select[UUID]:
    """Select the households of a ward of which a state is known."""
    return sa.select(HouseholdSummary.household_id).where(
        HouseholdSummary.ward_id == ward_id, HouseholdSummary.state.is_not(None)
    )


def households_in_counters(ward_id: int) -> sa.CompoundSelect[UUID]:
    """Select the households of a ward of which a state is known or counted."""
    counted = sa.select(CountedState.household_id).where(CountedState.ward_id == ward_id)
    return households_with_a_state(ward_id).union(counted)


def state_figures_of_ward(ward_id: int) -> sa.CompoundSelect[int | None, str, int]:
    """Select the counters of a ward's households: the sums of all areas, which have no area, and some of each."""
    of_ward = AreaState.ward_id == ward_id
    figure = sa.cast(sa.func.sum(AreaState.figure), sa.BigInteger)
    sums = sa.select(sa.null().label("area"), AreaState.measure, figure).where(of_ward).group_by(AreaState.measure)
    by_area = sa.select(AreaState.neighbourhood_id, AreaState.measure, AreaState.figure).where(
        of_ward, AreaState.measure.in_(COUNTED_BY_AREA)
    )
    return sums.union_all(by_area)


def state_figures_of_areas(ward_id: int, area_ids: Iterable[int]) -> sa.Select[str, int]:
    """Select the counters of the households of some areas, summed."""
    figure = sa.cast(sa.func.sum(AreaState.figure), sa.BigInteger)
    return (
        sa.select(AreaState.measure, figure)
        .where(AreaState.ward_id == ward_id, AreaState.neighbourhood_id.in_(list(area_ids)))
        .group_by(AreaState.measure)
    )
