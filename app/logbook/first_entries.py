"""The first entries of a ward, from many senders: written many at once, by one transaction that nobody else sees.

Each is read, flagged and decided on as if it came alone. What it is compared with is remembered here and not read
again: so far the ward has nothing but what this transaction writes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.engine import Connection

from app.database import insert_rows
from app.logbook.counting import count
from app.logbook.entry_rows import Arrival, EntryRow
from app.logbook.flag_checks import RUSH
from app.logbook.flags import Setting
from app.logbook.locked_state import LockedState
from app.logbook.nearby import Nearby
from app.logbook.new_entry_rows import NewEntry, insert_new
from app.logbook.new_entry_summaries import summarise_new
from app.logbook.queries import lock_and_list_closed
from app.logbook.receipt_rules import ReceiptOutcome, decide_receipt, months_that_matter
from app.registry.actions import party_rows
from app.registry.models import Household, Merchant
from app.tally.actions import add_to_counters
from app.tally.delta import Delta


class RefusedEntryError(Exception):
    """An entry may not be stored; the message is the verdict on it."""


class FirstEntries:
    """The entries of a ward in the order in which they come in: noted one batch at a time, stored many at a time.

    All are new, and none is withdrawn. Their households and merchants are named by nobody else.
    """

    def __init__(self, connection: Connection, ward_id: int) -> None:
        self._connection = connection
        self._ward_id = ward_id
        self._noted: list[Arrival] = []
        self._areas: dict[UUID, int] = {}
        self._days: dict[UUID, set[date]] = defaultdict(set)
        self._recorded: dict[int, dict[UUID, datetime]] = defaultdict(dict)

    def nearby(
        self,
        _connection: Connection,
        _ward_id: int,
        member_id: int,
        entries: Sequence[EntryRow],
        _settings: Mapping[str, Setting],
    ) -> Nearby:
        """Return what some entries of a member are compared with, as :func:`app.logbook.nearby.read_nearby` does."""
        known = {entry.household_id for entry in entries if entry.household_id is not None} & self._areas.keys()
        moments = [entry.recorded_at for entry in entries if entry.recorded_at is not None]
        first = min(moments) - RUSH if moments else None
        return Nearby(
            areas={id: self._areas[id] for id in known},
            roots={id: id for id in known},
            days={id: self._days[id] for id in known},
            recorded={id: at for id, at in self._recorded[member_id].items() if first is not None and at >= first},
        )

    def note(self, arrivals: Iterable[Arrival]) -> None:
        """Take in the entries of a batch, for those that come after it and for :meth:`store`.

        Raises :class:`RefusedEntryError` where one has errors.
        """
        for arrival in arrivals:
            entry = _entry_of(arrival)
            self._noted.append(arrival)
            if entry.household_id is not None:
                self._areas.setdefault(entry.household_id, entry.neighbourhood_id)
                self._days[entry.household_id].add(entry.happened_on)
            if entry.recorded_at is not None:
                self._recorded[entry.member_id][entry.id] = entry.recorded_at

    def store(self) -> None:
        """Write all that was noted since the last time, with its history, counters and summaries.

        Raises :class:`RefusedEntryError` where the ward refuses an entry, as in a closed month.
        """
        arrivals, self._noted = self._noted, []
        new: list[NewEntry] = [(_entry_of(arrival), arrival.companions) for arrival in arrivals]
        entries = [entry for entry, _ in new]
        self._refuse(arrivals)
        self._insert_parties(arrivals)
        insert_new(self._connection, sorted(new, key=lambda each: each[0].id))
        summarise_new(self._connection, self._ward_id, entries, self._state_of(entries))
        delta = Delta()
        for entry in entries:
            count(delta, entry)
        add_to_counters(self._connection, delta)

    def _refuse(self, arrivals: Sequence[Arrival]) -> None:
        months = (months_that_matter(_entry_of(arrival), arrival.periods.periods) for arrival in arrivals)
        closed = lock_and_list_closed(self._connection, self._ward_id, set[str]().union(*months))
        for arrival in arrivals:
            verdict = decide_receipt(arrival, None, (), closed, _entry_of(arrival).member_id)
            if verdict.outcome is not ReceiptOutcome.STORED:
                raise RefusedEntryError(verdict)

    def _insert_parties(self, arrivals: Iterable[Arrival]) -> None:
        """Insert the households and merchants that are new, each at the moment of the first entry that names it."""
        households: dict[UUID, dict[str, object]] = {}
        merchants: dict[UUID, dict[str, object]] = {}
        for arrival in arrivals:
            at = _entry_of(arrival).received_at
            for party, named, rows in (
                (Household, arrival.household, households),
                (Merchant, arrival.merchant, merchants),
            ):
                if named is not None and named.id not in rows:
                    (rows[named.id],) = party_rows(party, self._ward_id, [named], at)
        insert_rows(self._connection, Household, [households[id] for id in sorted(households)])
        insert_rows(self._connection, Merchant, [merchants[id] for id in sorted(merchants)])

    def _state_of(self, entries: Iterable[EntryRow]) -> LockedState:
        """Return what stands of the ward for some entries: nothing has to be locked that nobody else sees."""
        state = LockedState()
        for entry in entries:
            if entry.household_id is not None:
                state.households.add(entry.household_id, entry.household_id, self._areas[entry.household_id])
            if entry.merchant_id is not None:
                state.merchants.add(entry.merchant_id, entry.merchant_id, entry.neighbourhood_id)
        return state


def _entry_of(arrival: Arrival) -> EntryRow:
    if arrival.entry is None:
        raise RefusedEntryError(arrival.errors)
    return arrival.entry
