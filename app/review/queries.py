"""Queries of the queue. Every list starts from the entries that its reader may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self
from uuid import UUID

import sqlalchemy as sa

from app.database import Query
from app.logbook.models import Companion, Entry, MonthLock, ReviewEvent
from app.logbook.queries import visible_to
from app.logbook.status import Status
from app.month import Month
from app.people.actor import Actor
from app.people.models import User
from app.people.queries import other_coordinators
from app.permissions import Holder
from app.review.models import Decision
from app.tally.models import HouseholdMonth

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
MOST_VISITS = 10
"""The most other visits to the same household that are shown beside an entry."""


@dataclass(frozen=True, slots=True)
class Position:
    """The position of an entry in the queue: flagged entries first, then the longest waiting."""

    is_clear: bool
    waiting_since: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.is_clear:d}-{(self.waiting_since - _EPOCH) // _MICROSECOND}-{self.id.hex}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str()`` wrote; raise ``ValueError`` for anything else."""
        clear, since, id = text.split("-")
        try:
            return cls(bool(int(clear)), _EPOCH + int(since) * _MICROSECOND, UUID(hex=id))
        except OverflowError as error:
            raise ValueError(text) from error


def waiting(holder: Holder, status: Status) -> sa.ColumnElement[bool]:
    """Return the condition under which an entry that ``holder`` may read waits in a status."""
    # That it waits at all has to be said, for the index of the queue holds nothing else.
    return sa.and_(visible_to(holder), Entry.status == status, Entry.waiting_since.is_not(None))


def positions(holder: Holder, condition: sa.ColumnElement[bool], after: Position | None, most: int) -> Query:
    """Select the positions of entries that wait for the ward, in order, after a position."""
    query = (
        sa.select(Entry.is_clear, Entry.waiting_since, Entry.id)
        .where(waiting(holder, Status.SUBMITTED), condition)
        .order_by(Entry.is_clear, Entry.waiting_since, Entry.id)
        .limit(most)
    )
    if after is not None:
        query = query.where(
            sa.tuple_(Entry.is_clear, Entry.waiting_since, Entry.id)
            > sa.tuple_(
                sa.literal(after.is_clear, Entry.is_clear.type),
                sa.literal(after.waiting_since, Entry.waiting_since.type),
                sa.literal(after.id, Entry.id.type),
            )
        )
    return query


def unflagged_waiting(actor: Actor, condition: sa.ColumnElement[bool], most: int) -> Query:
    """Select the longest waiting entries without a flag, with the columns that a decision needs.

    Those of ``actor`` are left out where the ward has another coordinator, who approves them.
    """
    another = other_coordinators(actor.place.ward_id or 0, actor.id, actor.today)
    is_approvable = sa.or_(Entry.member_id != actor.id, sa.not_(another.exists()))
    return (
        sa.select(Entry.id, Entry.moves, Entry.revision, Entry.waiting_since)
        .where(waiting(actor, Status.SUBMITTED), Entry.is_clear, condition, is_approvable)
        .order_by(Entry.waiting_since, Entry.id)
        .limit(most)
    )


def up_to(since: datetime, id: UUID) -> sa.ColumnElement[bool]:
    """Return the condition under which an entry has waited as long as the one of ``id``, or longer."""
    end = sa.tuple_(sa.literal(since, Entry.waiting_since.type), sa.literal(id, Entry.id.type))
    return sa.and_(Entry.waiting_since <= since, sa.tuple_(Entry.waiting_since, Entry.id) <= end)


def numbers_waiting(holder: Holder) -> Query:
    """Select how many entries wait for the ward, with a flag and without."""
    return (
        sa.select(Entry.is_clear, sa.func.count().label("number"))
        .where(waiting(holder, Status.SUBMITTED))
        .group_by(Entry.is_clear)
    )


def number_returned(holder: Holder) -> Query:
    """Select how many entries wait for their authors."""
    return sa.select(sa.func.count()).where(waiting(holder, Status.RETURNED))


def rows_of(holder: Holder, ids: Iterable[UUID]) -> Query:
    """Select some entries that ``holder`` may read."""
    return sa.select(Entry).where(visible_to(holder), Entry.id.in_(list(ids)))


