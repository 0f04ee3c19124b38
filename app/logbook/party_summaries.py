"""Keeping the summaries of households and merchants equal to the log, in the transaction that writes the entries.

Entries of a household or a merchant change under a lock on its row. New ones share it, and what they say is added by
one statement; what makes an entry say something else takes the lock alone and recounts. So nobody recounts while
something is added, and nothing is added to what is being recounted. What belongs to a visit and the visit itself may
come at the same moment: before anything is read the ids of visits are locked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.database import Base, Uid, overwrite_rows, table_of
from app.logbook.entry_changes import EntryChange
from app.logbook.entry_rows import EntryRow
from app.logbook.locked_state import read_locked_state
from app.logbook.models import Entry
from app.logbook.new_entry_summaries import refuse_missing, summarise_new
from app.logbook.party_folding import HouseholdFold, MerchantFold
from app.logbook.party_recount import AT_ONCE, Summaries, recounted_households, recounted_merchants
from app.logbook.status import Status
from app.logbook.visit_locks import lock_visits, visits_to_lock
from app.registry.actions import touch_areas_of
from app.registry.models import Household, HouseholdSummary, Merchant, MerchantSummary, Party
from app.registry.state_actions import count_states


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """Households or merchants: their table, the table of their summaries, and how these are recounted."""

    model: Party
    summary: type[Base]
    recounted: Callable[[Connection, int, Collection[UUID]], Summaries]
    fold: type[HouseholdFold] | type[MerchantFold]

    def expected(
        self, connection: Connection, ward_id: int, roots: Collection[UUID], stored: Collection[UUID]
    ) -> Summaries:
        """Return the summaries that some which stay ought to have; ``stored`` are the ids of those that have one.

        What entries named once, and name no more, has one that says so: without one it would be offered as new.
        """
        recounted = self.recounted(connection, ward_id, roots)
        emptied = set(roots).intersection(stored) - recounted.keys()
        return {**recounted, **{id: self.fold().row(ward_id, id) for id in emptied}}


HOUSEHOLDS = SummaryTable(Household, HouseholdSummary, recounted_households, HouseholdFold)
MERCHANTS = SummaryTable(Merchant, MerchantSummary, recounted_merchants, MerchantFold)
PARTIES = (HOUSEHOLDS, MERCHANTS)


def summarise(
    connection: Connection, new: Sequence[EntryRow], changes: Iterable[EntryChange] = (), *, alone: bool = False
) -> None:
    """Keep the summaries true after entries of any wards were stored and changed; all of them stand in the log already.

    A decision that leaves an entry in the log, as an approval, changes nothing. In a transaction that recounts, what is
    new is recounted as well: so it takes each lock once. ``alone`` is for those who change rows of the households next.
    """
    changed_entries = [entry for change in changes if _says_something_else(*change) for entry in change]
    lock_visits(connection, visits_to_lock(new, changed_entries))
    changed = by_ward(changed_entries)
    for ward_id, of_ward in by_ward(new).items():
        if ward_id in changed:
            changed[ward_id] += of_ward
        else:
            locked = read_locked_state(connection, ward_id, of_ward, alone=alone)
            summarise_new(connection, ward_id, of_ward, locked)
    for ward_id in sorted(changed):
        _summarise_changed(connection, ward_id, changed[ward_id])


def _says_something_else(before: EntryRow, after: EntryRow) -> bool:
    is_void = before.status == Status.VOID, after.status == Status.VOID
    return is_void[0] != is_void[1] or (not all(is_void) and before.revision != after.revision)


def _summarise_changed(connection: Connection, ward_id: int, entries: Collection[EntryRow]) -> None:
    """Recount the summaries of all households and merchants that some entries of a ward name, or their visits do.

    Each entry stands among ``entries`` as it was and then as it is. Raises :class:`~app.database.LostRaceError` where
    what it names now was taken back with the list that it came in with.
    """
    visits = {entry.visit_id for entry in entries if entry.visit_id is not None}
    households = {entry.household_id for entry in entries if entry.household_id is not None}
    households |= _households_of(connection, ward_id, visits)
    merchants = {entry.merchant_id for entry in entries if entry.merchant_id is not None}
    there = [
        _recount(connection, party, ward_id, ids) for party, ids in ((HOUSEHOLDS, households), (MERCHANTS, merchants))
    ]
    refuse_missing({entry.id: entry for entry in entries}.values(), *there)
    count_states(connection, ward_id, households)
    touch_areas_of(connection, ward_id, {Household: households, Merchant: merchants})


def by_ward(entries: Iterable[EntryRow]) -> dict[int, list[EntryRow]]:
    """Return the entries by their wards, in order, without those that are about no household and no merchant."""
    of_wards: dict[int, list[EntryRow]] = defaultdict(list)
    for entry in entries:
        if entry.household_id is not None or entry.merchant_id is not None or entry.visit_id is not None:
            of_wards[entry.ward_id].append(entry)
    return dict(sorted(of_wards.items()))


def _households_of(connection: Connection, ward_id: int, visits: Collection[UUID]) -> set[UUID]:
    """Return the households of some visits, which nobody changes until the transaction ends."""
    query = (
        sa.select(Entry.household_id)
        .where(Entry.ward_id == ward_id, Entry.id.in_(sorted(visits)))
        .order_by(Entry.id)
        .with_for_update(read=True)
    )
    return {id for id in connection.scalars(query) if id is not None} if visits else set()


def refresh_households(connection: Connection, ward_id: int, ids: Iterable[UUID]) -> None:
    """Recount the summaries of some households of a ward from the log, and say that their areas have changed.

    Those that were merged may stand among ``ids``: the one that stays is recounted, and theirs is taken away. Pointers
    are written before.
    """
    refresh(connection, HOUSEHOLDS, ward_id, ids)


def refresh_merchants(connection: Connection, ward_id: int, ids: Iterable[UUID]) -> None:
    """Recount the summaries of some merchants of a ward, as :func:`refresh_households` does."""
    refresh(connection, MERCHANTS, ward_id, ids)


def refresh(connection: Connection, party: SummaryTable, ward_id: int, ids: Iterable[UUID]) -> None:
    """Recount the summaries of some households or merchants, as :func:`refresh_households` does."""
    ids = set(ids)
    _recount(connection, party, ward_id, ids)
    if party is HOUSEHOLDS:
        count_states(connection, ward_id, ids)
    touch_areas_of(connection, ward_id, {party.model: ids})


def _recount(connection: Connection, party: SummaryTable, ward_id: int, ids: set[UUID]) -> Collection[UUID]:
    """Recount summaries under the locks of their households or merchants; add to ``ids`` those that stay.

    Return those that are there.
    """
    root_of = _lock_alone(connection, party.model, ward_id, ids)
    ids.update(root_of.values())
    # One that is not there, as after tampering, gets no summary.
    roots = sorted(root_of.keys() & root_of.values())
    without = ids - set(roots)
    ward, party_id, *_ = table_of(party.summary).columns
    for start in range(0, len(roots), AT_ONCE):
        part = roots[start : start + AT_ONCE]
        stored = connection.scalars(sa.select(party_id).where(ward == ward_id, party_id.in_(part))).all()
        rows = party.expected(connection, ward_id, part, stored)
        overwrite_rows(connection, party.summary, [rows[root] for root in part if root in rows])
    if without:
        connection.execute(sa.delete(party.summary).where(ward == ward_id, party_id.in_(sorted(without))))
    return root_of.keys()


def _lock_alone(connection: Connection, party: Party, ward_id: int, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Lock some households or merchants, those that they were merged into, and all that were merged into these.

    Return the id that stays of each. Entries that come in about any of them wait.
    """
    locked: dict[UUID, UUID] = {}
    # A merge may have been stored while the statement waited for a lock: then there are others to lock.
    while ids:
        found = {id: stays for id, stays in connection.execute(_locking(party, ward_id, ids))}
        if found.keys() <= locked.keys():
            break
        locked |= found
        ids = locked.keys() | locked.values()
    return locked


def _locking(party: Party, ward_id: int, ids: Collection[UUID]) -> sa.Select[UUID, UUID]:
    table = table_of(party)
    is_named = table.c.ward_id == ward_id, table.c.id.in_(sorted(ids))
    named = sa.select(table.c.id, table.c.merged_into_id).where(*is_named).cte("named")
    stays = sa.func.coalesce(named.c.merged_into_id, named.c.id, type_=Uid())
    merged = table.alias("merged")
    is_merged = merged.c.ward_id == ward_id, merged.c.merged_into_id.is_not(None)
    concerned = sa.union(
        sa.select(named.c.id),
        sa.select(stays),
        sa.select(merged.c.id).where(*is_merged, merged.c.merged_into_id.in_(sa.select(stays))),
    )
    return (
        sa.select(table.c.id, sa.func.coalesce(table.c.merged_into_id, table.c.id, type_=Uid()))
        .where(table.c.ward_id == ward_id, table.c.id.in_(concerned))
        # In one order, so that two transactions never wait for each other crosswise.
        .order_by(table.c.id)
        .with_for_update(key_share=True)
    )
