"""The days of which the figures of an event are shown: those that the address asks for, or of this year."""

from __future__ import annotations

from datetime import date, timedelta

from flask import abort

from app.arguments import requested_day
from app.calendar.calendar_access import CalendarAccess
from app.events.models import Event
from app.periods import Span

_LONGEST = timedelta(days=3660)
"""More days than that are asked for by nobody, and an event may have a date on each."""


def requested_span(access: CalendarAccess, event: Event) -> Span:
    """Return the days that the address asks for, up to today where it does not say; answer 400 for none or too many."""
    last = requested_day("last") or max(access.today, event.first_day)
    first = requested_day("first") or max(event.first_day, date(last.year, 1, 1))
    return Span(first, last) if timedelta() <= last - first <= _LONGEST else abort(400)
