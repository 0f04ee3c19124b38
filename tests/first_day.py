"""The day on which the tests were collected, which stays the app's day for as long as they run.

Many a module of tests reckons its days from today when it is imported. A run that goes over midnight in Viet Nam would
then mix two days, so from there on the clock of this process is a day behind. Browsers and servers have a clock of
their own: their tests ask for the day when they need it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, tzinfo

import app.month
from app.month import today


@contextmanager
def kept(first_day: date) -> Iterator[None]:
    """Let it be ``first_day`` in this process, at the hour that it is; nothing is changed on that day itself."""
    behind = today() - first_day
    if not behind:
        yield
        return

    present = app.month.datetime

    class Behind(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return present.now(tz) - behind

    app.month.datetime = Behind  # type: ignore[misc]
    try:
        yield
    finally:
        app.month.datetime = present  # type: ignore[misc]
