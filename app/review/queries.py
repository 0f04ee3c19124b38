"""Queries of the queue. Every list starts from the entries that its reader may read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.logbook.approval_rules import approvable_by, unflagged
from app.logbook.models import Companion, Entry, MonthLock, ReviewEvent
from app.logbook.queries import visible_among_few
from app.logbook.status import Action, Status
from app.people.actor import Actor
from app.people.models import User
from app.permissions import Holder
from app.registry.models import Household
from app.registry.roots import ids_of_one
from app.review.models import Decision
from app.review.positions import Position

MOST_VISITS = 10
"""The most other visits to the same household that are shown beside an entry."""


def waiting(holder: Holder, status: Status) -> sa.ColumnElement[bool]:
    """Return the condition under which an entry that ``holder`` may read waits in a status."""
    # That it waits at all has to be said, for the index of the queue holds nothing else.
    return sa.and_(visible_among_few(holder), Entry.status == status, Entry.waiting_since.is_not(None))


def positions(
    session: Session, holder: Holder, condition: sa.ColumnElement[bool], after: Position | None, most: int
) -> list[Position]:
    """Return the positions of entries that wait for the ward, in order, after a position."""
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
    return [Position(is_clear, since, id) for is_clear, since, id in session.execute(query) if since]


class WaitingEntry(NamedTuple):
    """An entry that waits, with what a decision needs to know of it."""

    id: UUID
    moves: int
    revision: int
    waiting_since: datetime


def unflagged_waiting(
    session: Session, actor: Actor, condition: sa.ColumnElement[bool], most: int
) -> list[WaitingEntry]:
    """Return the longest waiting entries without a flag that ``actor`` may approve."""
    ward_id = actor.place.ward_id or 0
    query = (
        sa.select(Entry.id, Entry.moves, Entry.revision, Entry.waiting_since)
        .where(visible_among_few(actor), unflagged(ward_id), condition, approvable_by(ward_id, actor.id, actor.today))
        .order_by(Entry.waiting_since, Entry.id)
        .limit(most)
    )
    return [WaitingEntry(id, moves, revision, since) for id, moves, revision, since in session.execute(query) if since]


def up_to(since: datetime, id: UUID) -> sa.ColumnElement[bool]:
    """Return the condition under which an entry has waited as long as the one of ``id``, or longer."""
    end = sa.tuple_(sa.literal(since, Entry.waiting_since.type), sa.literal(id, Entry.id.type))
    return sa.and_(Entry.waiting_since <= since, sa.tuple_(Entry.waiting_since, Entry.id) <= end)


def numbers_waiting(holder: Holder) -> sa.Select[bool, int]:
    """Select how many entries wait for the ward, with a flag and without."""
    return (
        sa.select(Entry.is_clear, sa.func.count().label("number"))
        .where(waiting(holder, Status.SUBMITTED))
        .group_by(Entry.is_clear)
    )


def number_returned(holder: Holder) -> sa.Select[int]:
    """Select how many entries wait for their authors."""
    return sa.select(sa.func.count()).where(waiting(holder, Status.RETURNED))


def rows_of(holder: Holder, ids: Iterable[UUID]) -> sa.Select[Entry]:
    """Select some entries that ``holder`` may read."""
    return sa.select(Entry).where(visible_among_few(holder), Entry.id.in_(list(ids)))


def returned_positions(session: Session, holder: Holder, after: Position | None, most: int) -> list[Position]:
    """Return the positions of entries that wait for their authors, those first that have waited longest."""
    query = sa.select(Entry.waiting_since, Entry.id).where(waiting(holder, Status.RETURNED))
    if after is not None:
        query = query.where(sa.not_(up_to(after.waiting_since, after.id)))
    query = query.order_by(Entry.waiting_since, Entry.id).limit(most)
    return [Position(True, since, id) for since, id in session.execute(query) if since]


def returned_by_team(holder: Holder) -> sa.Select[int, int, datetime, datetime]:
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


def latest_decision(ward_id: int, actor_id: int, since: datetime) -> sa.Select[Decision]:
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


class EntryState(NamedTuple):
    """The state of an entry, with the last line of its history, and when its month was closed."""

    id: UUID
    status: Status
    revision: int
    month: str
    closed_at: datetime | None
    action: Action | None
    at: datetime | None
    actor_id: int | None
    actor: str | None


def entry_states(session: Session, holder: Holder, ids: Iterable[UUID]) -> dict[UUID, EntryState]:
    """Return the states of those of some entries that ``holder`` may read, by id."""
    is_its_last = sa.and_(
        ReviewEvent.ward_id == Entry.ward_id, ReviewEvent.entry_id == Entry.id, ReviewEvent.number == Entry.moves
    )
    is_its_month = sa.and_(MonthLock.ward_id == Entry.ward_id, MonthLock.month == Entry.month)
    query = (
        sa.select(
            Entry.id,
            Entry.status,
            Entry.revision,
            Entry.month,
            MonthLock.closed_at,
            ReviewEvent.action,
            ReviewEvent.at,
            ReviewEvent.actor_id,
            User.name,
        )
        .outerjoin(ReviewEvent, is_its_last)
        .outerjoin(MonthLock, is_its_month)
        .outerjoin(User, User.id == ReviewEvent.actor_id)
        .where(visible_among_few(holder), Entry.id.in_(list(ids)))
    )
    return {state.id: state for state in map(EntryState._make, session.execute(query))}


def companions_of(ward_id: int, entry_id: UUID) -> sa.Select[int]:
    """Select the user ids of an entry's companions."""
    return sa.select(Companion.member_id).where(Companion.ward_id == ward_id, Companion.entry_id == entry_id)


def other_visits(holder: Holder, entry: Entry, days: int) -> sa.Select[Entry]:
    """Select the other entries about an entry's household within some days, those that count for nothing left out.

    An index holds those of one household, who are few.
    """
    first, last = entry.happened_on - timedelta(days=days), entry.happened_on + timedelta(days=days)
    if entry.household_id is None:
        return sa.select(Entry).where(sa.false())
    same = ids_of_one(Household, entry.ward_id, entry.household_id)
    return (
        sa.select(Entry)
        .where(
            visible_among_few(holder),
            Entry.household_id.in_(same),
            Entry.happened_on.between(first, last),
            Entry.id != entry.id,
            Entry.status != Status.VOID,
        )
        .order_by(Entry.happened_on.desc(), Entry.id)
        .limit(MOST_VISITS)
    )
