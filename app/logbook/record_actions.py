"""Recording the entries that arrive: new ones, edits and withdrawals, all of a batch in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.database import insert_rows, table_of
from app.logbook.counting import count
from app.logbook.entry_changes import change_entries, history_row, start_of_wait
from app.logbook.flagging import lock_flags
from app.logbook.flags import flags_at_receipt
from app.logbook.history_queries import earlier_revisions
from app.logbook.models import Companion, Entry, ReviewEvent
from app.logbook.queries import lock_and_list_closed
from app.logbook.receipt_rules import Arrival, ReceiptOutcome, Verdict, decide_receipt
from app.logbook.status import Action, Status
from app.logbook.stored_entries import stored_entries
from app.logbook.wire import wire_fields
from app.registry.actions import NamedParty, add_households, add_merchants
from app.tally.actions import add_to_counters
from app.tally.delta import Delta

_COMPANION = table_of(Companion)
_NOT_COLUMNS = frozenset({"household", "merchant", "companions", "same_areas"})


def record(
    session: Session,
    sender_id: int,
    wards: Sequence[int],
    arrivals: Sequence[Arrival],
    now: datetime,
    *,
    submitted_by_id: int | None = None,
) -> list[Verdict]:
    """Store what may be stored of ``arrivals``, all by one sender; return a verdict for each, in order.

    ``wards`` are those in which an entry of the sender may be stored already. ``submitted_by_id`` is the user who
    submits the entries where that is not the sender: the history names that user, the entries stay the sender's.
    """
    provenance = _Provenance(sender_id, sender_id if submitted_by_id is None else submitted_by_id)
    connection = session.connection()
    verdicts: dict[int, Verdict] = {}
    delta = Delta()
    for wave in _waves(arrivals):
        verdicts |= _record_wave(connection, provenance, wards, wave, now, delta)
    add_to_counters(session, delta)
    return [verdicts[position] for position in range(len(arrivals))]


Wave = dict[int, Arrival]


@dataclass(frozen=True, slots=True)
class _Provenance:
    """The author of the entries of a batch, and the user who submits them."""

    sender_id: int
    submitted_by_id: int


def _waves(arrivals: Sequence[Arrival]) -> Iterator[Wave]:
    """Split a batch so that no id comes twice in a wave, and each id's arrivals stay in order."""
    waves: list[Wave] = []
    counts: dict[UUID, int] = defaultdict(int)
    for position, arrival in enumerate(arrivals):
        number = counts[arrival.id]
        counts[arrival.id] += 1
        if number == len(waves):
            waves.append({})
        waves[number][position] = arrival
    yield from waves


def _record_wave(
    connection: Connection, provenance: _Provenance, wards: Sequence[int], wave: Wave, now: datetime, delta: Delta
) -> dict[int, Verdict]:
    stored = stored_entries(connection, wards, [arrival.id for arrival in wave.values()], provenance.sender_id)
    earlier = _earlier_revisions(connection, wave, stored)
    closed = _closed_months(connection, wave, stored)
    verdicts = {
        position: decide_receipt(arrival, stored.get(arrival.id), earlier[arrival.id], closed, provenance.sender_id)
        for position, arrival in wave.items()
    }
    accepted = [wave[position] for position, verdict in verdicts.items() if verdict.outcome is ReceiptOutcome.STORED]
    known_areas = _register_parties(connection, accepted, now)
    new = [a for a in accepted if a.id not in stored]
    edits = [(a, stored[a.id]) for a in accepted if a.id in stored]
    _insert(connection, provenance, new, known_areas, now, delta)
    flags = lock_flags(connection, [(entry["ward_id"], entry["id"]) for _, entry in edits])
    for arrival, entry in edits:
        as_stored = {**entry, "flags": flags[entry["ward_id"], entry["id"]]}
        _revise(connection, provenance, arrival, as_stored, known_areas, now, delta)
    return verdicts


def _earlier_revisions(
    connection: Connection, wave: Wave, stored: Mapping[UUID, Any]
) -> Mapping[UUID, set[tuple[int, str]]]:
    """Return, by id, the earlier (revision, digest) pairs of the entries that came in an older revision."""
    ids_of_wards: dict[int, list[UUID]] = defaultdict(list)
    for arrival in wave.values():
        entry = stored.get(arrival.id)
        if entry is not None and arrival.revision < entry["revision"]:
            ids_of_wards[entry["ward_id"]].append(arrival.id)
    earlier: dict[UUID, set[tuple[int, str]]] = defaultdict(set)
    for ward_id, ids in ids_of_wards.items():
        for id, revision, digest in earlier_revisions(connection, ward_id, ids):
            earlier[id].add((revision, digest))
    return earlier


def _closed_months(connection: Connection, wave: Wave, stored: Mapping[UUID, Any]) -> set[tuple[int, str]]:
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
    """Store the households and merchants of ``accepted``; return, by (ward, household), the area of the first visit."""
    households: dict[int, dict[UUID, NamedParty]] = defaultdict(dict)
    merchants: dict[int, dict[UUID, NamedParty]] = defaultdict(dict)
    for arrival in accepted:
        row = arrival.row
        if not row or arrival.withdrawn:
            continue
        for named, parties in ((row["household"], households), (row["merchant"], merchants)):
            if named:
                id, label = named
                party = NamedParty(id, label, row["neighbourhood_id"], row["place_id"])
                parties[row["ward_id"]].setdefault(id, party)
    areas: dict[tuple[int, UUID], int] = {}
    for ward_id in sorted(households):
        areas |= {(ward_id, party.id): party.neighbourhood_id for party in households[ward_id].values()}
        for id, area in add_households(connection, ward_id, households[ward_id], now).items():
            areas[ward_id, id] = area
    for ward_id in sorted(merchants):
        add_merchants(connection, ward_id, merchants[ward_id], now)
    return areas


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
    provenance: _Provenance,
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
            "waiting_since": start_of_wait(status, now),
            "moves": 1,
            "member_id": provenance.sender_id,
            "received_at": now,
        }
        entries.append(entry)
        companions += _companion_rows(entry, arrival.row["companions"])
        events.append(history_row(entry, Action.RECORD, provenance.submitted_by_id, now))
        count(delta, entry)
    insert_rows(connection, Entry, entries)
    insert_rows(connection, Companion, companions)
    insert_rows(connection, ReviewEvent, events)


def _revise(
    connection: Connection,
    provenance: _Provenance,
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
    (entry,) = change_entries(connection, [(stored, changes)], now, delta)
    if not arrival.withdrawn:
        insert_rows(connection, Companion, _companion_rows(entry, arrival.row["companions"]))
    event = history_row(entry, action, provenance.submitted_by_id, now, before=before)
    insert_rows(connection, ReviewEvent, [event])


def _companion_rows(entry: Mapping[str, Any], companions: Iterable[int] | None) -> list[dict[str, Any]]:
    return [
        {"ward_id": entry["ward_id"], "entry_id": entry["id"], "member_id": mate, "month": entry["month"]}
        for mate in companions or ()
        if mate != entry["member_id"]
    ]
