"""The order in which a batch is stored: in waves, in none of which an id comes twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from app.logbook.entry_rows import Arrival

Wave = dict[int, Arrival]
"""Arrivals by their position in the batch, no id twice."""


def waves_of(arrivals: Sequence[Arrival]) -> list[Wave]:
    """Split a batch so that no id comes twice in a wave, and each id's arrivals stay in order."""
    waves: list[Wave] = []
    counts: dict[UUID, int] = defaultdict(int)
    for position, arrival in enumerate(arrivals):
        number = counts[arrival.id]
        counts[arrival.id] += 1
        if number == len(waves):
            waves.append({})
        waves[number][position] = arrival
    return waves