def returned_positions(holder: Holder, after: Position | None, most: int) -> Query:
    """Select the entries that wait for their authors, those first that have waited longest."""
    query = sa.select(Entry.waiting_since, Entry.id).where(waiting(holder, Status.RETURNED))
    if after is not None:
        query = query.where(sa.not_(up_to(after.waiting_since, after.id)))
    return query.order_by(Entry.waiting_since, Entry.id).limit(most)


def returned_by_team(holder: Holder) -> Query:
    """Select of each team how many entries wait for their authors, since when the first does and the middle one.

    Those of no team stand under 0. By the bare column SQLite would go through the index of all that teams ever did.
    """
    team = sa.func.coalesce(Entry.team_id, 0)
    number = sa.func.count().over(partition_by=team)
    rank = sa.func.row_number().over(partition_by=team, order_by=Entry.waiting_since)
    columns = team.label("team_id"), Entry.waiting_since, number.label("number"), rank.label("rank")
    ranked = sa.select(*columns).where(waiting(holder, Status.RETURNED)).subquery()
    middle = sa.case((ranked.c.rank == (ranked.c.number + 1) // 2, ranked.c.waiting_since))
    return sa.select(
        ranked.c.team_id,
        sa.func.max(ranked.c.number).label("number"),
        sa.func.min(ranked.c.waiting_since).label("first"),
        sa.func.max(middle).label("middle"),
    ).group_by(ranked.c.team_id)


def latest_decision(ward_id: int, actor_id: int, since: datetime) -> Query:
    """Select the last decision of a user since an instant that was not undone."""
    return (
        sa.select(Decision)
        .where(
            Decision.ward_id == ward_id,
            Decision.actor_id == actor_id,
            Decision.at >= since,
            Decision.undone_at.is_(None),
        )
        .order_by(Decision.at.desc(), Decision.id.desc())
        .limit(1)
    )


def entry_states(holder: Holder, ids: Iterable[UUID]) -> Query:
    """Select status and version of entries, with the last line of each history and whether the month is closed."""
    is_its_last = sa.and_(
        ReviewEvent.ward_id == Entry.ward_id, ReviewEvent.entry_id == Entry.id, ReviewEvent.number == Entry.moves
    )
    is_its_month = sa.and_(MonthLock.ward_id == Entry.ward_id, MonthLock.month == Entry.month)
    return (
        sa.select(
            Entry.id,
            Entry.status,
            Entry.revision,
            Entry.moves,
            Entry.month,
            MonthLock.closed_at,
            ReviewEvent.action,
            ReviewEvent.at,
            ReviewEvent.actor_id,
            User.name.label("actor"),
        )
        .outerjoin(ReviewEvent, is_its_last)
        .outerjoin(MonthLock, is_its_month)
        .outerjoin(User, User.id == ReviewEvent.actor_id)
        .where(visible_to(holder), Entry.id.in_(list(ids)))
    )


def companions_of(ward_id: int, entry_id: UUID) -> Query:
    """Select the user ids of an entry's companions."""
    return sa.select(Companion.member_id).where(Companion.ward_id == ward_id, Companion.entry_id == entry_id)


def other_visits(holder: Holder, entry: Entry, days: int) -> Query:
    """Select the other entries about an entry's household within some days, those that count for nothing left out.

    The counters know in which areas and months it was met, and the log is indexed by these.
    """
    first, last = entry.happened_on - timedelta(days=days), entry.happened_on + timedelta(days=days)
    met = sa.select(HouseholdMonth.neighbourhood_id).where(
        HouseholdMonth.ward_id == entry.ward_id,
        HouseholdMonth.household_id == entry.household_id,
        HouseholdMonth.month.in_(_months_between(first, last)),
    )
    return (
        sa.select(Entry)
        .where(
            visible_to(holder),
            Entry.month.in_(_months_between(first, last)),
            Entry.neighbourhood_id.in_(met),
            Entry.household_id == entry.household_id,
            Entry.happened_on.between(first, last),
            Entry.id != entry.id,
            Entry.status != Status.VOID,
        )
        .order_by(Entry.happened_on.desc(), Entry.id)
        .limit(MOST_VISITS)
    )


def _months_between(first: date, last: date) -> list[str]:
    months = [Month.of(first)]
    while months[-1] < Month.of(last):
        months.append(months[-1].next())
    return list(map(str, months))
