"""Work that takes a second of a processor and much memory: a process does one of a kind at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

PATIENCE = 1.0
"""Seconds that one waits for another's work to end."""


class BusyError(Exception):
    """Others are at it; it may be asked for again in a few seconds."""


class OneAtATime:
    """Lets one thread do its work and one more wait for it, so that all others are free for everybody else."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._working = Lock()
        self._places = BoundedSemaphore(2)

    @contextmanager
    def alone(self, *, waits: bool = False) -> Iterator[None]:
        """Work alone to the end of the block; raises :class:`BusyError` when that cannot be soon.

        With ``waits`` it takes as long as it takes: for work of many pieces that would be lost with one of them.
        """
        if waits:
            with self._working:
                yield
            return
        if not self._places.acquire(blocking=False):
            raise BusyError
        try:
            if not self._working.acquire(timeout=self._patience):
                raise BusyError
            try:
                yield
            finally:
                self._working.release()
        finally:
            self._places.release()
