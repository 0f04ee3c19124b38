"""Queries of places, catalogue and counters that only the pages of figures ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.models import Baseline
from app.logbook.models import MonthLock
from app.logbook.queries import closed_months
from app.places.models import Population, Team, TeamArea
from app.places.order import in_order
from app.places.queries import covered_areas, exists_on, teams_of
from app.places.ward_places import WardTeam
from app.registry.models import Merge, PartyKind
from app.tally.closed_figures import ClosedMonths, official_figures
from app.tally.models import HouseholdMonth
from app.tally.queries import first_counted_day, span_of, summed


def teams_covering(session: Session, ward_id: int, area_ids: Iterable[int], on: date) -> list[WardTeam]:
    """Return a ward's teams that cover any of some areas on a day, in their order."""
    covered = covered_areas(ward_id, on).where(TeamArea.neighbourhood_id.in_(list(area_ids)))
    covering = covered.with_only_columns(TeamArea.team_id)
    return in_order(WardTeam(*row) for row in session.execute(teams_of(ward_id).where(Team.id.in_(covering))))


def teams_with_areas(ward_id: int, on: date) -> sa.Select[int, str, date | None, date | None, int | None, int | None]:
    """Select all teams of a ward, each with every area that it covers on a day, or with none."""
    covers = sa.and_(TeamArea.team_id == Team.id, exists_on(TeamArea.valid_from, TeamArea.valid_to, on))
    area = sa.type_coerce(TeamArea.neighbourhood_id, sa.Integer())
    return teams_of(ward_id).outerjoin(TeamArea, covers).add_columns(area)


def teams_by_ward(ward_ids: Iterable[int], day: date) -> sa.Select[int, int]:
    """Select how many teams each of several wards had on a day."""
    return (
        sa.select(Team.ward_id, sa.func.count().label("number"))
        .where(Team.ward_id.in_(list(ward_ids)), exists_on(Team.valid_from, Team.valid_to, day))
        .group_by(Team.ward_id)
    )


def populations_of_wards(ward_ids: Iterable[int]) -> sa.Select[int, str, int, date, str]:
    """Select the populations of several wards as wholes, the newest of each group first."""
    columns = Population.ward_id, Population.group, Population.figure, Population.as_of, Population.source
    return (
        sa.select(*columns)
        .where(Population.ward_id.in_(list(ward_ids)), Population.neighbourhood_id.is_(None))
        .order_by(Population.ward_id, Population.group, Population.as_of.desc(), Population.id.desc())
    )


def baselines_of_wards(ward_ids: Iterable[int]) -> sa.Select[Baseline]:
    """Select the published figures of several wards, the oldest first, and undated ones before them."""
    return (
        sa.select(Baseline)
        .where(Baseline.ward_id.in_(list(ward_ids)))
        .order_by(Baseline.as_of.nulls_first(), Baseline.id)
    )


def counted_of_wards(
    ward_ids: Iterable[int], ends: Sequence[str], measures: Iterable[str], closed: ClosedMonths
) -> sa.Select[int, str, str, int]:
    """Select the official figure of some measures of several wards by spans of months, as ``span_of`` names them.

    ``closed`` are all closed months of these wards up to the last of ``ends``.
    """
    of_wards = official_figures(ward_ids, closed, ends[-1], measures).subquery().c
    return sa.select(
        of_wards.ward_id,
        span_of(of_wards.month, ends).label("span"),
        of_wards.measure,
        summed(of_wards.figure).label("figure"),
    ).group_by(of_wards.ward_id, sa.text("span"), of_wards.measure)


def closed_months_and_first_day(ward_id: int) -> sa.CompoundSelect[str, date | None]:
    """Select a row without a month for the first day of which a ward's log counts anything, then its closed months."""
    first_day = sa.select(sa.literal("").label("month"), first_counted_day(ward_id).scalar_subquery().label("day"))
    closed = closed_months(ward_id).order_by(None).add_columns(sa.cast(sa.null(), sa.Date))
    return first_day.union_all(closed).order_by("month")


def merges_since_closing(ward_id: int, month: str) -> sa.Select[int]:
    """Select how many merges of households that were visited in a closed month were made, or taken back, since then.

    Pages count households as they are known today, an edition as they were known when the month was closed.
    """
    closed_at = (
        sa.select(MonthLock.closed_at).where(MonthLock.ward_id == ward_id, MonthLock.month == month).scalar_subquery()
    )
    was_visited = sa.exists().where(
        HouseholdMonth.ward_id == ward_id,
        HouseholdMonth.month == month,
        HouseholdMonth.household_id == Merge.merged_id,
        HouseholdMonth.approved > 0,
    )
    made = sa.and_(Merge.merged_at > closed_at, Merge.undone_at.is_(None))
    taken_back = sa.and_(Merge.merged_at <= closed_at, Merge.undone_at > closed_at)
    return sa.select(sa.func.count()).where(
        Merge.ward_id == ward_id, Merge.kind == PartyKind.HOUSEHOLD, sa.or_(made, taken_back), was_visited
    )
