"""Queries of the log. Every list of entries starts from :func:`visible_to`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import Columns
from app.json_types import JsonObject
from app.logbook.entry_rows import COUNTED_COLUMNS, CountedEntry
from app.logbook.known_periods import KnownPeriods
from app.logbook.models import Entry, MonthLock
from app.logbook.month_locks import lock_shared
from app.logbook.status import WAITING, Status
from app.month import Month
from app.periods import Periods
from app.permissions import Holder, Permission, Reach, reach
from app.places.models import Team
from app.registry.models import Household
from app.registry.roots import merged_ids, root_of

_AT_ONCE = 2000
# Written as in the indexes, which hold nothing else.
_STATUS: sa.ColumnElement[str] = sa.literal_column("entry.status")
_RETURNED: sa.ColumnElement[str] = sa.literal_column(f"'{Status.RETURNED}'")
_VOID: sa.ColumnElement[str] = sa.literal_column(f"'{Status.VOID}'")
IS_RETURNED = _STATUS == _RETURNED
"""The condition that an entry is returned to its author, as an index has it."""
IS_REFUSED = _STATUS.in_([_RETURNED, _VOID])
"""The condition that an entry is returned or void, as an index has it."""


_CLOSED = sa.select(MonthLock.month).where(
    MonthLock.ward_id == sa.bindparam("ward"),
    MonthLock.month.in_(sa.bindparam("months", expanding=True)),
    MonthLock.closed_at.is_not(None),
)


def lock_and_list_closed(connection: Connection, ward_id: int, months: Iterable[str]) -> set[tuple[int, str]]:
    """Keep some months as they are, open or closed, until the transaction ends; return the closed ones."""
    months = sorted(months)
    lock_shared(connection, ward_id, months)
    return {(ward_id, month) for month in connection.scalars(_CLOSED, {"ward": ward_id, "months": months})}


def closed_months(ward_id: int) -> sa.Select[str]:
    """Select the closed months of a ward."""
    return (
        sa.select(MonthLock.month)
        .where(MonthLock.ward_id == ward_id, MonthLock.closed_at.is_not(None))
        .order_by(MonthLock.month)
    )


def closed_months_of(ward_ids: Iterable[int], months: Iterable[str]) -> sa.Select[int, str]:
    """Select the (ward id, month) pairs that are closed among some wards and months."""
    return sa.select(MonthLock.ward_id, MonthLock.month).where(
        MonthLock.ward_id.in_(list(ward_ids)), MonthLock.month.in_(list(months)), MonthLock.closed_at.is_not(None)
    )


def closed_months_until(ward_ids: Iterable[int], last: str) -> sa.Select[int, str]:
    """Select the (ward id, month) pairs that are closed among some wards, up to the month ``last``."""
    return sa.select(MonthLock.ward_id, MonthLock.month).where(
        MonthLock.ward_id.in_(list(ward_ids)), MonthLock.month <= last, MonthLock.closed_at.is_not(None)
    )


def known_periods(connection: Connection, ward_id: int, periods: Periods) -> KnownPeriods:
    """Return the periods of a ward, with the closed ones where not all of them are calendar months."""
    closed = connection.scalars(closed_months(ward_id)) if periods.rules else ()
    return KnownPeriods(periods, frozenset(map(Month.parse, closed)))


def visible_to(holder: Holder) -> sa.ColumnElement[bool]:
    """Return the condition under which an entry may be read by ``holder``; it always names a ward."""
    return _visible(holder, Entry.team_id, Entry.member_id)


def visible_among_few(holder: Holder) -> sa.ColumnElement[bool]:
    """Return the same condition for entries that another index finds: by their ids, or because they wait.

    By the bare columns SQLite would sooner go through all that a team or a person ever logged.
    """
    return _visible(holder, sa.func.coalesce(Entry.team_id, 0), sa.func.coalesce(Entry.member_id, 0))


def _visible(
    holder: Holder, team_id: sa.SQLColumnExpression[int | None], member_id: sa.SQLColumnExpression[int]
) -> sa.ColumnElement[bool]:
    place = holder.place
    in_ward = Entry.ward_id == (place.ward_id if place.ward_id is not None else -1)
    match reach(holder, Permission.ENTRY_READ):
        case Reach.WARD:
            return in_ward
        case Reach.TEAM:
            return sa.and_(in_ward, team_id == place.team_id)
        case Reach.OWN:
            return sa.and_(in_ward, member_id == holder.id)
        case _:
            return sa.false()


def counting(closed_months: Iterable[str] | sa.Select[str]) -> sa.ColumnElement[bool]:
    """Return the condition under which an entry is part of the official figures: approved, or open and not void.

    ``closed_months`` are the ward's, or what selects them.
    """
    is_open = Entry.month.not_in(closed_months if isinstance(closed_months, sa.Select) else list(closed_months))
    return sa.or_(Entry.status == Status.APPROVED, sa.and_(is_open, Entry.status != Status.VOID))


def is_in_months(months: Iterable[str]) -> sa.ColumnElement[bool]:
    """Return the condition that an entry counts in one of ``months``, for those of one person or team.

    It takes no index: by the bare column SQLite would go through all that the ward logged in a month.
    """
    return sa.func.coalesce(Entry.month, "").in_(list(months))


def closing_of(ward_id: int, month: str) -> sa.Select[datetime | None]:
    """Select when a ward's month was closed."""
    return sa.select(MonthLock.closed_at).where(
        MonthLock.ward_id == ward_id, MonthLock.month == month, MonthLock.closed_at.is_not(None)
    )


