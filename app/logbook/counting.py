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
