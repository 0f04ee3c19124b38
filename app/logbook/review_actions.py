"""Decisions of a review: approving, returning, voiding and restoring entries, and taking a decision back.

Each writes entries, history and counters in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import insert_rows
from app.logbook.approval_rules import excluded_author_id
from app.logbook.entry_changes import EntryChange, change_entries, history_row
from app.logbook.entry_rows import EntryRow
from app.logbook.history_queries import states_before
from app.logbook.models import ReviewEvent
from app.logbook.month_locks import lock_exclusive
from app.logbook.party_summaries import summarise
from app.logbook.queries import lock_and_list_closed
from app.logbook.status import Action, Status, moves_of
from app.logbook.stored_entries import stored_entries, unflagged_entries
from app.registry.actions import add_households, add_merchants
from app.registry.named_party import NamedParty
from app.tally.actions import add_to_counters
from app.tally.delta import Delta

_AT_ONCE = 1000


class DecisionOutcome(StrEnum):
    """The outcome of a decision for one entry.

    ``CHANGED``: somebody moved it since the reviewer looked at it. ``OWN``: it is the reviewer's own, and the ward has
    another coordinator to approve it.
    """

    DONE = "done"
    UNKNOWN = "unknown"
    CHANGED = "changed"
    MONTH_CLOSED = "month_closed"
    OWN = "own"


Outcomes = Mapping[UUID, DecisionOutcome | Status]
"""The outcome of a decision for each entry, or the status of one that the action does not start from."""


@dataclass(frozen=True, slots=True)
class DecisionNote:
    """A decision for the history: the action, its author, the moment, reason and comment.

    There is no author where a month is closed from the command line.
    """

    action: Action
    actor_id: int | None
    at: datetime
    reason: str = ""
    comment: str = ""


def review(
    session: Session,
    ward_id: int,
    expected_versions: Mapping[UUID, int],
    note: DecisionNote,
    *,
    team_id: int | None = None,
) -> Outcomes:
    """Approve, return, void or restore entries of a ward; return the outcome for each.

    ``expected_versions`` gives, by entry, its number of moves when the reviewer looked at it. With ``team_id``
    the entries of other teams do not exist, and what the ward approved is the ward's.
    """
    stored = stored_entries(session.connection(), [ward_id], expected_versions)
    ends_of = moves_of(note.action, of_team=team_id is not None)
    ends = {
        id: entry.moved(ends_of[entry.status], note.at) if entry.status in ends_of else None
        for id, entry in stored.items()
        if team_id is None or entry.team_id == team_id
    }
    approved = stored.values() if note.action is Action.APPROVE else ()
    own = {entry.id for entry in approved if entry.member_id == note.actor_id}
    not_approvable = own if own and excluded_author_id(session, ward_id, note.actor_id, note.at) else set()
    return _decide(session, ward_id, stored, expected_versions, ends, note, not_approvable)


def undo(session: Session, ward_id: int, decisions: Mapping[UUID, int], actor_id: int, now: datetime) -> Outcomes:
    """Take back a decision of ``actor_id`` on some entries, given by its number in the history of each.

    Where it is not the last line any more nothing changes. What waits again has waited all the time. Returns the
    outcome for each, as :func:`review` does.
    """
    connection = session.connection()
    stored = stored_entries(connection, [ward_id], decisions)
    before = states_before(connection, ward_id, decisions, actor_id)
    ends = {id: entry.moved(*before[id]) for id, entry in stored.items() if id in before}
    return _decide(session, ward_id, stored, decisions, ends, DecisionNote(Action.UNDO, actor_id, now))


def approve_unflagged(session: Session, ward_id: int, month: str, actor_id: int | None, now: datetime) -> int:
    """Approve the submitted entries of a month that carry no flag; return their number.

    What ``actor_id`` may not approve, as :func:`excluded_author_id` says, stays submitted. Waits for all who write
    entries of the month, and keeps others from it until the transaction ends.
    """
    connection = session.connection()
    lock_exclusive(connection, ward_id, month)
    note = DecisionNote(Action.APPROVE, actor_id, now)
    excluded_author = excluded_author_id(session, ward_id, actor_id, now)
    approved = 0
    passed = UUID(int=0)
    while entries := unflagged_entries(connection, ward_id, month, passed, excluded_author, _AT_ONCE):
        _change(session, [(entry, entry.moved(Status.APPROVED, now)) for entry in entries], note)
        approved += len(entries)
        passed = entries[-1].id
    return approved


def _decide(
    session: Session,
    ward_id: int,
    stored: Mapping[UUID, EntryRow],
    expected_versions: Mapping[UUID, int],
    ends: Mapping[UUID, EntryRow | None],
    note: DecisionNote,
    not_approvable: Collection[UUID] = (),
) -> Outcomes:
    """Bring those of ``stored`` to their ``ends`` that have their expected version and are not ``not_approvable``."""
    closed = lock_and_list_closed(session.connection(), ward_id, {entry.month for entry in stored.values()})
    outcomes: dict[UUID, DecisionOutcome | Status] = {}
    changes: list[EntryChange] = []
    for id in sorted(expected_versions):
        entry, end = stored.get(id), ends.get(id)
        if entry is None or id not in ends:
            outcomes[id] = DecisionOutcome.UNKNOWN
        elif (ward_id, entry.month) in closed:
            outcomes[id] = DecisionOutcome.MONTH_CLOSED
        elif end is None:
            outcomes[id] = entry.status
        elif entry.moves != expected_versions[id]:
            outcomes[id] = DecisionOutcome.CHANGED
        elif id in not_approvable:
            outcomes[id] = DecisionOutcome.OWN
        else:
            outcomes[id] = DecisionOutcome.DONE
            changes.append((entry, end))
    _change(session, changes, note)
    return outcomes


def _change(session: Session, changes: Sequence[EntryChange], note: DecisionNote) -> None:
    connection = session.connection()
    delta = Delta()
    change_entries(connection, changes, delta)
    events = [
        history_row(entry, note.action, note.actor_id, note.at, reason=note.reason, comment=note.comment)
        for _, entry in changes
    ]
    insert_rows(connection, ReviewEvent, events)
    restored = [entry for before, entry in changes if before.status == Status.VOID != entry.status]
    _register_parties(connection, restored, note.at)
    summarise(connection, (), changes)
    add_to_counters(connection, delta)


def _register_parties(connection: Connection, restored: Sequence[EntryRow], at: datetime) -> None:
    """Store the households and merchants that entries name which count again: one withdrawn at once had stored none."""
    for ward_id in sorted({entry.ward_id for entry in restored}):
        of_ward = [entry for entry in restored if entry.ward_id == ward_id]
        households = [
            NamedParty(entry.household_id, entry.fields["household"]["label"], entry.neighbourhood_id)
            for entry in of_ward
            if entry.household_id is not None
        ]
        merchants = [
            NamedParty(entry.merchant_id, entry.fields["merchant"]["name"], entry.neighbourhood_id, entry.place_id)
            for entry in of_ward
            if entry.merchant_id is not None
        ]
        add_households(connection, ward_id, households, at)
        add_merchants(connection, ward_id, merchants, at)
