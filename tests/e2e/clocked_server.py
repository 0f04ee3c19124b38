"""The app as it is served, at the time that a test sets: for what happens on certain days, at certain hours.

``python -m app.serving --target tests.e2e.clocked_server:served`` serves it. It reads the time from a file, which
:class:`ServerClock` writes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import app.month
from app.serving.entry import served as served

FILE = "CLOCK_FILE"
"""The environment variable with the path of the file."""


class ServerClock:
    """The clock of a server in another process: it stands still at an aware instant until it is set again."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def set(self, instant: datetime) -> None:
        """Set the clock."""
        whole = self.file.with_suffix(".new")
        whole.write_text(instant.isoformat(), encoding="utf-8")
        whole.replace(self.file)

    @property
    def time(self) -> datetime:
        """What time it is."""
        return datetime.fromisoformat(self.file.read_text(encoding="utf-8"))

    @contextmanager
    def environment(self) -> Iterator[None]:
        """Let the servers that are started meanwhile go by this clock."""
        os.environ[FILE] = str(self.file)
        try:
            yield
        finally:
            del os.environ[FILE]


if FILE in os.environ:

    class _Clocked(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return ServerClock(Path(os.environ[FILE])).time.astimezone(tz or UTC)

    # The app asks for the time in one place, which takes it from the standard library.
    app.month.datetime = _Clocked  # type: ignore[misc]
