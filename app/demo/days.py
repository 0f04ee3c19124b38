"""The days of the demonstration: which there are entries of, and when people sent and decided. Pure rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from app.month import ZONE, Month

MONTHS = 3
"""The months with entries; the last one is that of the demonstration's last day."""


def first_day(last: date) -> date:
    """Return the first day of the oldest month with entries."""
    month = Month.of(last)
    for _ in range(MONTHS - 1):
        month = month.previous()
    return month.first


def working_days(last: date) -> Iterator[date]:
    """Yield every day with entries, up to ``last``."""
    first = first_day(last)
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def morning(day: date) -> datetime:
    """Return seven in the morning of a day, in UTC."""
    return datetime.combine(day, time(7), ZONE).astimezone(UTC)
