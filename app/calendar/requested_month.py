"""The month that a page of the calendar is asked for."""

from __future__ import annotations

from flask import abort

from app.arguments import requested_month
from app.month import Month

_FIRST, _LAST = Month(2020, 1), Month(2099, 12)


def requested_calendar_month() -> Month:
    """Return the month that the address asks for, today's when it asks for none; answer 400 for one far off."""
    month = requested_month()
    return month if _FIRST <= month <= _LAST else abort(400, "month")
