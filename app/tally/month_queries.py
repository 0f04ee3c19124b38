"""Queries of the counters for a ward's month: measures and different households, of the ward, its areas and teams.

Each gives the columns of :class:`app.tally.month_figures.MonthFigures`, in that order.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import sqlalchemy as sa

from app.registry.models import Household
from app.registry.roots import ids_in_merges, root_of
from app.tally.compared_months import ComparedMonths
from app.tally.models import AreaMonth, ClosedFigure, HouseholdMonth, TeamMonth
from app.tally.queries import official, summed

_Counter = type[AreaMonth] | type[TeamMonth]
_Sum = sa.ColumnElement[int]


def figures_of_ward(
    ward_id: int, months: ComparedMonths, closed: Collection[str], measures: Collection[str] | None = None
) -> sa.Select[str, int, int, int, int, int, int, int]:
    """Select the figures of each measure of a ward, or of some.

    Only the month itself and open ones are summed over their areas; of other closed months the sums are stored.
    """
    stored = [month for month in months.all if month in closed and month != months.month]
    of_areas: sa.Select[str, str, int, int, int, int] = sa.select(
        AreaMonth.measure,
        AreaMonth.month,
        official(AreaMonth, closed).label("figure"),
        AreaMonth.approved,
        AreaMonth.total,
        sa.literal(1).label("cells"),
    ).where(AreaMonth.ward_id == ward_id, AreaMonth.month.in_([month for month in months.all if month not in stored]))
    nothing = sa.literal(0)
    of_closed = sa.select(
        ClosedFigure.measure, ClosedFigure.month, ClosedFigure.figure, nothing, nothing, nothing
    ).where(ClosedFigure.ward_id == ward_id, ClosedFigure.month.in_(stored))
    each = (sa.union_all(of_areas, of_closed) if stored else of_areas).subquery().c
    columns = _SummedColumns(each.month, each.figure, each.approved, each.total, each.cells)
    query = sa.select(each.measure, *_sums(columns, months)).group_by(each.measure)
    return query if measures is None else query.where(each.measure.in_(list(measures)))


def figures_of_areas(
    ward_id: int, months: ComparedMonths, closed: Iterable[str], areas: Iterable[int]
) -> sa.Select[str, int, int, int, int, int, int, int]:
    """Select the figures of each measure of some areas of a ward together."""
    return (
        sa.select(AreaMonth.measure, *_sums(_columns_of(AreaMonth, closed), months))
        .where(*_in_months(AreaMonth, ward_id, months), AreaMonth.neighbourhood_id.in_(list(areas)))
        .group_by(AreaMonth.measure)
    )


def figures_of_team(
    ward_id: int, months: ComparedMonths, closed: Iterable[str], team_id: int
) -> sa.Select[str, int, int, int, int, int, int, int]:
    """Select the figures of each measure of a team."""
    return (
        sa.select(TeamMonth.measure, *_sums(_columns_of(TeamMonth, closed), months))
        .where(*_in_months(TeamMonth, ward_id, months), TeamMonth.team_id == team_id)
        .group_by(TeamMonth.measure)
    )


def figures_by_area(
    ward_id: int, months: ComparedMonths, closed: Iterable[str], measures: Iterable[str] | None
) -> sa.Select[int, str, int, int, int, int, int, int, int]:
    """Select by area the figures of each measure, or of some."""
    query = (
        sa.select(AreaMonth.neighbourhood_id, AreaMonth.measure, *_sums(_columns_of(AreaMonth, closed), months))
        .where(*_in_months(AreaMonth, ward_id, months))
        .group_by(AreaMonth.neighbourhood_id, AreaMonth.measure)
    )
    return query if measures is None else query.where(AreaMonth.measure.in_(list(measures)))


def figures_by_team(
    ward_id: int, months: ComparedMonths, closed: Iterable[str], measures: Iterable[str] | None
) -> sa.Select[int, str, int, int, int, int, int, int, int]:
    """Select by team the figures of each measure, or of some."""
    query = (
        sa.select(TeamMonth.team_id, TeamMonth.measure, *_sums(_columns_of(TeamMonth, closed), months))
        .where(*_in_months(TeamMonth, ward_id, months))
        .group_by(TeamMonth.team_id, TeamMonth.measure)
    )
    return query if measures is None else query.where(TeamMonth.measure.in_(list(measures)))


class _SummedColumns(NamedTuple):
    """What the sums are made of: the month of a row, its official figure, what was approved and received, and one."""

    month: sa.SQLColumnExpression[str]
    figure: sa.SQLColumnExpression[int]
    approved: sa.SQLColumnExpression[int]
    total: sa.SQLColumnExpression[int]
    cells: sa.SQLColumnExpression[int]


def _columns_of(counter: _Counter, closed: Iterable[str]) -> _SummedColumns:
    return _SummedColumns(counter.month, official(counter, closed), counter.approved, counter.total, sa.literal(1))


def _sums(columns: _SummedColumns, months: ComparedMonths) -> tuple[_Sum, _Sum, _Sum, _Sum, _Sum, _Sum, _Sum]:
    month, figure, approved, total, cells = columns
    return (
        _summed(month, [months.month], figure),
        _summed(month, months.year_to_date, figure),
        _summed(month, [months.previous], figure),
        _summed(month, [months.year_ago], figure),
        _summed(month, [months.month], approved),
        _summed(month, [months.month], total),
        _summed(month, [months.month], cells),
    )


def _summed(month: sa.SQLColumnExpression[str], asked_for: Iterable[str], figure: sa.SQLColumnExpression[int]) -> _Sum:
    # A sum over thousands of rows is not free, so what is not asked for is none.
    asked = list(filter(None, asked_for))
    return summed(sa.case((month.in_(asked), figure), else_=0)) if asked else sa.literal(0)


def _in_months(counter: _Counter, ward_id: int, months: ComparedMonths) -> list[sa.ColumnElement[bool]]:
    return [counter.ward_id == ward_id, counter.month.in_(months.all)]


def households_of_ward(
    ward_id: int, months: ComparedMonths, closed: Iterable[str], areas: Iterable[int] | None = None
) -> sa.Select[str, int]:
    """Select how many households of a ward, or of some of its areas, were visited, each once, merged ones as one.

    Each row has the name of a field of ``MonthFigures``: the month, the two that it is compared with, the year.
    """
    in_areas = [] if areas is None else [HouseholdMonth.neighbourhood_id.in_(list(areas))]
    # In the order of the key the same households stand together, and nothing has to be sorted.
    once = (
        sa.select(_span(months).label("span"), HouseholdMonth.household_id)
        .distinct()
        .where(*_visited(ward_id, _counted_in(months), closed), *in_areas)
        .subquery()
        .c
    )
    by_month: sa.Select[str, int] = sa.select(once.span, sa.func.count()).group_by(once.span)
    in_year = sa.select(sa.literal("year_to_date"), sa.func.count(HouseholdMonth.household_id.distinct())).where(
        *_visited(ward_id, months.year_to_date, closed), *in_areas
    )
    surplus = sa.union_all(
        _surplus(ward_id, _counted_in(months), closed, sa.literal(0), _span(months), in_areas),
        _surplus(ward_id, months.year_to_date, closed, sa.literal(0), sa.literal("year_to_date"), in_areas),
    ).subquery()
    span, households = sa.union_all(by_month, in_year, sa.select(surplus.c.span, surplus.c.households)).subquery().c
    return sa.select(span, summed(households)).group_by(span)


def households_by_area(
    ward_id: int,
    months: ComparedMonths,
    closed: Iterable[str],
    stands_for: Mapping[int, int],
    areas: Iterable[int] | None = None,
) -> sa.Select[int, str, int]:
    """Select, by area of today, how many households were visited in the month, in the one before, and since January.

    Each row has the area, the name of a field of ``MonthFigures``, and the number of different households. The year
    before is left out, also where ``months`` names it; without ``year_to_date`` nothing is read of the year.
    ``stands_for`` names the area that stands today for one that was merged: a household that was met in both is one.
    Of all areas, or of ``areas`` alone.
    """
    own = HouseholdMonth.neighbourhood_id
    in_areas = [] if areas is None else [own.in_(list(areas))]
    area: sa.SQLColumnExpression[int] = sa.case(stands_for, value=own, else_=own) if stands_for else own
    once = sa.func.count(HouseholdMonth.household_id.distinct())
    # Without merges the key holds each household of an area and month once.
    by_month: sa.Select[int, str, int] = (
        sa.select(area.label("area"), _span(months).label("span"), once if stands_for else sa.func.count())
        .where(*_visited(ward_id, [months.month, months.previous], closed), *in_areas)
        .group_by(sa.text("area"), sa.text("span"))
    )
    in_year: sa.Select[int, str, int] = (
        sa.select(area.label("area"), sa.literal("year_to_date"), once)
        .where(*_visited(ward_id, months.year_to_date, closed), *in_areas)
        .group_by(sa.text("area"))
    )
    parts = [by_month, _surplus(ward_id, [months.month, months.previous], closed, area, _span(months), in_areas)]
    if months.year_to_date:
        parts += [in_year, _surplus(ward_id, months.year_to_date, closed, area, sa.literal("year_to_date"), in_areas)]
    place, span, households = sa.union_all(*parts).subquery().c
    return sa.select(place, span, summed(households)).group_by(place, span)


def _surplus(
    ward_id: int,
    months: Iterable[str],
    closed: Iterable[str],
    area: sa.SQLColumnExpression[int],
    span: sa.SQLColumnExpression[str],
    in_areas: Iterable[sa.ColumnElement[bool]],
) -> sa.Select[int, str, int]:
    """Select ``area``, ``span`` and ``households``: how many of merged households were counted too often, below 0.

    Counted apart from all others they cost next to nothing where nothing was merged, and the others
    are counted by the ids that the key has.
    """
    root = root_of(Household, HouseholdMonth.ward_id, HouseholdMonth.household_id)
    number: sa.ColumnElement[int] = sa.func.count(HouseholdMonth.household_id.distinct())
    return (
        sa.select(area.label("area"), span.label("span"), (1 - number).label("households"))
        .where(
            *_visited(ward_id, months, closed),
            *in_areas,
            HouseholdMonth.household_id.in_(ids_in_merges(Household, [ward_id])),
        )
        .group_by(sa.text("area"), sa.text("span"), root)
    )


def _counted_in(months: ComparedMonths) -> list[str]:
    return [months.month, months.previous, months.year_ago]


def _span(months: ComparedMonths) -> sa.ColumnElement[str]:
    month = HouseholdMonth.month
    return sa.case((month == months.month, "month"), (month == months.previous, "previous"), else_="year_ago")


def _visited(ward_id: int, months: Iterable[str], closed: Iterable[str]) -> list[sa.ColumnElement[bool]]:
    in_months = HouseholdMonth.month.in_([month for month in months if month])
    return [HouseholdMonth.ward_id == ward_id, in_months, official(HouseholdMonth, closed) > 0]
