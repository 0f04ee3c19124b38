"""What is asked of the log. Every list of entries starts from :func:`visible_to`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from app.database import Query, table_of
from app.logbook.counting import COUNTED_COLUMNS
from app.logbook.models import Entry, MonthLock, ReviewEvent
from app.logbook.month_locks import lock_shared
from app.logbook.status import REVIEW_MOVES, WAITING, Action, Status
from app.month import ZONE
from app.permissions import Holder, Permission, Reach, reach
from app.places.models import Team

_TABLE = table_of(Entry)
_LOCK = table_of(MonthLock)
_STORED_COLUMNS = tuple(
    _TABLE.c[name]
    for name in dict.fromkeys(
        (
            *COUNTED_COLUMNS,
            "member_id",
            "revision",
            "digest",
            "moves",
            "note",
            "latitude",
            "longitude",
            "accuracy",
            "flags",
        )
    )
)
_STORED = sa.select(*_STORED_COLUMNS).where(
    _TABLE.c.ward_id.in_(sa.bindparam("wards", expanding=True)),
    _TABLE.c.id.in_(sa.bindparam("ids", expanding=True)),
)


def stored_entries(
    connection: Connection, wards: Sequence[int], ids: Iterable[UUID], sender_id: int | None = None
) -> dict[UUID, Any]:
    """Return what is stored under ``ids`` in any of ``wards``, as mappings by id.

    Should an id stand in two wards, because somebody else used it too, it is the sender's entry that counts.
    """
    result = connection.execute(_STORED, {"wards": list(wards), "ids": list(ids)})
    stored: dict[UUID, Any] = {}
    for row in result.mappings():
        if row["id"] not in stored or row["member_id"] == sender_id:
            stored[row["id"]] = row
    return stored


def unflagged_entries(ward_id: int, month: str, after: UUID, but_of: int | None) -> Query:
    """Select what is stored of a month's submitted entries without a flag, by key, from behind ``after`` on.

    Those of the member ``but_of`` are left out.
    """
    query = (
        sa.select(*_STORED_COLUMNS)
        .where(
            _TABLE.c.ward_id == ward_id,
            _TABLE.c.status == Status.SUBMITTED,
            _TABLE.c.is_clear,
            _TABLE.c.waiting_since.is_not(None),
            _TABLE.c.month == month,
            _TABLE.c.id > after,
        )
        .order_by(_TABLE.c.id)
    )
    return query if but_of is None else query.where(_TABLE.c.member_id != but_of)


def came_to_wait() -> sa.ScalarSelect[Any]:
    """Return, for each entry of a statement, when it last came to stand as it stands; an undo is no coming."""
    return (
        sa.select(sa.func.max(ReviewEvent.at))
        .where(
            ReviewEvent.ward_id == _TABLE.c.ward_id,
            ReviewEvent.entry_id == _TABLE.c.id,
            ReviewEvent.status == _TABLE.c.status,
            ReviewEvent.action != Action.UNDO,
        )
        .correlate(_TABLE)
        .scalar_subquery()
    )


def states_before(
    connection: Connection, ward_id: int, decisions: Mapping[UUID, int], actor_id: int
) -> dict[UUID, tuple[Status, datetime]]:
    """Return where some entries stood before a decision that ``actor_id`` took on each, and since when.

    ``decisions`` gives the number of its line in the entry's history. What is no decision, or was taken
    by somebody else, is left out.
    """
    columns = (
        ReviewEvent.entry_id,
        ReviewEvent.number,
        ReviewEvent.status,
        ReviewEvent.action,
        ReviewEvent.actor_id,
        ReviewEvent.at,
    )
    query = sa.select(*columns).where(ReviewEvent.ward_id == ward_id, ReviewEvent.entry_id.in_(list(decisions)))
    histories: dict[UUID, list[Any]] = defaultdict(list)
    for line in connection.execute(query.order_by(ReviewEvent.entry_id, ReviewEvent.number)):
        if line.number <= decisions[line.entry_id]:
            histories[line.entry_id].append(line)
    states = {}
    for id, (*before, decision) in histories.items():
        is_own = decision.number == decisions[id] and decision.actor_id == actor_id
        if before and is_own and decision.action in REVIEW_MOVES:
            status = before[-1].status
            came = [line.at for line in before if line.status == status and line.action != Action.UNDO]
            states[id] = status, max(came)
    return states


def earlier_revisions(connection: Connection, ward_id: int, entry_ids: Iterable[UUID]) -> set[tuple[UUID, int, str]]:
    """Return every (entry id, revision, digest) that the history of some entries knows."""
    query = sa.select(ReviewEvent.entry_id, ReviewEvent.revision, ReviewEvent.digest).where(
        ReviewEvent.ward_id == ward_id,
        ReviewEvent.entry_id.in_(list(entry_ids)),
        ReviewEvent.action.in_([Action.RECORD, Action.EDIT, Action.WITHDRAW]),
    )
    return {(row.entry_id, row.revision, row.digest) for row in connection.execute(query)}


_CLOSED = sa.select(_LOCK.c.month).where(
    _LOCK.c.ward_id == sa.bindparam("ward"),
    _LOCK.c.month.in_(sa.bindparam("months", expanding=True)),
    _LOCK.c.closed_at.is_not(None),
)


def lock_and_list_closed(connection: Connection, ward_id: int, months: Iterable[str]) -> set[tuple[int, str]]:
    """Keep some months as they are, open or closed, until the transaction ends; return the closed ones."""
    months = sorted(months)
    lock_shared(connection, ward_id, months)
    closed = connection.execute(_CLOSED, {"ward": ward_id, "months": months})
    return {(ward_id, row.month) for row in closed}


def closed_months(ward_id: int) -> Query:
    """Select the closed months of a ward."""
    return (
        sa.select(MonthLock.month)
        .where(MonthLock.ward_id == ward_id, MonthLock.closed_at.is_not(None))
        .order_by(MonthLock.month)
    )


def closed_months_of(ward_ids: Iterable[int], months: Iterable[str]) -> Query:
    """Select the (ward id, month) pairs that are closed among some wards and months."""
    return sa.select(MonthLock.ward_id, MonthLock.month).where(
        MonthLock.ward_id.in_(list(ward_ids)), MonthLock.month.in_(list(months)), MonthLock.closed_at.is_not(None)
    )


def visible_to(holder: Holder) -> sa.ColumnElement[bool]:
    """Return the condition under which an entry may be read by ``holder``; it always names a ward."""
    place = holder.place
    in_ward = Entry.ward_id == (place.ward_id if place.ward_id is not None else -1)
    match reach(holder, Permission.ENTRY_READ):
        case Reach.WARD:
            return in_ward
        case Reach.TEAM:
            return sa.and_(in_ward, Entry.team_id == place.team_id)
        case Reach.OWN:
            return sa.and_(in_ward, Entry.member_id == holder.id)
        case _:
            return sa.false()


def counting(closed_months: Iterable[str]) -> sa.ColumnElement[bool]:
    """Return the condition under which an entry is part of the official figures: approved, or open and not void."""
    is_open = Entry.month.not_in(list(closed_months))
    return sa.or_(Entry.status == Status.APPROVED, sa.and_(is_open, Entry.status != Status.VOID))


def own_counted(holder: Holder, months: Sequence[str], closed_months: Iterable[str], since: date) -> Query:
    """Select a person's own entries that count in some months.

    ``since`` is the first day that the index is read from; entries are rarely later than that.
    """
    return sa.select(Entry.kind, Entry.month, Entry.fields).where(
        Entry.ward_id == holder.place.ward_id,
        Entry.member_id == holder.id,
        Entry.happened_on >= since,
        Entry.month.in_(list(months)),
        counting(closed_months),
    )


def counted_of_kind(
    holder: Holder, kind: str, month: str, closed_months: Iterable[str], team_id: int | None = None
) -> Query:
    """Select the entries of a kind that count in a month and that ``holder`` may read, of one team or of all."""
    query = sa.select(Entry.happened_on, Entry.neighbourhood_id, Entry.team_id, Entry.fields).where(
        visible_to(holder), Entry.month == month, Entry.kind == kind, counting(closed_months)
    )
    if team_id is not None:
        query = query.where(Entry.team_id == team_id)
    return query.order_by(Entry.happened_on, Entry.neighbourhood_id, Entry.id)


def closing_of(ward_id: int, month: str) -> Query:
    """Select when a ward's month was closed."""
    return sa.select(MonthLock.closed_at).where(
        MonthLock.ward_id == ward_id, MonthLock.month == month, MonthLock.closed_at.is_not(None)
    )


