"""The days of the demonstration: which there are entries of, and when people sent and decided. Pure rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from app.month import ZONE, Month

MONTHS = 3
"""The months with entries; the last one is that of the demonstration's last day."""

DECIDED_AT = time(7)
"""When the coordinators decide. On the last day, all that people did was before that, and so is not to come yet."""


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


def newest_last_day(at: datetime) -> date:
    """Return the newest day that the demonstration can end with: it lies in the past when the people have decided."""
    local = at.astimezone(ZONE)
    return local.date() if local.time() >= DECIDED_AT else local.date() - timedelta(days=1)


def morning(day: date) -> datetime:
    """Return when decisions of a day were made, in UTC."""
    return datetime.combine(day, DECIDED_AT, ZONE).astimezone(UTC)
