"""Queries of the counters.

Which figure is official depends on the month: a closed month shows what was approved, an open one all
that was received. Every sum here follows that rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from app.database import Base, table_of
from app.registry.models import Household
from app.registry.roots import ids_in_merges, root_of
from app.tally.models import AreaMonth, EventDay, HouseholdMonth, PlaceMonth, TeamMonth, WardDay


def official(
    counter: type[AreaMonth] | type[TeamMonth] | type[HouseholdMonth], closed_months: Iterable[str]
) -> sa.SQLColumnExpression[int]:
    """Return the official figure of a row of a monthly ``counter``."""
    closed = list(closed_months)
    if not closed:
        return counter.total
    return sa.case((counter.month.in_(closed), counter.approved), else_=counter.total)


def summed(figure: sa.SQLColumnExpression[int]) -> sa.ColumnElement[int]:
    """Return the sum of a figure, as a whole number on both databases: PostgreSQL sums bigint into numeric."""
    return sa.cast(sa.func.sum(figure), sa.BigInteger)


def received_and_approved(
    counter: type[AreaMonth] | type[TeamMonth] | type[PlaceMonth], ward_id: int, month: str, measures: Iterable[str]
) -> sa.Select[int, int]:
    """Select the sums of some measures of a ward's month, as one row: what was received, and what of it is approved."""
    received, approved = (sa.func.coalesce(summed(figure), 0) for figure in (counter.total, counter.approved))
    return sa.select(received.label("received"), approved.label("approved")).where(
        counter.ward_id == ward_id, counter.month == month, counter.measure.in_(list(measures))
    )


def span_of(month: sa.SQLColumnExpression[str], ends: Sequence[str]) -> sa.ColumnElement[str]:
    """Return the span that a month lies in, by the span's last month; each begins behind the one before.

    ``ends`` are the last months of the spans in their order; no month is later than the last of them. So a sum over
    many months is one row, and sums that begin behind different months come from the same rows.
    """
    *earlier, last = ends
    return sa.case(*((month <= end, end) for end in earlier), else_=last) if earlier else sa.literal(last)


def days_of(ward_id: int, first: date, last: date, measures: Iterable[str]) -> sa.Select[date, str, int]:
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


def days_of_event(ward_id: int, event_id: int, first: date, last: date) -> sa.Select[date, str, int, int]:
    """Select the measures of an event of a ward day by day, all that was received and what was approved."""
    return (
        sa.select(EventDay.day, EventDay.measure, EventDay.total, EventDay.approved)
        .where(
            EventDay.ward_id == ward_id,
            EventDay.event_id == event_id,
            EventDay.day.between(first, last),
            sa.or_(EventDay.total != 0, EventDay.approved != 0),
        )
        .order_by(EventDay.day)
    )


def places_in_month(ward_id: int, month: str, measures: Iterable[str]) -> sa.Select[int, str, int, int]:
    """Select some measures of each place of a ward in a month: all that was received and what was approved."""
    return sa.select(PlaceMonth.place_id, PlaceMonth.measure, PlaceMonth.total, PlaceMonth.approved).where(
        PlaceMonth.ward_id == ward_id,
        PlaceMonth.month == month,
        PlaceMonth.measure.in_(list(measures)),
        sa.or_(PlaceMonth.total != 0, PlaceMonth.approved != 0),
    )


def all_cells(counter: type[Base], ward_id: int, month: str | None = None) -> sa.Select[*tuple[object, ...]]:
    """Select every row of ``counter`` in a ward that counts something, for a recount to compare with.

    With ``month`` those of a month, of a counter that counts by month.
    """
    table = table_of(counter)
    query = sa.select(table).where(table.c.ward_id == ward_id, sa.or_(table.c.total != 0, table.c.approved != 0))
    return query if month is None else query.where(table.c.month == month)


def _months_counted() -> sa.Select[str]:
    """Step from each month of a ward to the next one: its key is sorted by month, and a month has thousands of rows.

    Each step names the ward anew, so that the rows of all steps are looked for where this ward's rows lie.
    """
    of_ward = sa.select(sa.func.min(AreaMonth.month).label("month")).where(AreaMonth.ward_id == sa.bindparam("ward"))
    step = of_ward.cte("step", recursive=True)
    following = of_ward.where(AreaMonth.month > step.c.month).scalar_subquery()
    step = step.union_all(sa.select(following).where(step.c.month.is_not(None)))
    return sa.select(step.c.month).where(step.c.month.is_not(None)).order_by(step.c.month.desc())


_MONTHS_COUNTED = _months_counted()


def months_counted(ward_id: int) -> sa.Select[str]:
    """Select the months in which a ward has figures, the newest first."""
    return _MONTHS_COUNTED.params(ward=ward_id)


def months_counted_in_wards(ward_ids: Iterable[int]) -> sa.Select[str]:
    """Select the months in which any of several wards has figures, in any order; of one ward ask `months_counted`."""
    return sa.select(AreaMonth.month).where(AreaMonth.ward_id.in_(list(ward_ids))).distinct()


def distinct_households_of_wards(
    ward_ids: Iterable[int], months: Iterable[str], closed: Iterable[tuple[int, str]]
) -> sa.Select[int, int]:
    """Select how many households of several wards were visited in any of ``months``, each once, merged ones as one."""
    wards, pairs = list(ward_ids), list(closed)
    figure: sa.SQLColumnExpression[int] = HouseholdMonth.total
    if pairs:
        is_closed = sa.tuple_(HouseholdMonth.ward_id, HouseholdMonth.month).in_(pairs)
        figure = sa.case((is_closed, HouseholdMonth.approved), else_=HouseholdMonth.total)
    visited = HouseholdMonth.ward_id.in_(wards), HouseholdMonth.month.in_(list(months)), figure > 0
    number: sa.ColumnElement[int] = sa.func.count(HouseholdMonth.household_id.distinct())
    by_id = sa.select(HouseholdMonth.ward_id, number.label("households")).where(*visited)
    # Of merged ones those are taken away that were counted too often; see ``month_queries``.
    surplus = (
        sa.select(HouseholdMonth.ward_id, (1 - number).label("households"))
        .where(*visited, HouseholdMonth.household_id.in_(ids_in_merges(Household, wards)))
        .group_by(HouseholdMonth.ward_id, root_of(Household, HouseholdMonth.ward_id, HouseholdMonth.household_id))
    )
    counted = sa.union_all(by_id.group_by(HouseholdMonth.ward_id), surplus).subquery()
    ward, households = counted.c
    return sa.select(ward, summed(households).label("households")).group_by(ward)


def first_counted_day(ward_id: int) -> sa.Select[date]:
    """Select the first day of which a ward's log counts anything: when the ward began to use it."""
    return sa.select(WardDay.day).where(WardDay.ward_id == ward_id, WardDay.total > 0).order_by(WardDay.day).limit(1)
