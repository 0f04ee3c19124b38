"""Recording the entries that arrive: new ones, edits and withdrawals, all of a batch in the caller's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import LostRaceError, insert_rows, table_of
from app.logbook.counting import count
from app.logbook.entry_changes import MOVED, EntryChange, change_entries, history_row
from app.logbook.entry_rows import WRITTEN_COLUMNS, Arrival, EntryRow
from app.logbook.flagging import lock_flags
from app.logbook.flags import KEPT, in_order
from app.logbook.form_versions import carried_over
from app.logbook.history_queries import earlier_revisions
from app.logbook.locked_state import LockedParties, LockedState, Lookup, read_locked_state
from app.logbook.models import Companion, ReviewEvent
from app.logbook.month_locks import lock_shared
from app.logbook.new_entry_rows import companion_rows, insert_new
from app.logbook.new_entry_summaries import summarise_new
from app.logbook.party_summaries import by_ward, summarise
from app.logbook.receipt_rules import ReceiptOutcome, Verdict, decide_receipt, months_that_matter
from app.logbook.status import Action, Status
from app.logbook.stored_entries import stored_entries
from app.logbook.visit_locks import visits_to_lock
from app.logbook.waves import Wave, waves_of
from app.logbook.wire import wire_fields
from app.month import Month
from app.people.actions import add_record
from app.people.audit_events import AuditEvent
from app.registry.actions import add_households, add_merchants, add_new, set_called
from app.registry.models import Household, Merchant, Party, PartyKind
from app.registry.named_party import NamedParty
from app.tally.actions import add_to_counters
from app.tally.delta import Delta

_COMPANION = table_of(Companion)
_REVISED_COLUMNS = tuple(name for name in WRITTEN_COLUMNS if name not in {"ward_id", "id", "member_id", "received_at"})


def record(
    connection: Connection,
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
    Raises :class:`LostRaceError` where a household was first met in another area than its flags were raised with,
    somebody else adds it at the same moment, or the ward's periods changed since the arrivals were read.

    Where no entry can be an edit, one statement reads all that stands, under locks. An edit waits for the entry's row
    before it locks what entries name, as reviewers do, so there each thing is read in its turn.
    """
    writing = _Writing(
        connection,
        sender_id,
        wards,
        submitted_by_id or sender_id,
        now,
        may_edit=any(arrival.revision > 1 for arrival in arrivals),
        gives_names=any(arrival.called is not None for arrival in arrivals),
    )
    verdicts: dict[int, Verdict] = {}
    for wave in waves_of(arrivals):
        verdicts |= _record_wave(writing, wave)
    if writing.may_edit:
        summarise(writing.connection, writing.new, writing.changes, alone=writing.gives_names)
    else:
        for ward_id, entries in by_ward(writing.new).items():
            summarise_new(writing.connection, ward_id, entries, writing.locked[ward_id])
    # Only now: all that changes households locks them first, in the one order in which the summaries do.
    for ward_id, called in writing.called.items():
        for household_id in set_called(writing.connection, ward_id, called):
            detail = {"party": PartyKind.HOUSEHOLD.value, "id": str(household_id), "changed_parts": ["called"]}
            add_record(connection, AuditEvent.HOUSEHOLD_CHANGED, now, writing.submitted_by_id, ward_id, **detail)
    add_to_counters(connection, writing.delta)
    return [verdicts[position] for position in range(len(arrivals))]


@dataclass(frozen=True, slots=True)
class _Writing:
    """The transaction that stores a batch: whose entries they are, who submits them, when, and what was written so far.

    ``may_edit`` says whether any of them may be an edit; if not, ``locked`` is what was locked, by ward.
    ``gives_names`` says whether any has a name that neighbours call a household by.
    """

    connection: Connection
    sender_id: int
    wards: Sequence[int]
    submitted_by_id: int
    now: datetime
    may_edit: bool
    gives_names: bool
    locked: dict[int, LockedState] = field(default_factory=dict)
    delta: Delta = field(default_factory=Delta)
    new: list[EntryRow] = field(default_factory=list)
    changes: list[EntryChange] = field(default_factory=list)
    called: defaultdict[int, dict[UUID, str]] = field(default_factory=lambda: defaultdict(dict))
    """What neighbours call households, by ward; it is written last."""


