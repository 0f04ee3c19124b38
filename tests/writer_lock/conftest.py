"""The lock that the tests of this folder take."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.writer_lock import (
    WriterLock,
)


@pytest.fixture
def lock(tmp_path: Path) -> WriterLock:
    """Return a lock in a folder of the test's own."""
    return WriterLock(tmp_path / "ward.sqlite3")
