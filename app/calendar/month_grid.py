"""A month as weeks from Monday on, for a page that shows it as a grid. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from app.month import Month, week_of


def weeks_of(month: Month) -> list[list[date]]:
    """Return the weeks that hold days of a month, whole, with the days of its neighbours at both ends."""
    first, last = week_of(month.first)[0], week_of(month.last)[1]
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [days[start : start + 7] for start in range(0, len(days), 7)]