def entries_in(
    holder: Holder,
    month: str,
    *,
    areas: Iterable[int] | None = None,
    team: int | None = None,
    kind: str | None = None,
    event: int | None = None,
    place: int | None = None,
) -> sa.Select[UUID, str, Status, date, int, int | None, int, JsonObject]:
    """Select the entries of a month that ``holder`` may read, in some areas, of a team, of a kind, the newest first.

    ``event`` and ``place`` are the ids of those that they name.
    """
    query = sa.select(
        Entry.id,
        Entry.kind,
        Entry.status,
        Entry.happened_on,
        Entry.neighbourhood_id,
        Entry.team_id,
        Entry.member_id,
        Entry.fields,
    ).where(visible_to(holder))
    if team is not None or reach(holder, Permission.ENTRY_READ) in {Reach.TEAM, Reach.OWN}:
        # None of them happened after the month; the index has those of a team and of a person by their days.
        query = query.where(is_in_months([month]), Entry.happened_on <= Month.parse(month).last)
    else:
        query = query.where(Entry.month == month)
    if areas is not None:
        query = query.where(Entry.neighbourhood_id.in_(list(areas)))
    if team is not None:
        query = query.where(Entry.team_id == team)
    equal = ((Entry.kind, kind), (Entry.event_id, event), (Entry.place_id, place))
    query = query.where(*(column == value for column, value in equal if value is not None))
    return query.order_by(Entry.happened_on.desc(), Entry.id.desc())


def numbers_by_status(entries: sa.Select[*Columns]) -> sa.Select[Status, int]:
    """Select how many of some ``entries`` stand in each status, entry by entry: what no counter counts."""
    columns = Entry.status, sa.func.count().label("number")
    return entries.with_only_columns(*columns).order_by(None).group_by(Entry.status)


def numbers_refused(entries: sa.Select[*Columns]) -> sa.Select[Status, int]:
    """Select how many of some ``entries`` of a month are returned and void, which an index holds apart."""
    return numbers_by_status(entries.where(IS_REFUSED))


def last_visits(
    ward_id: int, team_id: int | None, member_id: int, since: date
) -> sa.Select[UUID | None, UUID | None, date]:
    """Select when each household was last visited since a day, by anyone of a team, or by one person without.

    Each row has the id that entries name, the id of the household that stays for it if it was merged, and the day.
    """
    # No more than the merged ones are looked up one by one.
    is_merged = Entry.household_id.in_(merged_ids(Household, [ward_id]))
    stays = sa.case((is_merged, root_of(Household, sa.literal(ward_id), Entry.household_id)), else_=None)
    by_whom = Entry.team_id == team_id if team_id is not None else Entry.member_id == member_id
    return (
        sa.select(Entry.household_id, stays.label("root"), sa.func.max(Entry.happened_on).label("day"))
        .where(
            Entry.ward_id == ward_id,
            by_whom,
            Entry.happened_on >= since,
            Entry.household_id.is_not(None),
            Entry.status != Status.VOID,
        )
        .group_by(Entry.household_id)
        .order_by(Entry.household_id)
    )


def counted_entries(connection: Connection, ward_id: int, month: str) -> Iterator[CountedEntry]:
    """Yield the entries of a ward that count in a month, for a recount: some at a time, to save memory."""
    is_counted = sa.and_(Entry.ward_id == ward_id, Entry.month == month, Entry.status != Status.VOID)
    query = sa.select(*(getattr(Entry, name) for name in COUNTED_COLUMNS)).where(is_counted)
    for row in connection.execute(query, execution_options={"yield_per": _AT_ONCE}):
        yield CountedEntry(*row)


def last_days_of_teams(ward_id: int, today: date, since: date) -> sa.Select[int, date | None]:
    """Select when each team that exists today, and did on ``since``, last did anything up to today, if ever.

    For each team the index leads to its last day at once.
    """
    last = (
        sa.select(Entry.happened_on)
        .where(
            Entry.ward_id == ward_id,
            Entry.team_id == Team.id,
            Entry.happened_on <= today,
            Entry.status != Status.VOID,
        )
        .order_by(Entry.happened_on.desc())
        .limit(1)
        .correlate(Team)
        .scalar_subquery()
    )
    return sa.select(Team.id, last.label("day")).where(
        Team.ward_id == ward_id,
        sa.or_(Team.valid_from.is_(None), Team.valid_from <= since),
        sa.or_(Team.valid_to.is_(None), Team.valid_to >= today),
    )


def waiting_by_age(ward_id: int, starts: Sequence[datetime]) -> sa.Select[*tuple[int, ...]]:
    """Select, as one row, how many entries of a ward wait in each status since which of ``starts``.

    ``starts`` come with the latest first. The columns are called after the status and the number of the start;
    what has waited since before the last one stands under their number. The index is counted in ranges, which is
    quicker than looking at what it holds.
    """
    ends: list[datetime | None] = [None, *starts]
    columns = [
        sa.select(sa.func.count())
        .where(
            Entry.ward_id == ward_id,
            Entry.status == status,
            Entry.is_clear.in_([False, True]),
            Entry.waiting_since.is_not(None),
            *([Entry.waiting_since >= start] if start else []),
            *([Entry.waiting_since < end] if end else []),
        )
        .scalar_subquery()
        .label(f"{status}_{number}")
        for status in sorted(WAITING)
        for number, (start, end) in enumerate(zip([*starts, None], ends, strict=True))
    ]
    return sa.select(*columns)
