"""The days of a quick report: what an address asks for, what is offered, and what is refused. Pure rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l

from app.json_types import Message
from app.localisation import day
from app.month import FIRST_DAY, week_of
from app.periods import Periods, Span

MOST_DAYS = 366
"""The most days of a quick report. Longer times have reports of their own."""

_UNREADABLE = _l("Choose two days, or none for this week.")
_REVERSED = _l("The first day is later than the last one. Put the earlier day first.")
_TO_COME = _l("These days have not come yet. Choose a first day up to today.")
_TOO_EARLY = _l("This day is too long ago. Check the year.")
_TOO_LONG = _l("These are more than 366 days. Choose at most a year, or read the report of a longer time.")


class SpanError(ValueError):
    """The days are refused; ``message`` says why, and what to choose."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class OfferedDays:
    """Days that are offered by a link, with what it is called."""

    name: Message
    days: Span


def span_between(first: str, last: str, today: date) -> Span:
    """Return the days from ``first`` to ``last``, as addresses write them; without both this week up to today.

    Without the first day it is the week of the last one, without the last day all up to today. Raises
    :class:`SpanError` for days that are none, are in the wrong order, or have not come yet.
    """
    try:
        end = date.fromisoformat(last) if last else today
        begin = date.fromisoformat(first) if first else week_of(end)[0]
    except (ValueError, OverflowError):
        raise SpanError(_UNREADABLE) from None
    if begin < FIRST_DAY:
        raise SpanError(_TOO_EARLY)
    if begin > today:
        raise SpanError(_TO_COME)
    if begin > end:
        raise SpanError(_REVERSED)
    if (end - begin).days >= MOST_DAYS:
        raise SpanError(_TOO_LONG)
    return Span(begin, end)


def offered_days(periods: Periods, today: date, campaigns: Sequence[OfferedDays] = ()) -> Iterator[OfferedDays]:
    """Yield the days that are offered: today, this week and the last one, the period that runs, and campaigns."""
    monday = week_of(today)[0]
    this_period = periods.span(periods.of(today))
    yield OfferedDays(_l("Today"), Span(today, today))
    yield OfferedDays(_l("This week"), Span(monday, today))
    yield OfferedDays(_l("Last week"), Span(monday - timedelta(days=7), monday - timedelta(days=1)))
    yield OfferedDays(_l("This reporting period"), Span(this_period.first, today))
    yield from (each for each in campaigns if each.days.first <= today)


def days_in_words(span: Span) -> str:
    """Write days within a sentence: on 30/11/2026, or from 24/11/2026 to 30/11/2026."""
    values = {"first": day(span.first), "last": day(span.last)}
    message = _l("on %(first)s") if span.first == span.last else _l("from %(first)s to %(last)s")
    return str(message) % values
