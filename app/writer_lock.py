"""Fair queues of writers, in which nobody waits for ever.

SQLite has one writer. Its own busy handler sleeps and retries, so under load a writer may wait a second
while later ones pass it. Here writers queue: threads of one process for a lock in memory, processes for
two file locks. The first of these, the queue lock, is held while waiting for the second, the write lock, so
that the process that just wrote cannot overtake the one that waits.

A writer that hangs must not take the others with it. So one time limit covers the whole wait, and of a
process's threads one always stays free to read and to answer, on PostgreSQL too.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque
from contextlib import suppress
from pathlib import Path

TIMEOUT = 20.0
"""The time in seconds that a writer waits for the write lock."""

WRITING_THREADS = 3
"""The number of threads of a process that may hold or wait for the lock: one less than the process has."""

STALLED = 0.75
"""The seconds that the last thread of a process waits while no permit is released."""

_FLAGS = os.O_CREAT | os.O_RDWR | os.O_CLOEXEC
_FIRST_PAUSE, _LONGEST_PAUSE = 0.0001, 0.005  # seconds


class WriterBusyError(Exception):
    """The queue of writers did not move for too long; the caller should try again later."""


class LockFileError(Exception):
    """A file of the lock cannot be opened, because it is somebody else's or its folder is missing."""


class WriterQueue:
    """The writers among a process's threads; a permit to write is handed to who waited longest.

    Python's own lock may be taken again by the thread that just let it go, hundreds of times in a row.
    """

    def __init__(self, permits: int = WRITING_THREADS) -> None:
        """Let ``permits`` threads write at the same time."""
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._permits = permits
        self._taken = 0
        self._moved_at = 0.0

    def acquire(self, timeout: float = TIMEOUT) -> None:
        """Wait for a permit; raise :class:`WriterBusyError` when none comes within ``timeout`` seconds."""
        deadline = time.monotonic() + timeout
        with self._mutex:
            if self._taken < self._permits:
                self._taken += 1
                self._moved_at = time.monotonic()
                return
            waiter = threading.Lock()
            waiter.acquire()
            self._waiting.append(waiter)
            end = self._end_of_wait(waiter, deadline)
        while not waiter.acquire(timeout=max(0, end - time.monotonic())):
            with self._mutex:
                if waiter not in self._waiting:
                    return  # The permit came just as the time was over.
                end = self._end_of_wait(waiter, deadline)
                if end <= time.monotonic():
                    self._waiting.remove(waiter)
                    raise WriterBusyError("another thread of this process writes")

    def _end_of_wait(self, waiter: threading.Lock, deadline: float) -> float:
        if self._taken + self._waiting.index(waiter) < WRITING_THREADS:
            return deadline
        return min(deadline, self._moved_at + STALLED)

    def release(self) -> None:
        """Hand the permit to who waited longest, if anybody waits."""
        with self._mutex:
            self._moved_at = time.monotonic()
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken -= 1


class WriterLock:
    """One lock per SQLite file, for all processes; the kernel frees it when a process dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._queue = WriterQueue(permits=1)
        self._files: tuple[int, int] | None = None
        self._pid = 0

    def acquire(self, timeout: float = TIMEOUT) -> None:
        """Wait for the write lock; raise :class:`WriterBusyError` when it does not come within ``timeout`` seconds.

        Raises :class:`LockFileError` when there is no lock to wait for.
        """
        deadline = time.monotonic() + timeout
        self._queue.acquire(timeout)
        try:
            queue_lock, write_lock = self._open()
            _lock_file(queue_lock, deadline)
            try:
                _lock_file(write_lock, deadline)
            finally:
                fcntl.flock(queue_lock, fcntl.LOCK_UN)
        except BaseException:
            self._queue.release()
            raise

    def release(self) -> None:
        """Let the next writer in."""
        _, write_lock = self._open()
        fcntl.flock(write_lock, fcntl.LOCK_UN)
        self._queue.release()

    def _open(self) -> tuple[int, int]:
        # A lock belongs to an open file, which a forked child would share with its parent.
        if self._files is None or self._pid != os.getpid():
            # The names stay as they are: a server of an earlier version may hold these files.
            queue_lock = self._open_beside(".turnstile")
            try:
                write_lock = self._open_beside(".writer")
            except BaseException:
                os.close(queue_lock)
                raise
            self._files = queue_lock, write_lock
            self._pid = os.getpid()
        return self._files

    def _open_beside(self, suffix: str) -> int:
        path = self._path.with_name(self._path.name + suffix)
        try:
            with suppress(FileExistsError):
                return self._make(path)
            return os.open(path, _FLAGS, 0o600)
        except (PermissionError, FileNotFoundError) as error:
            raise LockFileError(f"{path}: {error.strerror}") from error

    def _make(self, path: Path) -> int:
        file = os.open(path, _FLAGS | os.O_EXCL, 0o600)
        # A command that root gives would shut the service out; SQLite gives the files that it makes away too.
        if os.geteuid() == 0:
            with suppress(OSError):  # There is no database yet, or this root may not do so.
                owner = self._path.stat()
                os.fchown(file, owner.st_uid, owner.st_gid)
        return file


def _lock_file(file: int, deadline: float) -> None:
    """Lock an open file, asking again and again: the kernel's own wait for it has no end.

    One thread of a process at most asks; a transaction takes some milliseconds.
    """
    pause = _FIRST_PAUSE
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise WriterBusyError("another process writes") from None
        else:
            return
        time.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)
