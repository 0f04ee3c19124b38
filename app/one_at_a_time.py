"""Work that takes a second of a processor and much memory: a process does one of a kind at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

TIMEOUT = 1.0
"""Seconds that one waits for another's work to end."""

WAITED = "tung_nha.waited"
"""The key of a request's environ that says how many seconds it waited before it had a thread."""


class BusyError(Exception):
    """Others are at it; it may be asked for again in a few seconds."""


class OneAtATime:
    """Lets one thread do its work and one more wait for it, so that all others are free for everybody else.

    A place to wait is kept besides for whoever comes ``first``.
    """

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._changed = Condition()
        self._is_working = False
        self._waiting = {False: 0, True: 0}
        """The number of waiting threads, by whether they have priority."""

    @contextmanager
    def alone(self, *, waits: bool = False, first: bool = False, waited: float = 0.0) -> Iterator[None]:
        """Work alone to the end of the block; raises :class:`BusyError` when that cannot be soon.

        With ``waits`` it takes as long as it takes: for work of many pieces that would be lost with one of them.
        Who comes ``first`` works next. ``waited`` is how many seconds of the timeout are over already.
        """
        with self._changed:
            if not self._is_free(first):
                self._wait(None if waits else self._timeout - waited, first)
            self._is_working = True
        try:
            yield
        finally:
            with self._changed:
                self._is_working = False
                self._changed.notify_all()

    def _is_free(self, first: bool) -> bool:
        return not self._is_working and (first or not self._waiting[True])

    def _wait(self, timeout: float | None, first: bool) -> None:
        """Wait until it is free; with ``timeout`` only where there is a place to wait."""
        if timeout is not None and (timeout <= 0 or self._waiting[first]):
            raise BusyError
        places = timeout is not None
        self._waiting[first] += places
        try:
            if not self._changed.wait_for(lambda: self._is_free(first), timeout):
                raise BusyError
        finally:
            self._waiting[first] -= places
            self._changed.notify_all()
