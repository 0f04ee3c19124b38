"""Bytes on their way in or out: few in memory, many in a nameless file, within a quota."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO

import structlog

log = structlog.get_logger()

IN_MEMORY = 64 * 1024  # bytes of one spool; what is larger goes to a temporary file


class FullError(Exception):
    """The quota is used up for now, or the disk takes no more."""


class TooLargeError(Exception):
    """The quota would not do even for these bytes alone."""


class Quota:
    """The bytes that all spools of one kind may hold in temporary files together.

    What stays in memory is not counted: its bound is the number of connections. So whoever uses the quota up keeps out
    large bodies only, and phones go on sending entries.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._free = size
        self._lock = Lock()

    def take(self, number: int) -> None:
        """Reserve ``size`` bytes; raises :class:`FullError` when fewer are free."""
        with self._lock:
            if number > self._free:
                raise FullError
            self._free -= number

    def give_back(self, number: int) -> None:
        """Release reserved bytes."""
        with self._lock:
            self._free += number


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        log.error("temporary file failed", reason=error.strerror, folder=tempfile.tempdir)
        raise FullError from error


class Spool:
    """Bytes that one side writes to the end before the other side reads them."""

    def __init__(self, quota: Quota) -> None:
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115, close() is called by who made the spool.
        self.size = 0
        self._quota = quota
        self._taken = 0

    def write(self, piece: bytes) -> None:
        """Add a piece; raises :class:`FullError` or :class:`TooLargeError`, and ``ValueError`` after it was closed."""
        if self._file.closed:
            raise ValueError("closed")  # Before it takes anything of the quota, which nobody would give back.
        size = self.size + len(piece)
        if size > self._quota.size:
            raise TooLargeError
        if size > IN_MEMORY:
            self._quota.take(size - self._taken)
            self._taken = size
        with _disk_errors():
            self._file.write(piece)
        self.size = size

    def rewound(self) -> IO[bytes]:
        """Return the bytes as a file, to be read from the first; raises :class:`FullError`."""
        with _disk_errors():
            self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Forget the bytes and give back what they took of the quota."""
        with suppress(OSError):  # What could not be written is not needed any more.
            self._file.close()
        self._quota.give_back(self._taken)
        self._taken = 0
