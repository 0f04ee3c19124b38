"""How a reporting period is called: a calendar month by its name alone, as ever, any other one with its days.

The days are those of the ward's periods, or those that a closed month was closed with.
"""

from __future__ import annotations

from datetime import date, timedelta

from flask import Flask
from flask_babel import gettext as _

from app.localisation import day
from app.localisation import month as month_name
from app.month import Month
from app.periods import CALENDAR, Periods, Span

PeriodDays = Periods | Span
"""The periods of a ward, or the days of the one that is named."""


def period(month: Month | str, days: PeriodDays) -> str:
    """Write a period in short: 10/2026, or 11/2026 (15/10–14/11)."""
    named = _month_of(month)
    span = days_of(named, days)
    return month_name(named) if _is_month(named, span) else f"{month_name(named)} ({_short_days(span)})"


def period_title(month: Month | str, days: PeriodDays) -> str:
    """Write a period as a heading: Tháng 10/2026, or Kỳ tháng 11/2026 (15/10–14/11/2026)."""
    name, other_days = month_name(month), period_days(month, days)
    return str(
        _("Period %(month)s (%(days)s)", month=name, days=other_days)
        if other_days
        else _("Month %(month)s", month=name)
    )


def period_in_sentence(month: Month | str, days: PeriodDays) -> str:
    """Write a period as it stands within a sentence: tháng 10/2026, or kỳ tháng 11/2026 (15/10–14/11/2026)."""
    name, other_days = month_name(month), period_days(month, days)
    return str(
        _("period %(month)s (%(days)s)", month=name, days=other_days)
        if other_days
        else _("month %(month)s", month=name)
    )


def period_days(month: Month | str, days: PeriodDays) -> str:
    """Write the days of a period that is no calendar month: 15/10–14/11/2026; of a calendar month nothing."""
    named = _month_of(month)
    span = days_of(named, days)
    return "" if _is_month(named, span) else full_days(span)


def days_of(month: Month, days: PeriodDays) -> Span:
    """Return the days of a period."""
    return days.span(month) if isinstance(days, Periods) else days


def full_days(span: Span) -> str:
    """Write the days of a period with their year, or with both: 15/10–14/11/2026."""
    first = f"{span.first:%d/%m}" if span.first.year == span.last.year else day(span.first)
    return f"{first}–{day(span.last)}"


def days_in_letter(month: Month, span: Span) -> str:
    """Write the days of a period as a letter does: Từ ngày 15/10/2026 đến ngày 14/11/2026; of a calendar month none."""
    if _is_month(month, span):
        return ""
    return str(_("From %(first)s to %(last)s", first=day(span.first), last=day(span.last)))


def odd_period_sentence(span: Span) -> str:
    """Say why a period is shorter or longer than others: it is the first after a change; of a usual one nothing."""
    if span.last == date.max or span.first.day == (next_first_day := (span.last + timedelta(days=1)).day):
        return ""
    return str(
        _(
            "This is the first period after the first day was changed: it begins on %(first)s, the day after the one "
            "before ended, and ends on %(last)s, so that later periods begin on day %(day)s of a month.",
            first=day(span.first),
            last=day(span.last),
            day=next_first_day,
        )
    )


def since_words(year_first: date) -> str:
    """Return the heading of sums of a year: since January, or since the day on which the year of the ward begins."""
    if (year_first.month, year_first.day) == (1, 1):
        return str(_("Since January"))
    return str(_("Since %(day)s", day=day(year_first)))


def year_start(month: Month, periods: Periods) -> date | None:
    """Return the first day of the year that a period is in, where that is not 1 January."""
    first = periods.first_of_year(month)
    return first if (first.month, first.day) != (1, 1) else None


def _month_of(month: Month | str) -> Month:
    return Month.parse(month) if isinstance(month, str) else month


def _is_month(month: Month, span: Span) -> bool:
    return span == Span(month.first, month.last)


def _short_days(span: Span) -> str:
    return f"{span.first:%d/%m}–{span.last:%d/%m}"


def init_app(app: Flask) -> None:
    """Install the template filters, and the periods that are called by their months alone."""
    app.jinja_env.filters.update(
        period=period,
        period_title=period_title,
        period_in_sentence=period_in_sentence,
        period_days=period_days,
        full_days=full_days,
        odd_period_sentence=odd_period_sentence,
        year_start=year_start,
    )
    app.jinja_env.globals.update(since_words=since_words)
    app.jinja_env.globals.update(calendar_months=CALENDAR)