def own_entries(holder: Holder, since: date) -> Query:
    """Select a person's own entries that happened or came in since a day, and all returned ones, the newest first.

    What came in late, or with a wrong year, is still its author's to correct.
    """
    came_in = Entry.received_at >= datetime.combine(since, time(), ZONE)
    return (
        sa.select(Entry)
        .where(
            Entry.ward_id == holder.place.ward_id,
            Entry.member_id == holder.id,
            sa.or_(Entry.happened_on >= since, came_in, Entry.status == Status.RETURNED),
        )
        .order_by(Entry.happened_on.desc(), Entry.id.desc())
    )


def entries_in(
    holder: Holder,
    month: str,
    *,
    areas: Iterable[int] | None = None,
    team: int | None = None,
    kind: str | None = None,
) -> Query:
    """Select the entries of a month that ``holder`` may read, in some areas, of a team, of a kind, the newest first."""
    query = sa.select(
        Entry.id,
        Entry.kind,
        Entry.status,
        Entry.happened_on,
        Entry.neighbourhood_id,
        Entry.team_id,
        Entry.member_id,
        Entry.fields,
    ).where(visible_to(holder), Entry.month == month)
    if areas is not None:
        query = query.where(Entry.neighbourhood_id.in_(list(areas)))
    if team is not None:
        query = query.where(Entry.team_id == team)
    if kind is not None:
        query = query.where(Entry.kind == kind)
    return query.order_by(Entry.happened_on.desc(), Entry.id.desc())


