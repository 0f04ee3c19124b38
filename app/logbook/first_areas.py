"""The neighbourhoods in which the households of a batch were first met, before anything of it is stored.

Only what is stored decides that. Where a batch names a new household in two areas, the verdicts that its entries
would get now are looked at, by the rules of :mod:`app.logbook.receipt_rules`. Storing the batch compares: where
another phone was first, or an entry was refused after all, the flags are raised anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from app.logbook.batch_context import BatchContext
from app.logbook.entry_rows import Arrival, EntryRow
from app.logbook.queries import closed_months_of
from app.logbook.receipt_rules import ReceiptOutcome, decide_receipt, months_that_matter
from app.logbook.status import Status
from app.logbook.stored_entries import stored_entries
from app.logbook.waves import waves_of


def first_areas(batch: BatchContext, wards: Sequence[int], arrivals: Sequence[Arrival]) -> Mapping[UUID, int]:
    """Return the area in which each household of ``batch`` was first met, or will be once the batch is stored.

    ``arrivals`` are all that came with the batch, and ``wards`` those in which they may be stored already. A household
    is missing that only refused entries name.
    """
    areas = dict(batch.nearby.areas)
    new = {(entry.household_id, entry.neighbourhood_id) for entry in batch.entries if _names_new(entry, areas)}
    is_plain = len(new) == len({household_id for household_id, _ in new})
    for entry in batch.entries if is_plain else _accepted(batch, wards, arrivals):
        if entry.ward_id == batch.ward_id and entry.household_id is not None and entry.status is not Status.VOID:
            areas.setdefault(entry.household_id, entry.neighbourhood_id)
    return areas


def _names_new(entry: EntryRow, known: Mapping[UUID, int]) -> bool:
    return entry.household_id is not None and entry.status is not Status.VOID and entry.household_id not in known


def _accepted(batch: BatchContext, wards: Sequence[int], arrivals: Sequence[Arrival]) -> Iterator[EntryRow]:
    """Yield the rows of what would be stored of ``arrivals`` now, in that order."""
    stored = stored_entries(batch.connection, wards, {arrival.id for arrival in arrivals}, batch.member_id)
    new = [(arrival.entry, arrival.periods.periods) for arrival in arrivals if arrival.entry is not None]
    rows = [*stored.values(), *(entry for entry, _ in new)]
    months = {entry.month for entry in rows}.union(*(months_that_matter(*each) for each in new))
    query = closed_months_of({row.ward_id for row in rows}, months)
    closed = {(ward_id, month) for ward_id, month in batch.connection.execute(query)}
    for wave in waves_of(arrivals):
        for arrival in wave.values():
            before = stored.get(arrival.id)
            # Whether an older revision came before decides between two verdicts that both store nothing.
            if decide_receipt(arrival, before, (), closed, batch.member_id).outcome is not ReceiptOutcome.STORED:
                continue
            if before is not None and arrival.withdrawn:
                stored[arrival.id] = before.moved(Status.VOID, batch.now)
            elif arrival.entry is not None:
                stored[arrival.id] = arrival.entry
                yield arrival.entry
