"""The clock of the frozen release: it stands still, so that the same requests have the same answers in every year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo

import app.month


class Clock:
    """An instant that moves only when it is told to."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant

    def set(self, instant: datetime) -> None:
        """Move to another aware ``instant``."""
        self._instant = instant

    def now(self) -> datetime:
        """Return the instant in UTC."""
        return self._instant.astimezone(UTC)


@contextmanager
def stopped(instant: datetime) -> Iterator[Clock]:
    """Let the app believe that it is ``instant``.

    The app asks for the time in one place, ``app.month.now``, which takes it from the standard library. Only what it
    takes it from is changed: all that is the app's own runs as it is.
    """
    clock = Clock(instant)

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return clock.now().astimezone(tz)

    present = app.month.datetime
    app.month.datetime = Stopped  # type: ignore[misc]
    try:
        yield clock
    finally:
        app.month.datetime = present  # type: ignore[misc]
