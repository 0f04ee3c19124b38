"""The days on which something recurs, by a rule of RFC 5545. Pure.

A rule is the value of an RRULE without its end, such as ``FREQ=WEEKLY;BYDAY=WE`` or ``FREQ=MONTHLY;BYDAY=1SU``; an
empty one is of a single day. The end is kept beside it, because it is a day and RFC 5545 wants a moment there.
"""

from __future__ import annotations

from datetime import date, datetime, time

from dateutil.rrule import rrulestr

from app.events.rules import parse_rule

LAST_DAY = date(2099, 12, 31)
"""The last day that the calendar knows."""


def days_of_rule(rule: str, first_day: date, last_day: date | None, since: date, until: date) -> list[date]:
    """Return the days from ``since`` to ``until``, both included, that a rule gives from its first to its last day.

    The first day itself is one of them only where the rule gives it. Raises ``ValueError`` for a rule that is none.
    """
    if not rule:
        return [first_day] if since <= first_day <= until else []
    end = min(until, last_day) if last_day else until
    if end < first_day:
        return []
    begin = max(since, first_day)
    # The ways made here do not count from their first day, so nothing before what is asked for has to be gone through.
    start = first_day if parse_rule(rule) is None else begin
    found = rrulestr(rule, dtstart=_midnight(start)).between(_midnight(begin), _midnight(end), inc=True)
    return [each.date() for each in found]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
