"""Moving entries to other reporting periods when a ward changes when these begin, with all that is counted by period.

Works in the caller's transaction, who has the periods locked alone. Whatever is moved is read some entries at a time,
and written by few statements: a period of a hundred thousand entries is moved in seconds.
"""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import table_of
from app.logbook.counting import count_moved
from app.logbook.entry_rows import COUNTED_COLUMNS, CountedEntry
from app.logbook.models import Companion, Entry
from app.logbook.status import Status
from app.month import Month
from app.periods import MovedDays, Periods, Span, moved_days
from app.tally.actions import add_to_counters
from app.tally.delta import Delta
from app.tally.models import MONTHLY, HouseholdMonth

_AT_ONCE = 2000
_ENTRY, _COMPANION, _HOUSEHOLD = table_of(Entry), table_of(Companion), table_of(HouseholdMonth)


def last_month_logged(connection: Connection, ward_id: int) -> Month | None:
    """Return the last period in which an entry of a ward counts, be it void, if there is one."""
    last = connection.scalar(sa.select(sa.func.max(_ENTRY.c.month)).where(_ENTRY.c.ward_id == ward_id))
    return Month.parse(last) if last else None


def days_to_move(
    connection: Connection, ward_id: int, before: Periods, after: Periods, since: Month
) -> list[MovedDays]:
    """Return the days of the log that are in another period by rules that differ from the period ``since`` on."""
    of_open = _ENTRY.c.ward_id == ward_id, _ENTRY.c.month >= str(since)
    last = connection.scalar(sa.select(sa.func.max(_ENTRY.c.happened_on)).where(*of_open))
    return list(moved_days(before, after, Span(after.first(since), last))) if last else []


def moving(ward_id: int, moved: MovedDays) -> sa.ColumnElement[bool]:
    """Return the condition of the entries that move with their days.

    An entry stays where its author chose a period that is not before the new one of its day: a day moves to the period
    beside its own, so nobody can have chosen one between them.
    """
    entry = _ENTRY.c
    return sa.and_(
        entry.ward_id == ward_id,
        entry.month == str(moved.before),
        entry.happened_on.between(moved.days.first, moved.days.last),
        sa.or_(entry.count_in.is_(None), entry.count_in <= str(moved.after)),
    )


def move_entries(connection: Connection, ward_id: int, days: Iterable[MovedDays]) -> int:
    """Let the entries of some days count in the periods after the change; return how many there are, void ones too."""
    delta, moved_entries = Delta(), 0
    months: set[str] = set()
    for moved in days:
        _count_moved(connection, ward_id, moved, delta)
        number = connection.execute(
            sa.update(_ENTRY).where(moving(ward_id, moved)).values(month=str(moved.after))
        ).rowcount
        if number:
            _move_companions(connection, ward_id, moved)
            months |= {str(moved.before), str(moved.after)}
            moved_entries += number
    add_to_counters(connection, delta)
    if months:
        _recount_households(connection, ward_id, months)
        _delete_empty_cells(connection, ward_id, months)
    return moved_entries


def _count_moved(connection: Connection, ward_id: int, moved: MovedDays, delta: Delta) -> None:
    columns = (_ENTRY.c[name] for name in COUNTED_COLUMNS)
    query = sa.select(*columns).where(moving(ward_id, moved), _ENTRY.c.status != Status.VOID)
    for row in connection.execute(query, execution_options={"yield_per": _AT_ONCE}):
        count_moved(delta, CountedEntry(*row), str(moved.after))


def _move_companions(connection: Connection, ward_id: int, moved: MovedDays) -> None:
    """Let who came along be credited in the period of the entry."""
    entries = sa.select(_ENTRY.c.id).where(
        _ENTRY.c.ward_id == ward_id,
        _ENTRY.c.month == str(moved.after),
        _ENTRY.c.happened_on.between(moved.days.first, moved.days.last),
    )
    connection.execute(
        sa.update(_COMPANION)
        .where(
            _COMPANION.c.ward_id == ward_id,
            _COMPANION.c.month == str(moved.before),
            _COMPANION.c.entry_id.in_(entries),
        )
        .values(month=str(moved.after))
    )


def _recount_households(connection: Connection, ward_id: int, months: Iterable[str]) -> None:
    """Count the visits to each household in some periods again: there are as many rows as households."""
    entry, named = _ENTRY.c, sorted(months)
    connection.execute(sa.delete(_HOUSEHOLD).where(_HOUSEHOLD.c.ward_id == ward_id, _HOUSEHOLD.c.month.in_(named)))
    keys = entry.ward_id, entry.month, entry.household_id, entry.neighbourhood_id
    approved = sa.func.sum(sa.case((entry.status == Status.APPROVED, 1), else_=0))
    counted = (
        sa.select(*keys, sa.func.count(), approved)
        .where(
            entry.ward_id == ward_id,
            entry.month.in_(named),
            entry.household_id.is_not(None),
            entry.status != Status.VOID,
        )
        .group_by(*keys)
    )
    columns = "ward_id", "month", "household_id", "neighbourhood_id", "total", "approved"
    connection.execute(sa.insert(_HOUSEHOLD).from_select(columns, counted))


def _delete_empty_cells(connection: Connection, ward_id: int, months: Iterable[str]) -> None:
    """Delete the counters of some periods that count nothing any more: pages offer the periods that have any."""
    for table in map(table_of, MONTHLY):
        is_empty = table.c.total == 0, table.c.approved == 0
        connection.execute(
            sa.delete(table).where(table.c.ward_id == ward_id, table.c.month.in_(sorted(months)), *is_empty)
        )
