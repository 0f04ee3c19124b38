"""Arguments of a page's address: numbers, days, months."""

from __future__ import annotations

from datetime import date

from flask import abort, request

from app.month import Month, today
from app.periods import CALENDAR, Periods

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)
_MOST_DIGITS = 9


def requested_month(periods: Periods = CALENDAR) -> Month:
    """Return the month that the address asks for, today's of ``periods`` when it asks for none, or answer 400."""
    text = request.args.get("month")
    if not text:
        return periods.of(today())
    try:
        return Month.parse(text)
    except ValueError:
        abort(400, "month")


def requested_day(name: str) -> date | None:
    """Return the day that the address gives to ``name``, if it gives one, or answer 400."""
    text = request.args.get(name)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(400)
    return day if _FIRST_DAY <= day <= _LAST_DAY else abort(400)


def requested_number(name: str) -> int | None:
    """Return the number that the address gives to ``name``, if it gives one, or answer 404 for anything else."""
    text = request.args.get(name)
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        abort(404)
    return int(text)
