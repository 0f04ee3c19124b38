"""Comparing measurements that were taken in turns: the machine drifts from one minute to the next, ratios hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import nan
from statistics import median
from typing import TypeVar

Item = TypeVar("Item")


def ratios(ours: Sequence[float], others: Sequence[float]) -> list[float]:
    """Return the ratio of each round; not a number where the other one's is nothing, as a database that is a file."""
    return [one / other if other else nan for one, other in zip(ours, others, strict=True)]


def in_turn(items: Sequence[Item], number: int) -> list[Item]:
    """Return the order of a round: each other round begins at the other end, so that drift meets all alike."""
    return list(reversed(items)) if number % 2 else list(items)


def unsteadiness(rounds: Sequence[float]) -> float:
    """Return by how many per cent a figure differs from one round to the next, as a median: the noise of a ratio."""
    steps = [100 * abs(later / before - 1) for before, later in pairwise(rounds) if before]
    return median(steps) if steps else nan
