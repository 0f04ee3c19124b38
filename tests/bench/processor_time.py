"""How much time of processors a server has used: all its processes, also those that have ended since."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import clock_gettime

_LIBC = ctypes.CDLL(None)
_TICKS = os.sysconf("SC_CLK_TCK")  # a second


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of processors: of the app's processes, and of the database's, which SQLite has none of."""

    app: float
    database: float

    def __sub__(self, before: Usage) -> Usage:
        return Usage(self.app - before.app, self.database - before.database)

    def per_request(self, requests: int) -> Usage:
        """Return the milliseconds of each of so many ``requests``."""
        return Usage(*(1000 * seconds / max(requests, 1) for seconds in (self.app, self.database)))


def usage_of(app: int, database: int | None) -> Usage:
    """Return what the processes from ``app`` on have used, and those from ``database`` on, so far."""
    return Usage(tree_seconds(app), tree_seconds(database) if database else 0.0)


def postmaster_of(folder: Path) -> int:
    """Return the first process of the PostgreSQL server whose data lies in ``folder``."""
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def tree_seconds(pid: int) -> float:
    """Return the seconds of a process, of those it started and of theirs, with those that were waited for."""
    seconds = 0.0
    # A process may end meanwhile; then its parent has its time at the next look.
    with suppress(OSError):
        seconds = _own_seconds(pid) + ended_seconds(Path(f"/proc/{pid}/stat").read_text())
        seconds += sum(map(tree_seconds, list(_children(pid))))
    return seconds


def _own_seconds(pid: int) -> float:
    """Return the time of a process by its own clock: what stands in ``/proc`` is too coarse for a few requests."""
    clock = ctypes.c_int()
    if error := _LIBC.clock_getcpuclockid(pid, ctypes.byref(clock)):
        raise OSError(error, os.strerror(error))
    return clock_gettime(clock.value)


def ended_seconds(stat: str) -> float:
    """Return the time of children that have ended, as user and system, in a line of ``/proc``."""
    # The program's name stands in brackets and may hold some itself.
    fields = stat.rpartition(") ")[2].split()
    return sum(map(int, fields[13:15])) / _TICKS


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        yield from map(int, (task / "children").read_text().split())