def numbers_by_status(entries: Query) -> Query:
    """Select how many of some ``entries`` stand in each status."""
    columns = Entry.status, sa.func.count().label("number")
    return entries.with_only_columns(*columns).order_by(None).group_by(Entry.status)


def own_counts(holder: Holder, month: str, since: date) -> Query:
    """Select how many of a person's own entries count in a month, by kind and status.

    ``since`` is the first day that the index is read from; entries are rarely later than that.
    """
    return (
        sa.select(Entry.kind, Entry.status, sa.func.count().label("number"))
        .where(
            Entry.ward_id == holder.place.ward_id,
            Entry.member_id == holder.id,
            Entry.happened_on >= since,
            Entry.month == month,
        )
        .group_by(Entry.kind, Entry.status)
    )


def last_visits(ward_id: int, team_id: int | None, member_id: int, since: date) -> Query:
    """Select when each household was last visited since a day, by anyone of a team, or by one person without."""
    by_whom = Entry.team_id == team_id if team_id is not None else Entry.member_id == member_id
    return (
        sa.select(Entry.household_id, sa.func.max(Entry.happened_on).label("day"))
        .where(
            Entry.ward_id == ward_id,
            by_whom,
            Entry.happened_on >= since,
            Entry.household_id.is_not(None),
            Entry.status != Status.VOID,
        )
        .group_by(Entry.household_id)
    )


def _was_undone() -> sa.ColumnElement[bool]:
    """Return the condition under which the line that follows one in its entry's history takes it back."""
    following = aliased(ReviewEvent)
    return sa.exists().where(
        following.ward_id == ReviewEvent.ward_id,
        following.entry_id == ReviewEvent.entry_id,
        following.number == ReviewEvent.number + 1,
        following.action == Action.UNDO,
    )


def last_words(ward_id: int, entry_ids: Iterable[UUID]) -> Query:
    """Select the reasons with which some entries were returned, voided or withdrawn, the latest last.

    What was undone afterwards was never said.
    """
    return (
        sa.select(ReviewEvent.entry_id, ReviewEvent.reason, ReviewEvent.comment)
        .where(
            ReviewEvent.ward_id == ward_id,
            ReviewEvent.entry_id.in_(list(entry_ids)),
            ReviewEvent.action.in_([Action.RETURN, Action.VOID, Action.WITHDRAW]),
            sa.not_(_was_undone()),
        )
        .order_by(ReviewEvent.entry_id, ReviewEvent.number)
    )


def history_of(ward_id: int, entry_id: UUID) -> Query:
    """Select the history of an entry, from its first line on."""
    return (
        sa.select(ReviewEvent)
        .where(ReviewEvent.ward_id == ward_id, ReviewEvent.entry_id == entry_id)
        .order_by(ReviewEvent.number)
    )


def counted_entries(ward_id: int) -> Query:
    """Select of every entry of a ward what decides what it counts, for a recount."""
    is_meant = sa.and_(_TABLE.c.ward_id == ward_id, _TABLE.c.status != Status.VOID)
    return sa.select(*(_TABLE.c[name] for name in COUNTED_COLUMNS)).where(is_meant)


def last_days_of_teams(ward_id: int, today: date, since: date) -> Query:
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
    return sa.select(Team.id, Team.name, last.label("day")).where(
        Team.ward_id == ward_id,
        sa.or_(Team.valid_from.is_(None), Team.valid_from <= since),
        sa.or_(Team.valid_to.is_(None), Team.valid_to >= today),
    )


def returned_in(ward_id: int, month: str, since: datetime) -> Query:
    """Select, by team, how many entries of a month were ever returned, and how many of them wait for their authors.

    An entry counts once, however often it was returned; a return that was undone is none. ``since`` is before
    anything of the month can have been returned.
    """
    returned = (
        sa.select(ReviewEvent.entry_id)
        .where(
            ReviewEvent.ward_id == ward_id,
            # Said as it stands in the index, which holds nothing else.
            sa.literal_column("review_event.action") == sa.literal_column(f"'{Action.RETURN}'"),
            ReviewEvent.at >= since,
            sa.not_(_was_undone()),
        )
        .subquery()
    )
    waits = sa.and_(Entry.status == Status.RETURNED, Entry.waiting_since.is_not(None))
    number, waiting = sa.func.count(Entry.id.distinct()), sa.func.count(sa.case((waits, Entry.id)).distinct())
    return (
        sa.select(Entry.team_id, number.label("number"), waiting.label("waiting"))
        .select_from(returned)
        .join(Entry, sa.and_(Entry.ward_id == ward_id, Entry.id == returned.c.entry_id))
        # By the bare column SQLite would go through all entries of the month.
        .where(sa.func.coalesce(Entry.month, "") == month, Entry.status != Status.VOID)
        .group_by(Entry.team_id)
    )


def waiting_by_age(ward_id: int, starts: Sequence[datetime]) -> Query:
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
