"""What changes entries: recording what arrives, and the moves of a review.

Each writes the entry, its history and the counters in the caller's transaction; none commits. A move
compares the state it read before it sets the new one; who lost a race gets :class:`LostRaceError`,
and the transaction is tried once more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import LostRaceError, insert_ignore, insert_rows, table_of
from app.logbook.counting import count
from app.logbook.flagging import lock_flags
from app.logbook.flags import flags_at_receipt
from app.logbook.models import Companion, Entry, MonthLock, ReviewEvent
from app.logbook.month_locks import lock_exclusive
from app.logbook.queries import (
    came_to_wait,
    earlier_revisions,
    lock_and_list_closed,
    states_before,
    stored_entries,
    unflagged_entries,
)
from app.logbook.rules import Arrival, ReceiptOutcome, Verdict, judge
from app.logbook.status import WAITING, Action, Status, moves_of
from app.logbook.wire import wire_fields
from app.month import local_day
from app.people.queries import has_other_coordinator
from app.registry.actions import NamedParty, enter_households, enter_merchants
from app.tally.actions import apply
from app.tally.delta import Delta

_ENTRY = table_of(Entry)
_COMPANION = table_of(Companion)
_NOT_COLUMNS = frozenset({"household", "merchant", "companions", "same_areas"})
_SET = sa.update(_ENTRY).where(
    _ENTRY.c.ward_id == sa.bindparam("_ward_id"),
    _ENTRY.c.id == sa.bindparam("_id"),
    _ENTRY.c.status == sa.bindparam("_status"),
    _ENTRY.c.revision == sa.bindparam("_revision"),
    _ENTRY.c.moves == sa.bindparam("_moves"),
)


def record(
    session: Session,
    sender_id: int,
    wards: Sequence[int],
    arrivals: Sequence[Arrival],
    now: datetime,
    *,
    hand_id: int | None = None,
) -> list[Verdict]:
    """Store what may be stored of ``arrivals``, all by one sender; return a verdict for each, in order.

    ``wards`` are those in which an entry of the sender may stand already. ``hand_id`` is who brings the
    entries when that is not the sender: the history names them, the entries stay the sender's.
    """
    by = _By(sender_id, sender_id if hand_id is None else hand_id)
    connection = session.connection()
    verdicts: dict[int, Verdict] = {}
    delta = Delta()
    for wave in _waves(arrivals):
        verdicts |= _record_wave(connection, by, wards, wave, now, delta)
    apply(session, delta)
    return [verdicts[position] for position in range(len(arrivals))]


Wave = dict[int, Arrival]


@dataclass(frozen=True, slots=True)
class _By:
    """Whose entries arrive, and by whose hand."""

    sender_id: int
    hand_id: int


def _waves(arrivals: Sequence[Arrival]) -> Iterator[Wave]:
    """Split a batch so that no id comes twice in a wave, and each id's arrivals stay in order."""
    waves: list[Wave] = []
    seen: dict[UUID, int] = defaultdict(int)
    for position, arrival in enumerate(arrivals):
        number = seen[arrival.id]
        seen[arrival.id] += 1
        if number == len(waves):
            waves.append({})
        waves[number][position] = arrival
    yield from waves


def _record_wave(
    connection: Connection, by: _By, wards: Sequence[int], wave: Wave, now: datetime, delta: Delta
) -> dict[int, Verdict]:
    stored = stored_entries(connection, wards, [arrival.id for arrival in wave.values()], by.sender_id)
    earlier = _earlier(connection, wave, stored)
    closed = _closed(connection, wave, stored)
    verdicts = {
        position: judge(arrival, stored.get(arrival.id), earlier[arrival.id], closed, by.sender_id)
        for position, arrival in wave.items()
    }
    accepted = [wave[position] for position, verdict in verdicts.items() if verdict.outcome is ReceiptOutcome.STORED]
    known_areas = _register_parties(connection, accepted, now)
    new = [a for a in accepted if a.id not in stored]
    edits = [(a, stored[a.id]) for a in accepted if a.id in stored]
    _insert(connection, by, new, known_areas, now, delta)
    flags = lock_flags(connection, [(entry["ward_id"], entry["id"]) for _, entry in edits])
    for arrival, entry in edits:
        standing = {**entry, "flags": flags[entry["ward_id"], entry["id"]]}
        _revise(connection, by, arrival, standing, known_areas, now, delta)
    return verdicts


def _earlier(connection: Connection, wave: Wave, stored: Mapping[UUID, Any]) -> Mapping[UUID, set[tuple[int, str]]]:
    """Return the revisions that the history knows of those entries that came in an older or equal one."""
    asked: dict[int, list[UUID]] = defaultdict(list)
    for arrival in wave.values():
        entry = stored.get(arrival.id)
        if entry is not None and arrival.revision < entry["revision"]:
            asked[entry["ward_id"]].append(arrival.id)
    earlier: dict[UUID, set[tuple[int, str]]] = defaultdict(set)
    for ward_id, ids in asked.items():
        for id, revision, digest in earlier_revisions(connection, ward_id, ids):
            earlier[id].add((revision, digest))
    return earlier


