"""Adding an entry to the counters, and taking it away, by one function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.logbook.kinds import KINDS
from app.logbook.status import Status
from app.tally.delta import CounterKey, Delta

COUNTED_COLUMNS = (
    "ward_id",
    "id",
    "kind",
    "status",
    "month",
    "happened_on",
    "neighbourhood_id",
    "team_id",
    "household_id",
    "fields",
)
"""The columns of an entry that its counts depend on."""


def count(delta: Delta, entry: Mapping[str, Any], *, sign: int = 1) -> None:
    """Add the counts of ``entry`` to ``delta``, or take them away with ``sign`` −1."""
    if entry["status"] == Status.VOID:
        return
    key = CounterKey(
        entry["ward_id"],
        entry["month"],
        entry["happened_on"],
        entry["neighbourhood_id"],
        entry["team_id"],
        entry["household_id"],
    )
    counts = KINDS[entry["kind"]].counts(entry["fields"])
    delta.add(key, counts, approved=entry["status"] == Status.APPROVED, sign=sign)
