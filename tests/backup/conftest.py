"""Where a test's backup goes."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where a test's backup goes, in a folder of its own."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "copy.sqlite3"
