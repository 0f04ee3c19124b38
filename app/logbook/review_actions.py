"""Decisions of a review: approving, returning, voiding and restoring entries, and taking a decision back.

Each writes entries, history and counters in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import insert_rows
from app.logbook.approval_rules import excluded_author_id
from app.logbook.entry_changes import Changes, Move, change_entries, history_row
from app.logbook.history_queries import states_before
from app.logbook.models import ReviewEvent
from app.logbook.month_locks import lock_exclusive
from app.logbook.queries import lock_and_list_closed
from app.logbook.status import WAITING, Action, Status, moves_of
from app.logbook.stored_entries import stored_entries, unflagged_entries
from app.tally.actions import add_to_counters
from app.tally.delta import Delta


def review(
    session: Session,
    ward_id: int,
    expected_versions: Mapping[UUID, int],
    action: Action,
    actor_id: int | None,
    now: datetime,
    *,
    reason: str = "",
    comment: str = "",
    team_id: int | None = None,
) -> dict[UUID, str]:
    """Approve, return, void or restore entries of a ward; return a code for each.

    ``expected_versions`` gives, by entry, its number of moves when the reviewer looked at it. With ``team_id``
    the entries of other teams do not exist, and what the ward approved is the ward's. A code is
    :data:`DONE`, ``unknown``, ``changed`` (somebody moved it meanwhile), ``month_closed``, :data:`OWN`, or the
    state in which the entry stands when this action does not start from there.
    """
    stored = stored_entries(session.connection(), [ward_id], expected_versions)
    ends_of = moves_of(action, of_team=team_id is not None)
    changes_of: dict[UUID, Changes | None] = {
        id: {"status": ends_of[entry["status"]]} if entry["status"] in ends_of else None
        for id, entry in stored.items()
        if team_id is None or entry["team_id"] == team_id
    }
    own = {id for id, entry in stored.items() if entry["member_id"] == actor_id} if action is Action.APPROVE else set()
    not_approvable = own if own and excluded_author_id(session, ward_id, actor_id, now) else set()
    return _decide(
        session,
        ward_id,
        stored,
        expected_versions,
        changes_of,
        _DecisionNote(action, actor_id, now, reason, comment),
        not_approvable,
    )


def undo(
    session: Session, ward_id: int, decisions: Mapping[UUID, int], actor_id: int, now: datetime
) -> dict[UUID, str]:
    """Take back a decision of ``actor_id`` on some entries, given by its number in the history of each.

    Where it is not the last line any more nothing changes. What waits again has waited all the time. Returns
    a code for each, as :func:`review` does.
    """
    connection = session.connection()
    stored = stored_entries(connection, [ward_id], decisions)
    changes_of: dict[UUID, Changes | None] = {
        id: {"status": status, "waiting_since": since if status in WAITING else None}
        for id, (status, since) in states_before(connection, ward_id, decisions, actor_id).items()
    }
    return _decide(session, ward_id, stored, decisions, changes_of, _DecisionNote(Action.UNDO, actor_id, now))


def approve_unflagged(session: Session, ward_id: int, month: str, actor_id: int | None, now: datetime) -> int:
    """Approve the submitted entries of a month that carry no flag; return their number.

    What ``actor_id`` may not approve, as :func:`excluded_author_id` says, stays submitted. Waits for all who write
    entries of the month, and keeps others from it until the transaction ends.
    """
    connection = session.connection()
    lock_exclusive(connection, ward_id, month)
    note = _DecisionNote(Action.APPROVE, actor_id, now)
    excluded_author = excluded_author_id(session, ward_id, actor_id, now)
    approved = 0
    passed = UUID(int=0)
    while rows := _next_unflagged(connection, ward_id, month, passed, excluded_author):
        moves: list[Move] = [(dict(row), {"status": Status.APPROVED}) for row in rows]
        _decide_on(session, moves, note)
        approved += len(rows)
        passed = rows[-1]["id"]
    return approved


def _next_unflagged(
    connection: Connection, ward_id: int, month: str, after: UUID, excluded_author: int | None
) -> Sequence[sa.RowMapping]:
    query = unflagged_entries(ward_id, month, after, excluded_author).limit(_AT_ONCE)
    return connection.execute(query).mappings().all()


DONE = "done"
OWN = "own"
"""The entry is the reviewer's own, and the ward has another coordinator to approve it."""

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class _DecisionNote:
    """A decision for the history: the action, its author, the moment, reason and comment."""

    action: Action
    actor_id: int | None
    at: datetime
    reason: str = ""
    comment: str = ""


def _decide(
    session: Session,
    ward_id: int,
    stored: Mapping[UUID, Mapping[str, Any]],
    expected_versions: Mapping[UUID, int],
    changes_of: Mapping[UUID, Changes | None],
    note: _DecisionNote,
    not_approvable: Collection[UUID] = (),
) -> dict[UUID, str]:
    """Make the changes of those of ``stored`` that have their expected version and are not ``not_approvable``."""
    closed = lock_and_list_closed(session.connection(), ward_id, {entry["month"] for entry in stored.values()})
    codes: dict[UUID, str] = {}
    moves: list[Move] = []
    for id in sorted(expected_versions):
        entry = stored.get(id)
        if entry is None or id not in changes_of:
            codes[id] = "unknown"
            continue
        changes = changes_of[id]
        code = _decision_code(entry, expected_versions[id], changes, closed)
        codes[id] = code = OWN if code == DONE and id in not_approvable else code
        if code == DONE:
            moves.append((entry, changes or {}))
    _decide_on(session, moves, note)
    return codes


def _decide_on(session: Session, moves: Sequence[Move], note: _DecisionNote) -> None:
    connection = session.connection()
    delta = Delta()
    entries = change_entries(connection, moves, note.at, delta)
    events = [
        history_row(entry, note.action, note.actor_id, note.at, reason=note.reason, comment=note.comment)
        for entry in entries
    ]
    insert_rows(connection, ReviewEvent, events)
    add_to_counters(session, delta)


def _decision_code(
    entry: Mapping[str, Any], expected_version: int, changes: Changes | None, closed: Iterable[tuple[int, str]]
) -> str:
    if (entry["ward_id"], entry["month"]) in closed:
        return "month_closed"
    if changes is None:
        return str(entry["status"])
    return DONE if entry["moves"] == expected_version else "changed"