def _record_wave(writing: _Writing, wave: Wave) -> dict[int, Verdict]:
    connection = writing.connection
    if writing.may_edit:
        stored = stored_entries(connection, writing.wards, {each.id for each in wave.values()}, writing.sender_id)
        closed = _closed_months(writing, wave, stored)
    else:
        stored, closed = _lock_and_read(writing, list(wave.values()))
    earlier = _earlier_revisions(connection, wave, stored)
    verdicts = {
        position: decide_receipt(arrival, stored.get(arrival.id), earlier[arrival.id], closed, writing.sender_id)
        for position, arrival in wave.items()
    }
    accepted = [wave[position] for position, verdict in verdicts.items() if verdict.outcome is ReceiptOutcome.STORED]
    _register_parties(writing, accepted)
    _insert(writing, [arrival for arrival in accepted if arrival.id not in stored])
    edits = [(arrival, stored[arrival.id]) for arrival in accepted if arrival.id in stored]
    flags = lock_flags(connection, [(entry.ward_id, entry.id) for _, entry in edits])
    for arrival, entry in edits:
        if arrival.withdrawn or arrival.entry is None:
            _withdraw(writing, arrival, entry)
        else:
            kept = KEPT.intersection(flags[entry.ward_id, entry.id])
            _revise(writing, replace(arrival.entry, flags=in_order({*arrival.entry.flags, *kept})), entry, arrival)
    return verdicts


def _lock_and_read(writing: _Writing, arrivals: Sequence[Arrival]) -> tuple[dict[UUID, EntryRow], set[tuple[int, str]]]:
    """Lock and read what stands for arrivals of which none is an edit; return the stored entries and closed months."""
    ids = {arrival.id for arrival in arrivals}
    of_wards: dict[int, list[EntryRow]] = defaultdict(list)
    looked_up: dict[int, set[str]] = defaultdict(set)
    for arrival in arrivals:
        if arrival.entry is not None:
            of_wards[arrival.entry.ward_id].append(arrival.entry)
            looked_up[arrival.entry.ward_id] |= months_that_matter(arrival.entry, arrival.periods.periods)
    months = {ward_id: looked_up[ward_id] for ward_id in sorted(of_wards)}
    for ward_id, of_ward in months.items():
        # Months come before visits in every transaction.
        visits = visits_to_lock(chain(*of_wards.values())) if ward_id == max(months) else ()
        lock_shared(writing.connection, ward_id, of_ward, visits)
    closed: set[tuple[int, str]] = set()
    known = set() if months else ids
    for ward_id, of_ward in months.items():
        lookup = Lookup(ids if ward_id == min(months) else (), writing.wards, of_ward)
        locked = writing.locked.setdefault(ward_id, LockedState())
        read_locked_state(
            writing.connection, ward_id, of_wards[ward_id], lookup, alone=writing.gives_names, into=locked
        )
        _refuse_other_periods(arrivals, ward_id, locked)
        known |= locked.ids
        closed |= {(ward_id, month) for month in locked.closed}
    return stored_entries(writing.connection, writing.wards, known, writing.sender_id) if known else {}, closed


def _earlier_revisions(
    connection: Connection, wave: Wave, stored: Mapping[UUID, EntryRow]
) -> Mapping[UUID, set[tuple[int, str]]]:
    """Return, by id, the earlier (revision, digest) pairs of the entries that came in an older revision."""
    ids_of_wards: dict[int, list[UUID]] = defaultdict(list)
    for arrival in wave.values():
        entry = stored.get(arrival.id)
        if entry is not None and arrival.revision < entry.revision:
            ids_of_wards[entry.ward_id].append(arrival.id)
    earlier: dict[UUID, set[tuple[int, str]]] = defaultdict(set)
    for ward_id, ids in ids_of_wards.items():
        for id, revision, digest in earlier_revisions(connection, ward_id, ids):
            earlier[id].add((revision, digest))
    return earlier


def _closed_months(writing: _Writing, wave: Wave, stored: Mapping[UUID, EntryRow]) -> set[tuple[int, str]]:
    months: dict[int, set[str]] = defaultdict(set)
    for arrival in wave.values():
        before = stored.get(arrival.id)
        if before is not None:
            months[before.ward_id].add(before.month)
        if arrival.entry is not None:
            months[arrival.entry.ward_id] |= months_that_matter(arrival.entry, arrival.periods.periods)
    closed: set[tuple[int, str]] = set()
    for ward_id in sorted(months):
        lock_shared(writing.connection, ward_id, months[ward_id])
        locked = read_locked_state(writing.connection, ward_id, (), Lookup(months=months[ward_id]))
        _refuse_other_periods(wave.values(), ward_id, locked)
        closed |= {(ward_id, month) for month in locked.closed}
    return closed


