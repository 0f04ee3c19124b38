"""From an entry to the counters: one function adds it and takes it away."""

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
"""The columns of an entry that decide what it counts, where."""


def count(delta: Delta, entry: Mapping[str, Any], *, sign: int = 1) -> None:
    """Add to ``delta`` what ``entry`` counts as it stands, or take it away with ``sign`` −1."""
    if entry["status"] == Status.VOID:
        return
    spot = CounterKey(
        entry["ward_id"],
        entry["month"],
        entry["happened_on"],
        entry["neighbourhood_id"],
        entry["team_id"],
        entry["household_id"],
    )
    counts = KINDS[entry["kind"]].counts(entry["fields"])
    delta.add(spot, counts, approved=entry["status"] == Status.APPROVED, sign=sign)
