"""How the time of some work grows with what it is given, whatever the machine and whatever else it does."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time
from typing import TypeVar

T = TypeVar("T")

_ROUNDS = 8


def grows_at_most(limit: float, work: Callable[[T], object], small: T, large: T) -> bool:
    """Return whether ``work`` takes at most ``limit`` times as long with ``large`` as with ``small``.

    Each is done up to eight times in turns, and the fastest of each is compared, in this thread's time of the
    processor: a busy machine makes single rounds slower, and none faster. What grows with the square of its input
    is at 16 times for an input of four times, and what grows with the input at four: the limit between them is 8.
    """
    fastest = [float("inf")] * 2
    for _ in range(_ROUNDS):
        for position, given in enumerate((small, large)):
            began = thread_time()
            work(given)
            fastest[position] = min(fastest[position], thread_time() - began)
        if fastest[1] <= limit * fastest[0]:
            return True
    return False
