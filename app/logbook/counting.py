"""Adding an entry to the counters, and taking it away, by one function."""

from __future__ import annotations

from app.logbook.entry_rows import CountedEntry
from app.logbook.kinds import KINDS
from app.logbook.status import Status
from app.tally.delta import CounterKey, Delta


def count(delta: Delta, entry: CountedEntry, *, sign: int = 1) -> None:
    """Add the counts of ``entry`` to ``delta``, or take them away with ``sign`` −1."""
    if entry.status == Status.VOID:
        return
    key = CounterKey(
        entry.ward_id, entry.month, entry.happened_on, entry.neighbourhood_id, entry.team_id, entry.household_id
    )
    counts = KINDS[entry.kind].counts(entry.fields)
    delta.add(key, counts, approved=entry.status == Status.APPROVED, sign=sign)


def count_moved(delta: Delta, entry: CountedEntry, month: str) -> None:
    """Let ``entry`` count in ``month`` in place of its own; its household is not counted here."""
    counts = KINDS[entry.kind].counts(entry.fields)
    approved = entry.status == Status.APPROVED
    for counted_in, sign in ((entry.month, -1), (month, 1)):
        key = CounterKey(entry.ward_id, counted_in, entry.happened_on, entry.neighbourhood_id, entry.team_id)
        delta.add(key, counts, approved=approved, sign=sign)
