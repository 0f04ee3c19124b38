"""Adding an entry to the counters, and taking it away, by one function."""

from __future__ import annotations

from dataclasses import replace

from app.logbook.entry_rows import CountedEntry
from app.logbook.kinds import KINDS
from app.logbook.status import Status
from app.tally.delta import CounterKey, Delta


def count(delta: Delta, entry: CountedEntry, *, sign: int = 1) -> None:
    """Add the counts of ``entry`` to ``delta``, or take them away with ``sign`` −1."""
    if entry.status == Status.VOID:
        return
    counts = KINDS[entry.kind].counts(entry.fields)
    delta.add(_key(entry), counts, approved=entry.status == Status.APPROVED, sign=sign)


def _key(entry: CountedEntry) -> CounterKey:
    return CounterKey(
        entry.ward_id,
        entry.month,
        entry.happened_on,
        entry.neighbourhood_id,
        entry.team_id,
        entry.household_id,
        entry.event_id,
        entry.place_id,
    )


def count_moved(delta: Delta, entry: CountedEntry, month: str) -> None:
    """Let ``entry`` count in ``month`` in place of its own; its household is not counted here."""
    counts = KINDS[entry.kind].counts(entry.fields)
    approved = entry.status == Status.APPROVED
    key = replace(_key(entry), household_id=None)
    delta.add(key, counts, approved=approved, sign=-1)
    delta.add(replace(key, month=month), counts, approved=approved)