def _closed(connection: Connection, wave: Wave, stored: Mapping[UUID, Any]) -> set[tuple[int, str]]:
    months: dict[int, set[str]] = defaultdict(set)
    for arrival in wave.values():
        if arrival.row:
            months[arrival.row["ward_id"]].add(arrival.row["month"])
        if arrival.id in stored:
            months[stored[arrival.id]["ward_id"]].add(stored[arrival.id]["month"])
    closed: set[tuple[int, str]] = set()
    for ward_id in sorted(months):
        closed |= lock_and_list_closed(connection, ward_id, months[ward_id])
    return closed


def _register_parties(
    connection: Connection, accepted: Iterable[Arrival], now: datetime
) -> dict[tuple[int, UUID], int]:
    """Enter the doors of ``accepted``; return, by (ward, household), the area in which it was first met."""
    households: dict[int, dict[UUID, NamedParty]] = defaultdict(dict)
    merchants: dict[int, dict[UUID, NamedParty]] = defaultdict(dict)
    for arrival in accepted:
        row = arrival.row
        if not row or arrival.withdrawn:
            continue
        for named, doors in ((row["household"], households), (row["merchant"], merchants)):
            if named:
                id, label = named
                door = NamedParty(id, label, row["neighbourhood_id"], row["place_id"])
                doors[row["ward_id"]].setdefault(id, door)
    known: dict[tuple[int, UUID], int] = {}
    for ward_id in sorted(households):
        known |= {(ward_id, door.id): door.neighbourhood_id for door in households[ward_id].values()}
        for id, area in enter_households(connection, ward_id, households[ward_id], now).items():
            known[ward_id, id] = area
    for ward_id in sorted(merchants):
        enter_merchants(connection, ward_id, merchants[ward_id], now)
    return known


