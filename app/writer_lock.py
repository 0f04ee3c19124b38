"""A fair lock around SQLite's single writer, across threads and processes.

SQLite's own busy handler sleeps and retries, so under load a writer may wait a second while later
ones pass it. Here writers queue: threads of one process for a lock in memory, processes for two
file locks. The first of these, the turnstile, is held while waiting for the second, so that the
process that just wrote cannot overtake the one that waits.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections import deque
from pathlib import Path


class WriterBusyError(Exception):
    """The queue of writers did not move for too long; the caller should try again later."""


class FairLock:
    """A lock of threads that is handed to who waited longest.

    Python's own lock may be taken again by the thread that just let it go, hundreds of times in a row.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._is_held = False

    def acquire(self, timeout: float) -> bool:
        """Wait for one's turn; tell whether it came within ``timeout`` seconds."""
        with self._mutex:
            if not self._is_held:
                self._is_held = True
                return True
            gate = threading.Lock()
            gate.acquire()
            self._waiting.append(gate)
        if gate.acquire(timeout=timeout):
            return True
        with self._mutex:
            if gate in self._waiting:
                self._waiting.remove(gate)
                return False
        return True  # The turn came just as the time was over.

    def release(self) -> None:
        """Hand the lock to who waited longest, if anybody waits."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_held = False


class WriterLock:
    """One lock per database file; the kernel frees it when a process dies."""

    TIMEOUT = 20.0  # seconds

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = FairLock()
        self._files: tuple[int, int] | None = None
        self._pid = 0

    def acquire(self) -> None:
        """Wait for one's turn; raise :class:`WriterBusyError` when it does not come."""
        if not self._thread.acquire(timeout=self.TIMEOUT):
            raise WriterBusyError
        try:
            turnstile, pen = self._open()
            fcntl.flock(turnstile, fcntl.LOCK_EX)
            try:
                fcntl.flock(pen, fcntl.LOCK_EX)
            finally:
                fcntl.flock(turnstile, fcntl.LOCK_UN)
        except BaseException:
            self._thread.release()
            raise

    def release(self) -> None:
        """Let the next writer in."""
        _, pen = self._open()
        fcntl.flock(pen, fcntl.LOCK_UN)
        self._thread.release()

    def _open(self) -> tuple[int, int]:
        # A lock belongs to an open file, which a forked child would share with its parent.
        if self._files is None or self._pid != os.getpid():
            flags = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC
            self._files = (
                os.open(self._path.with_name(self._path.name + ".turnstile"), flags, 0o600),
                os.open(self._path.with_name(self._path.name + ".writer"), flags, 0o600),
            )
            self._pid = os.getpid()
        return self._files
