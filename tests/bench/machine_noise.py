"""What machine this is, and how much it wavers: without that no figure means anything."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from time import perf_counter

from tests.bench.report import Report, loop_time
from tests.databases import postgres_bin

_LOOPS = 9
_SYNCS = 100


class MachineNoise:
    """Times a fixed piece of work before and after everything else."""

    def __init__(self, report: Report) -> None:
        self._report = report
        report.section("Machine")
        for line in _machine():
            report.say(line)
        self._before = _loops()
        report.row("fixed pure-Python loop, before", self._before, "ms")
        report.row("4 KiB written and synced to disk, before", _syncs(), "ms")

    def end(self) -> None:
        """Time the same work again, and print by how much the machine changed meanwhile."""
        self._report.section("Machine, afterwards")
        after = _loops()
        self._report.row("fixed pure-Python loop, after", after, "ms")
        self._report.row("4 KiB written and synced to disk, after", _syncs(), "ms")
        self._report.row("drift of the loop", [100 * (median(after) / median(self._before) - 1)], "%")


def _machine() -> list[str]:
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    load = ", ".join(f"{each:.2f}" for each in os.getloadavg())
    bin = postgres_bin()
    server = [str(bin / "postgres"), "--version"] if bin else ["echo", "no PostgreSQL"]
    postgres = subprocess.run(server, capture_output=True, text=True, check=True).stdout.strip()
    return [
        f"{os.cpu_count()} × {cpu[1] if cpu else platform.machine()}, load {load}",
        f"{platform.platform()}, Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}, {postgres}",
    ]


def _loops() -> list[float]:
    return [loop_time() for _ in range(_LOOPS)]


def _syncs() -> list[float]:
    """Return how long single small writes take to reach the disk: the floor under every commit of one entry."""
    times = []
    with TemporaryFile() as file:
        for _ in range(_SYNCS):
            start = perf_counter()
            os.pwrite(file.fileno(), os.urandom(4096), 0)
            os.fdatasync(file.fileno())
            times.append((perf_counter() - start) * 1000)
    return times