def _columns(
    arrival: Arrival, known_areas: Mapping[tuple[int, UUID], int], flags_before: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the columns of an entry that its author decides."""
    row = arrival.row
    columns = {name: value for name, value in row.items() if name not in _NOT_COLUMNS}
    columns["household_id"] = row["household"][0] if row["household"] else None
    columns["merchant_id"] = row["merchant"][0] if row["merchant"] else None
    columns["flags"] = flags_at_receipt(row, columns, known_areas, flags_before)
    columns["is_clear"] = not columns["flags"]
    columns["revision"] = arrival.revision
    columns["digest"] = arrival.digest
    return columns


def _insert(
    connection: Connection,
    by: _By,
    arrivals: Sequence[Arrival],
    known_areas: Mapping[tuple[int, UUID], int],
    now: datetime,
    delta: Delta,
) -> None:
    if not arrivals:
        return
    entries, companions, events = [], [], []
    for arrival in sorted(arrivals, key=lambda a: a.id):
        status = Status.VOID if arrival.withdrawn else Status.SUBMITTED
        entry = _columns(arrival, known_areas) | {
            "id": arrival.id,
            "status": status,
            "waiting_since": _waiting_since(status, now),
            "moves": 1,
            "member_id": by.sender_id,
            "received_at": now,
        }
        entries.append(entry)
        companions += _companion_rows(entry, arrival.row["companions"])
        events.append(_event(entry, Action.RECORD, by.hand_id, now))
        count(delta, entry)
    insert_rows(connection, Entry, entries)
    insert_rows(connection, Companion, companions)
    insert_rows(connection, ReviewEvent, events)


def _revise(
    connection: Connection,
    by: _By,
    arrival: Arrival,
    stored: Mapping[str, Any],
    known_areas: Mapping[tuple[int, UUID], int],
    now: datetime,
    delta: Delta,
) -> None:
    """Write a new revision over ``stored``: an edit, or a withdrawal, which leaves the fields as they were."""
    changes: dict[str, Any]
    if arrival.withdrawn:
        action = Action.WITHDRAW
        changes = {"status": Status.VOID, "revision": arrival.revision, "digest": arrival.digest}
    else:
        action = Action.EDIT
        changes = _columns(arrival, known_areas, stored["flags"]) | {"status": Status.SUBMITTED}
        # The work was recorded when it was first written down; a correction has its moment in the history.
        del changes["recorded_at"]
        where = _COMPANION.c.ward_id == stored["ward_id"], _COMPANION.c.entry_id == stored["id"]
        connection.execute(sa.delete(_COMPANION).where(*where))
    before = None if arrival.withdrawn else wire_fields(stored)
    (entry,) = _move(connection, [(stored, changes)], now, delta)
    if not arrival.withdrawn:
        insert_rows(connection, Companion, _companion_rows(entry, arrival.row["companions"]))
    event = _event(entry, action, by.hand_id, now, before=before)
    insert_rows(connection, ReviewEvent, [event])


Changes = Mapping[str, Any]
Move = tuple[Mapping[str, Any], Changes]
"""An entry as it was read, and what changes of it."""


def _move(connection: Connection, moves: Sequence[Move], now: datetime, delta: Delta) -> list[dict[str, Any]]:
    """Compare entries with the database, set what changes, count the difference; return the new states.

    All change the same columns, among them the status. Without a word on it, what comes to wait waits from now on.
    """
    entries = []
    parameters = []
    for stored, changes in moves:
        changes = {"waiting_since": _waiting_since(changes["status"], now), **changes, "moves": stored["moves"] + 1}
        expected = {f"_{name}": stored[name] for name in ("ward_id", "id", "status", "revision", "moves")}
        parameters.append(changes | expected)
        entries.append({**stored, **changes})
    if parameters and connection.execute(_SET, parameters).rowcount != len(parameters):
        raise LostRaceError
    for (stored, _), entry in zip(moves, entries, strict=True):
        count(delta, stored, sign=-1)
        count(delta, entry)
    return entries


def _waiting_since(status: Status, now: datetime) -> datetime | None:
    return now if status in WAITING else None


def _companion_rows(entry: Mapping[str, Any], companions: Iterable[int] | None) -> list[dict[str, Any]]:
    return [
        {"ward_id": entry["ward_id"], "entry_id": entry["id"], "member_id": mate, "month": entry["month"]}
        for mate in companions or ()
        if mate != entry["member_id"]
    ]


def _event(
    entry: Mapping[str, Any],
    action: Action,
    actor_id: int | None,
    now: datetime,
    *,
    reason: str = "",
    comment: str = "",
    before: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    return {
        "ward_id": entry["ward_id"],
        "entry_id": entry["id"],
        "number": entry["moves"],
        "at": now,
        "actor_id": actor_id,
        "action": action,
        "status": entry["status"],
        "revision": entry["revision"],
        "digest": entry["digest"],
        "reason": reason,
        "comment": comment,
        "before": before,
    }


def review(
    session: Session,
    ward_id: int,
    seen: Mapping[UUID, int],
    action: Action,
    actor_id: int | None,
    now: datetime,
    *,
    reason: str = "",
    comment: str = "",
    team_id: int | None = None,
) -> dict[UUID, str]:
    """Approve, return, void or restore entries of a ward; return the code of what became of each.

    ``seen`` gives, by entry, how many moves it had made when the reviewer looked at it. With ``team_id``
    the entries of other teams do not exist, and what the ward approved is the ward's. A code is
    :data:`DONE`, ``unknown``, ``changed`` (somebody moved it meanwhile), ``month_closed``, :data:`OWN`, or the
    state in which the entry stands when this action does not start from there.
    """
    stored = stored_entries(session.connection(), [ward_id], seen)
    starts = moves_of(action, of_team=team_id is not None)
    ends: dict[UUID, Changes | None] = {
        id: {"status": starts[entry["status"]]} if entry["status"] in starts else None
        for id, entry in stored.items()
        if team_id is None or entry["team_id"] == team_id
    }
    own = {id for id, entry in stored.items() if entry["member_id"] == actor_id} if action is Action.APPROVE else set()
    barred = own if own and not_to_approve(session, ward_id, actor_id, now) else set()
    return _decide(session, ward_id, stored, seen, ends, _Words(action, actor_id, now, reason, comment), barred)


def not_to_approve(session: Session, ward_id: int, actor_id: int | None, now: datetime) -> int | None:
    """Return whose entries ``actor_id`` may not approve: their own, where the ward has another coordinator.

    Who came along on an entry may approve it: somebody else wrote it and answers for it.
    """
    if actor_id is None or not has_other_coordinator(session, ward_id, actor_id, local_day(now)):
        return None
    return actor_id


def undo(
    session: Session, ward_id: int, decisions: Mapping[UUID, int], actor_id: int, now: datetime
) -> dict[UUID, str]:
    """Take back a decision of ``actor_id`` on some entries, given by its number in the history of each.

    Where it is not the last line any more nothing changes. What waits again has waited all the time. Returns
    a code for each, as :func:`review` does.
    """
    connection = session.connection()
    stored = stored_entries(connection, [ward_id], decisions)
    ends: dict[UUID, Changes | None] = {
        id: {"status": status, "waiting_since": since if status in WAITING else None}
        for id, (status, since) in states_before(connection, ward_id, decisions, actor_id).items()
    }
    return _decide(session, ward_id, stored, decisions, ends, _Words(Action.UNDO, actor_id, now))


def approve_unflagged(session: Session, ward_id: int, month: str, actor_id: int | None, now: datetime) -> int:
    """Approve whatever of a month is submitted and carries no flag; return how many entries that were.

    What ``actor_id`` may not approve, as :func:`not_to_approve` says, stays submitted. Waits for all who write
    entries of the month, and keeps others from it until the transaction ends.
    """
    connection = session.connection()
    lock_exclusive(connection, ward_id, month)
    words = _Words(Action.APPROVE, actor_id, now)
    but_of = not_to_approve(session, ward_id, actor_id, now)
    approved = 0
    passed = UUID(int=0)
    while (
        rows := connection.execute(unflagged_entries(ward_id, month, passed, but_of).limit(_AT_ONCE)).mappings().all()
    ):
        moves: list[Move] = [(dict(row), {"status": Status.APPROVED}) for row in rows]
        _decide_on(session, moves, words)
        approved += len(rows)
        passed = rows[-1]["id"]
    return approved


DONE = "done"
OWN = "own"
"""The entry is the reviewer's own, and the ward has another coordinator to approve it."""

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class _Words:
    """What the history says of a decision: what was done, by whom, when and why."""

    action: Action
    actor_id: int | None
    at: datetime
    reason: str = ""
    comment: str = ""


def _decide(
    session: Session,
    ward_id: int,
    stored: Mapping[UUID, Mapping[str, Any]],
    seen: Mapping[UUID, int],
    ends: Mapping[UUID, Changes | None],
    words: _Words,
    barred: Collection[UUID] = (),
) -> dict[UUID, str]:
    """Make the changes ``ends`` of those of ``stored`` that still stand as they were seen and are not ``barred``."""
    closed = lock_and_list_closed(session.connection(), ward_id, {entry["month"] for entry in stored.values()})
    codes: dict[UUID, str] = {}
    moves: list[Move] = []
    for id in sorted(seen):
        entry = stored.get(id)
        if entry is None or id not in ends:
            codes[id] = "unknown"
            continue
        end = ends[id]
        code = _decision_code(entry, seen[id], end, closed)
        codes[id] = code = OWN if code == DONE and id in barred else code
        if code == DONE:
            moves.append((entry, end or {}))
    _decide_on(session, moves, words)
    return codes


def _decide_on(session: Session, moves: Sequence[Move], words: _Words) -> None:
    connection = session.connection()
    delta = Delta()
    entries = _move(connection, moves, words.at, delta)
    events = [
        _event(entry, words.action, words.actor_id, words.at, reason=words.reason, comment=words.comment)
        for entry in entries
    ]
    insert_rows(connection, ReviewEvent, events)
    apply(session, delta)


def _decision_code(entry: Mapping[str, Any], seen: int, end: Changes | None, closed: Iterable[tuple[int, str]]) -> str:
    if (entry["ward_id"], entry["month"]) in closed:
        return "month_closed"
    if end is None:
        return str(entry["status"])
    return DONE if entry["moves"] == seen else "changed"


def close_month(session: Session, ward_id: int, month: str, actor_id: int | None, now: datetime) -> bool:
    """Freeze a month's entries; tell whether it was open. Waits for all who write entries of the month.

    What was not approved waits for nobody any more: there is nothing to be done with it while the month is closed.
    """
    is_turned = _set_lock(session.connection(), ward_id, month, now, actor_id)
    if is_turned:
        session.connection().execute(
            sa.update(_ENTRY)
            .where(_ENTRY.c.ward_id == ward_id, _ENTRY.c.month == month, _ENTRY.c.waiting_since.is_not(None))
            .values(waiting_since=None)
        )
    return is_turned


def reopen_month(session: Session, ward_id: int, month: str) -> bool:
    """Let a month's entries move again; tell whether it was closed. What had waited goes on to wait."""
    is_turned = _set_lock(session.connection(), ward_id, month, None, None)
    if is_turned:
        session.connection().execute(
            sa.update(_ENTRY)
            .where(_ENTRY.c.ward_id == ward_id, _ENTRY.c.month == month, _ENTRY.c.status.in_(WAITING))
            .values(waiting_since=came_to_wait())
        )
    return is_turned


def _set_lock(connection: Connection, ward_id: int, month: str, at: datetime | None, actor_id: int | None) -> bool:
    lock_exclusive(connection, ward_id, month)
    insert_ignore(connection, MonthLock, [{"ward_id": ward_id, "month": month}])
    is_open = MonthLock.closed_at.is_(None)
    result = connection.execute(
        sa.update(MonthLock)
        .where(MonthLock.ward_id == ward_id, MonthLock.month == month, is_open if at else sa.not_(is_open))
        .values(closed_at=at, closed_by_id=actor_id)
    )
    return bool(result.rowcount)
