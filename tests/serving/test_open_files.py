"""A worker that looks for its sockets leaves its other files alone: SQLite's locks on a database are the process's."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from app.serving.worker import _limit_sockets

_TAKE_LOCK = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
"""


def _is_locked(path: Path) -> bool:
    """Return whether another process is kept from locking a file."""
    return subprocess.run([sys.executable, "-c", _TAKE_LOCK, path], capture_output=True, check=False).returncode != 0


@pytest.mark.skipif(sys.platform != "linux", reason="only there a worker looks among its files")
def test_locks_of_the_process_stay(tmp_path: Path) -> None:
    path = tmp_path / "database"
    path.write_bytes(b" ")
    with path.open("r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        assert _is_locked(path)
        _limit_sockets(60)
        assert _is_locked(path)