def _refuse_other_periods(arrivals: Iterable[Arrival], ward_id: int, locked: LockedState) -> None:
    """Raise :class:`LostRaceError` where entries were read by other periods of a ward than it has, or where it closed
    one meanwhile that only some phones can know to be closed.
    """
    for arrival in arrivals:
        entry, known = arrival.entry, arrival.periods
        if entry is None or entry.ward_id != ward_id:
            continue
        is_closed = bool(known.periods.rules) and entry.month in locked.closed
        if known.periods != locked.periods or (is_closed and Month.parse(entry.month) not in known.closed):
            raise LostRaceError


def _register_parties(writing: _Writing, accepted: Iterable[Arrival]) -> None:
    """Store the households and merchants that ``accepted`` entries name, each as the first of them names it."""
    naming = [(each.entry.ward_id, each) for each in accepted if each.entry is not None and not each.withdrawn]
    for ward_id in sorted({ward_id for ward_id, _ in naming}):
        of_ward = [each for ward, each in naming if ward == ward_id]
        areas = _add_households(writing, ward_id, [each.household for each in of_ward if each.household])
        if any(each.household and areas[each.household.id] != each.first_area for each in of_ward):
            raise LostRaceError
        for each in of_ward:
            if each.entry and each.entry.household_id and each.called is not None:
                writing.called[ward_id][each.entry.household_id] = each.called
        _add_merchants(writing, ward_id, [each.merchant for each in of_ward if each.merchant])


def _add_households(writing: _Writing, ward_id: int, parties: Sequence[NamedParty]) -> Mapping[UUID, int]:
    """Store those that are new; return the area of each as stored."""
    if writing.may_edit:
        return add_households(writing.connection, ward_id, parties, writing.now)
    locked = writing.locked[ward_id].households
    _add_new(writing, ward_id, Household, parties, locked)
    return locked.area_of


def _add_merchants(writing: _Writing, ward_id: int, parties: Sequence[NamedParty]) -> None:
    if writing.may_edit:
        add_merchants(writing.connection, ward_id, parties, writing.now)
    else:
        _add_new(writing, ward_id, Merchant, parties, writing.locked[ward_id].merchants)


def _add_new(
    writing: _Writing, ward_id: int, party: Party, parties: Sequence[NamedParty], locked: LockedParties
) -> None:
    """Store the households or merchants that do not stand there."""
    new = [each for each in parties if each.id not in locked.root_of]
    for id, area in add_new(writing.connection, party, ward_id, new, writing.now).items():
        locked.add(id, id, area)


def _insert(writing: _Writing, arrivals: Iterable[Arrival]) -> None:
    new = [(arrival.entry, arrival.companions) for arrival in arrivals if arrival.entry is not None]
    new.sort(key=lambda each: each[0].id)
    for entry, _ in new:
        count(writing.delta, entry)
    writing.new.extend(entry for entry, _ in new)
    insert_new(writing.connection, new, writing.submitted_by_id)


def _revise(writing: _Writing, entry: EntryRow, stored: EntryRow, arrival: Arrival) -> None:
    """Write a new revision over ``stored``. The work was recorded when it was first written down."""
    revised = carried_over(entry, stored, arrival.not_given)
    revised = replace(revised, moves=stored.moves + 1, recorded_at=stored.recorded_at, received_at=stored.received_at)
    where = _COMPANION.c.ward_id == stored.ward_id, _COMPANION.c.entry_id == stored.id
    writing.connection.execute(sa.delete(_COMPANION).where(*where))
    change_entries(writing.connection, [(stored, revised)], writing.delta, _REVISED_COLUMNS)
    writing.changes.append((stored, revised))
    insert_rows(writing.connection, Companion, companion_rows(revised, arrival.companions))
    event = history_row(revised, Action.EDIT, writing.submitted_by_id, writing.now, before=wire_fields(stored))
    insert_rows(writing.connection, ReviewEvent, [event])


def _withdraw(writing: _Writing, arrival: Arrival, stored: EntryRow) -> None:
    """Make ``stored`` void, with the fields as they were."""
    withdrawn = replace(stored.moved(Status.VOID, writing.now), revision=arrival.revision, digest=arrival.digest)
    change_entries(writing.connection, [(stored, withdrawn)], writing.delta, (*MOVED, "revision", "digest"))
    writing.changes.append((stored, withdrawn))
    event = history_row(withdrawn, Action.WITHDRAW, writing.submitted_by_id, writing.now)
    insert_rows(writing.connection, ReviewEvent, [event])
