"""Queries of the counters.

Which figure is official depends on the month: a closed month shows what was approved, an open one all
that was received. Every sum here follows that rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.database import Base, Query, table_of
from app.places.models import Ward
from app.tally.models import AreaMonth, HouseholdMonth, TeamMonth, WardDay


def official(counter: Any, closed_months: Iterable[str]) -> sa.ColumnElement[int]:
    """Return the official figure of a row of a monthly ``counter``."""
    closed = list(closed_months)
    if not closed:
        return counter.total  # type: ignore[no-any-return]
    return sa.case((counter.month.in_(closed), counter.approved), else_=counter.total)


def _summed(expression: Any) -> Any:
    # PostgreSQL sums bigint into numeric, which Python would see as Decimal.
    return sa.cast(sa.func.sum(expression), sa.BigInteger)


def ward_measures(
    ward_id: int, months: Sequence[str], closed_months: Iterable[str], measures: Iterable[str] | None = None
) -> Query:
    """Select each measure of a ward, or some: in the last of ``months``, what of it is approved, and over all."""
    figure = official(AreaMonth, closed_months)
    in_period = sa.case((AreaMonth.month == months[-1], figure), else_=0)
    query = (
        sa.select(
            AreaMonth.measure,
            _summed(in_period).label("period"),
            _summed(sa.case((AreaMonth.month == months[-1], AreaMonth.approved), else_=0)).label("approved"),
            _summed(figure).label("cumulative"),
        )
        .where(AreaMonth.ward_id == ward_id, AreaMonth.month.in_(list(months)))
        .group_by(AreaMonth.measure)
    )
    return query if measures is None else query.where(AreaMonth.measure.in_(list(measures)))


def area_measures(ward_id: int, month: str, closed: bool, measures: Iterable[str]) -> Query:
    """Select some measures of each neighbourhood of a ward in a month."""
    figure = AreaMonth.approved if closed else AreaMonth.total
    return sa.select(AreaMonth.neighbourhood_id, AreaMonth.measure, figure.label("figure")).where(
        AreaMonth.ward_id == ward_id, AreaMonth.month == month, AreaMonth.measure.in_(list(measures))
    )


def team_measures(ward_id: int, month: str, closed: bool, measures: Iterable[str]) -> Query:
    """Select some measures of each team of a ward in a month."""
    figure = TeamMonth.approved if closed else TeamMonth.total
    return sa.select(TeamMonth.team_id, TeamMonth.measure, figure.label("figure")).where(
        TeamMonth.ward_id == ward_id, TeamMonth.month == month, TeamMonth.measure.in_(list(measures))
    )


def one_team(ward_id: int, team_id: int, months: Sequence[str], closed_months: Iterable[str]) -> Query:
    """Select each measure of a team: in the last of ``months``, and over all of them."""
    figure = official(TeamMonth, closed_months)
    in_period = sa.case((TeamMonth.month == months[-1], figure), else_=0)
    return (
        sa.select(
            TeamMonth.measure,
            _summed(in_period).label("period"),
            _summed(sa.case((TeamMonth.month == months[-1], TeamMonth.approved), else_=0)).label("approved"),
            _summed(figure).label("cumulative"),
        )
        .where(TeamMonth.ward_id == ward_id, TeamMonth.team_id == team_id, TeamMonth.month.in_(list(months)))
        .group_by(TeamMonth.measure)
    )


def span_of(month: Any, ends: Sequence[str]) -> sa.ColumnElement[str]:
    """Return the span that a month lies in, by the span's last month; each begins behind the one before.

    ``ends`` are the last months of the spans in their order; no month is later than the last of them. So a sum over
    many months is one row, and sums that begin behind different months come from the same rows.
    """
    *earlier, last = ends
    return sa.case(*((month <= end, end) for end in earlier), else_=last) if earlier else sa.literal(last)


def counted_by_span(ward_id: int, measures: Iterable[str], ends: Sequence[str], closed_months: Iterable[str]) -> Query:
    """Select some measures of a ward by the spans of :func:`span_of`, from the beginning to the last of ``ends``."""
    return (
        sa.select(
            span_of(AreaMonth.month, ends).label("span"),
            AreaMonth.measure,
            _summed(official(AreaMonth, closed_months)).label("figure"),
        )
        .where(AreaMonth.ward_id == ward_id, AreaMonth.month <= ends[-1], AreaMonth.measure.in_(list(measures)))
        .group_by(sa.text("span"), AreaMonth.measure)
    )


def distinct_households(ward_id: int, month: str, closed: bool, stands_for: Mapping[int, int] | None = None) -> Query:
    """Select, by area, how many households were visited in a month, each once.

    ``stands_for`` names the area that stands today for one that was merged: a household that was met in
    both is one.
    """
    figure = HouseholdMonth.approved if closed else HouseholdMonth.total
    own: Any = HouseholdMonth.neighbourhood_id
    area = sa.case(stands_for, value=own, else_=own) if stands_for else own
    # Without merges the key holds each household of an area and month once.
    households = sa.func.count(HouseholdMonth.household_id.distinct()) if stands_for else sa.func.count()
    return (
        sa.select(area.label("area"), households.label("households"))
        .where(HouseholdMonth.ward_id == ward_id, HouseholdMonth.month == month, figure > 0)
        .group_by(sa.text("area"))
    )


def distinct_households_of_ward(ward_id: int, month: str, closed: bool) -> Query:
    """Select how many households of a ward were visited in a month, each once, in whatever area it was met."""
    figure = HouseholdMonth.approved if closed else HouseholdMonth.total
    return sa.select(sa.func.count(HouseholdMonth.household_id.distinct())).where(
        HouseholdMonth.ward_id == ward_id, HouseholdMonth.month == month, figure > 0
    )


def distinct_households_since(ward_id: int, months: Sequence[str], closed_months: Iterable[str]) -> Query:
    """Select how many households of a ward were visited in any of ``months``, each once."""
    return sa.select(sa.func.count(HouseholdMonth.household_id.distinct())).where(
        *_visited(ward_id, months, closed_months)
    )


def _visited(
    ward_id: int, months: Iterable[str], closed_months: Iterable[str]
) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    in_months = HouseholdMonth.month.in_(list(months))
    return HouseholdMonth.ward_id == ward_id, in_months, official(HouseholdMonth, closed_months) > 0


def days_of(ward_id: int, first: date, last: date, measures: Iterable[str]) -> Query:
    """Select some measures of a ward, day by day."""
    return (
        sa.select(WardDay.day, WardDay.measure, WardDay.total)
        .where(
            WardDay.ward_id == ward_id,
            WardDay.day >= first,
            WardDay.day <= last,
            WardDay.measure.in_(list(measures)),
        )
        .order_by(WardDay.day)
    )


def all_cells(counter: type[Base], ward_id: int) -> Query:
    """Select every row of ``counter`` in a ward that counts something, for a recount to compare with."""
    table = table_of(counter)
    return sa.select(table).where(table.c.ward_id == ward_id, sa.or_(table.c.total != 0, table.c.approved != 0))


def compared(
    ward_id: int,
    months: Sequence[str],
    before: str,
    closed_months: Iterable[str],
    *,
    year_ago: str = "",
    areas: Iterable[int] | None = None,
    team: int | None = None,
) -> Query:
    """Select by measure: the figure of the last of ``months``, received and approved, the sum of ``months``, and the
    figures of ``before`` and of ``year_ago``.

    ``before`` is the month before the last one, which in January is none of ``months``, and ``year_ago`` the same
    month of the year before. It is asked of a ward, of some of its areas, or of one of its teams.
    """
    counter: Any = TeamMonth if team is not None else AreaMonth
    figure = official(counter, closed_months)
    columns = {
        "period": sa.case((counter.month == months[-1], figure), else_=0),
        "received": sa.case((counter.month == months[-1], counter.total), else_=0),
        "approved": sa.case((counter.month == months[-1], counter.approved), else_=0),
        "cumulative": sa.case((counter.month >= months[0], figure), else_=0),
        "previous": sa.case((counter.month == before, figure), else_=0),
        "year_ago": sa.case((counter.month == year_ago, figure), else_=0),
    }
    query = (
        sa.select(counter.measure, *(_summed(column).label(name) for name, column in columns.items()))
        .where(counter.ward_id == ward_id, counter.month.in_(dict.fromkeys([year_ago, before, *months])))
        .group_by(counter.measure)
    )
    if team is not None:
        return query.where(TeamMonth.team_id == team)
    return query if areas is None else query.where(AreaMonth.neighbourhood_id.in_(list(areas)))


def _months_counted() -> Query:
    """Step from each month of a ward to the next one: its key is sorted by month, and a month has thousands of rows."""
    first = sa.select(sa.func.min(AreaMonth.month)).where(AreaMonth.ward_id == Ward.id).scalar_subquery()
    steps = sa.select(Ward.id.label("ward_id"), first.label("month")).where(
        Ward.id.in_(sa.bindparam("wards", expanding=True))
    )
    step = steps.cte("step", recursive=True)
    following = (
        sa.select(sa.func.min(AreaMonth.month))
        .where(AreaMonth.ward_id == step.c.ward_id, AreaMonth.month > step.c.month)
        .scalar_subquery()
    )
    step = step.union_all(sa.select(step.c.ward_id, following).where(step.c.month.is_not(None)))
    return sa.select(step.c.month).where(step.c.month.is_not(None)).distinct().order_by(step.c.month.desc())


_MONTHS_COUNTED = _months_counted()


def months_counted(ward_ids: Iterable[int]) -> Query:
    """Select the months in which any of some wards has figures, the newest first."""
    return _MONTHS_COUNTED.params(wards=list(ward_ids))


def distinct_households_by_month(
    ward_id: int, months: Iterable[str], closed_months: Iterable[str], areas: Iterable[int] | None = None
) -> Query:
    """Select how many households of a ward, or of some of its areas, were visited in each of ``months``."""
    # In the order of the key the same households stand together, and nothing has to be sorted.
    once = sa.select(HouseholdMonth.month, HouseholdMonth.household_id).distinct()
    once = once.where(*_visited(ward_id, months, closed_months))
    if areas is not None:
        once = once.where(HouseholdMonth.neighbourhood_id.in_(list(areas)))
    found = once.subquery()
    return sa.select(found.c.month, sa.func.count().label("households")).group_by(found.c.month)


def distinct_households_by_area(
    ward_id: int,
    months: Iterable[str],
    closed_months: Iterable[str],
    stands_for: Mapping[int, int],
    areas: Iterable[int] | None = None,
) -> Query:
    """Select, by area, how many households were visited in any of ``months``, each once.

    ``stands_for`` names the area that stands today for one that was merged: a household that was met in both is
    one. Of all areas, or of ``areas`` alone.
    """
    own: Any = HouseholdMonth.neighbourhood_id
    area = sa.case(stands_for, value=own, else_=own) if stands_for else own
    query = (
        sa.select(area.label("area"), sa.func.count(HouseholdMonth.household_id.distinct()).label("households"))
        .where(*_visited(ward_id, months, closed_months))
        .group_by(sa.text("area"))
    )
    return query if areas is None else query.where(own.in_(list(areas)))


def counted_in_areas(
    ward_id: int,
    months: Sequence[str],
    closed_months: Iterable[str],
    measures: Iterable[str],
    areas: Iterable[int] | None = None,
) -> Query:
    """Select some measures of each neighbourhood of a ward: in the last of ``months``, and over all of them."""
    figure = official(AreaMonth, closed_months)
    in_period = sa.case((AreaMonth.month == months[-1], figure), else_=0)
    columns = _summed(in_period).label("period"), _summed(figure).label("cumulative")
    query = (
        sa.select(AreaMonth.neighbourhood_id, AreaMonth.measure, *columns)
        .where(AreaMonth.ward_id == ward_id, AreaMonth.month.in_(list(months)), AreaMonth.measure.in_(list(measures)))
        .group_by(AreaMonth.neighbourhood_id, AreaMonth.measure)
    )
    return query if areas is None else query.where(AreaMonth.neighbourhood_id.in_(list(areas)))


def distinct_households_of_wards(
    ward_ids: Iterable[int], months: Iterable[str], closed: Iterable[tuple[int, str]]
) -> Query:
    """Select how many households of several wards were visited in any of ``months``, each once."""
    pairs = list(closed)
    figure: Any = HouseholdMonth.total
    if pairs:
        is_closed = sa.tuple_(HouseholdMonth.ward_id, HouseholdMonth.month).in_(pairs)
        figure = sa.case((is_closed, HouseholdMonth.approved), else_=HouseholdMonth.total)
    return (
        sa.select(HouseholdMonth.ward_id, sa.func.count(HouseholdMonth.household_id.distinct()).label("households"))
        .where(HouseholdMonth.ward_id.in_(list(ward_ids)), HouseholdMonth.month.in_(list(months)), figure > 0)
        .group_by(HouseholdMonth.ward_id)
    )
