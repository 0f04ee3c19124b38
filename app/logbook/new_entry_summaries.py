"""Adding to summaries what new entries say of households and merchants: two statements for a batch, or three.

The counters of states follow where a visit brought one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy.engine import Connection

from app.database import LostRaceError
from app.logbook.entry_rows import EntryRow
from app.logbook.locked_state import LockedState, is_void
from app.logbook.party_folding import HouseholdFold, MerchantFold, service_in_use
from app.registry.actions import touch_areas
from app.registry.state_actions import count_states
from app.registry.summary_actions import add_to_households, add_to_merchants


def summarise_new(connection: Connection, ward_id: int, entries: Sequence[EntryRow], locked: LockedState) -> None:
    """Add what new entries of a ward say to the summaries; they are stored already.

    ``locked`` is what was locked for them. Raises :class:`LostRaceError` where a household or a merchant was taken
    back with the list that it came in with.
    """
    root_of, merchant_root_of = locked.households.root_of, locked.merchants.root_of
    refuse_missing(entries, root_of.keys(), merchant_root_of.keys())
    households: defaultdict[UUID, HouseholdFold] = defaultdict(HouseholdFold)
    merchants: defaultdict[UUID, MerchantFold] = defaultdict(MerchantFold)
    for entry in entries:
        if entry.household_id in root_of:
            households[root_of[entry.household_id]].add(entry)
        if entry.merchant_id in merchant_root_of:
            merchants[merchant_root_of[entry.merchant_id]].add(entry)
    for household_id, code in (*locked.services, *_services_of(entries, locked.visits)):
        if household_id in root_of:
            households[root_of[household_id]].done.add(code)
    add_to_households(connection, [households[id].row(ward_id, id) for id in sorted(households)])
    add_to_merchants(connection, [merchants[id].row(ward_id, id) for id in sorted(merchants)])
    count_states(connection, ward_id, [id for id, fold in households.items() if fold.has_state])
    areas = {*locked.households.areas(households), *locked.merchants.areas(merchants)}
    touch_areas(connection, ward_id, areas)


def refuse_missing(entries: Iterable[EntryRow], households: Collection[UUID], merchants: Collection[UUID]) -> None:
    """Raise :class:`LostRaceError` where entries name other households or merchants than those that are there.

    They were there when the entries were read, or were added with them. The transaction that is tried once more adds
    them again. Void entries need none.
    """
    for entry in entries:
        if is_void(entry):
            continue
        is_there = entry.household_id is None or entry.household_id in households
        if not is_there or (entry.merchant_id is not None and entry.merchant_id not in merchants):
            raise LostRaceError


def _services_of(entries: Sequence[EntryRow], visits: Mapping[UUID, UUID]) -> Iterator[tuple[UUID, str]]:
    """Yield the household of the visit and the service, for each entry that says that one is in use there.

    ``visits`` are those that stood before; others may be among the entries themselves.
    """
    new = {entry.id: entry.household_id for entry in entries if entry.household_id is not None and not is_void(entry)}
    for entry in entries:
        if entry.visit_id is not None and (code := service_in_use(entry)) is not None:
            household_id = visits.get(entry.visit_id) or new.get(entry.visit_id)
            if household_id is not None:
                yield household_id, code
