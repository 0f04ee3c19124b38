"""Queries of the history of entries: revisions, decisions, returns and their reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import aliased

from app.database import table_of
from app.logbook.models import Entry, ReviewEvent
from app.logbook.status import REVIEW_MOVES, Action, Status

_ENTRY = table_of(Entry)


def came_to_wait() -> sa.ScalarSelect[datetime]:
    """Return, for each entry of a statement, when it last came to its status, undos not counted."""
    return (
        sa.select(sa.func.max(ReviewEvent.at))
        .where(
            ReviewEvent.ward_id == _ENTRY.c.ward_id,
            ReviewEvent.entry_id == _ENTRY.c.id,
            ReviewEvent.status == _ENTRY.c.status,
            ReviewEvent.action != Action.UNDO,
        )
        .correlate(_ENTRY)
        .scalar_subquery()
    )


class _HistoryLine(NamedTuple):
    entry_id: UUID
    number: int
    status: Status
    action: Action
    actor_id: int | None
    at: datetime


def states_before(
    connection: Connection, ward_id: int, decisions: Mapping[UUID, int], actor_id: int
) -> dict[UUID, tuple[Status, datetime]]:
    """Return the status of some entries before a decision of ``actor_id`` on each, and since when they had it.

    ``decisions`` gives the number of its line in the entry's history. What is no decision, or was taken
    by somebody else, is left out.
    """
    query = (
        sa.select(*(getattr(ReviewEvent, name) for name in _HistoryLine._fields))
        .where(ReviewEvent.ward_id == ward_id, ReviewEvent.entry_id.in_(list(decisions)))
        .order_by(ReviewEvent.entry_id, ReviewEvent.number)
    )
    histories: dict[UUID, list[_HistoryLine]] = defaultdict(list)
    for line in map(_HistoryLine._make, connection.execute(query)):
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
    return {(entry_id, revision, digest) for entry_id, revision, digest in connection.execute(query)}


def _was_undone() -> sa.ColumnElement[bool]:
    """Return the condition under which the line that follows one in its entry's history takes it back."""
    following = aliased(ReviewEvent)
    return sa.exists().where(
        following.ward_id == ReviewEvent.ward_id,
        following.entry_id == ReviewEvent.entry_id,
        following.number == ReviewEvent.number + 1,
        following.action == Action.UNDO,
    )


def last_words(ward_id: int, entry_ids: Iterable[UUID]) -> sa.Select[UUID, str, str]:
    """Select the reasons with which some entries were returned, voided or withdrawn, the latest last.

    Those that were undone afterwards are left out.
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


def history_of(ward_id: int, entry_id: UUID) -> sa.Select[ReviewEvent]:
    """Select the history of an entry, from its first line on."""
    return (
        sa.select(ReviewEvent)
        .where(ReviewEvent.ward_id == ward_id, ReviewEvent.entry_id == entry_id)
        .order_by(ReviewEvent.number)
    )


def returned_in(ward_id: int, month: str, since: datetime) -> sa.Select[int | None, int, int]:
    """Select, by team, how many entries of a month were ever returned, and how many of them wait for their authors.

    An entry counts once, however often it was returned; a return that was undone is none. ``since`` is before
    anything of the month can have been returned.
    """
    returned = (
        sa.select(ReviewEvent.entry_id)
        .where(
            ReviewEvent.ward_id == ward_id,
            # Written as in the index, which holds nothing else.
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
