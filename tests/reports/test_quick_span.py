"""The days of a quick report: what may be asked for, and what is offered."""

from __future__ import annotations

from datetime import date

import pytest

from app.periods import CALENDAR, Span
from app.reports.quick_span import OfferedDays, SpanError, offered_days, span_between
from tests.reports.test_period_boundaries import MIDDLE

MONDAY, TODAY = date(2026, 11, 30), date(2026, 12, 3)
"""A Monday, and the Thursday of its week."""


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("", "", Span(MONDAY, TODAY)),
        ("2026-11-24", "2026-11-30", Span(date(2026, 11, 24), date(2026, 11, 30))),
        ("2026-12-03", "2026-12-03", Span(TODAY, TODAY)),
        ("2026-12-03", "2026-12-06", Span(TODAY, date(2026, 12, 6))),
        ("2026-11-05", "", Span(date(2026, 11, 5), TODAY)),
        ("", "2026-11-25", Span(date(2026, 11, 23), date(2026, 11, 25))),
        ("2025-12-04", "2026-12-04", Span(date(2025, 12, 4), date(2026, 12, 4))),
        ("2020-01-01", "2020-01-31", Span(date(2020, 1, 1), date(2020, 1, 31))),
    ],
)
def test_days_that_are_asked_for(first: str, last: str, expected: Span) -> None:
    assert span_between(first, last, TODAY) == expected


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [
        ("2026-11-30", "2026-11-24", "later than"),
        ("2026-12-04", "2026-12-06", "not come yet"),
        ("2026-12-04", "", "not come yet"),
        ("2019-12-31", "2020-01-31", "too long ago"),
        ("2025-12-03", "2026-12-04", "366 days"),
        ("2026-02-30", "2026-03-01", "two days"),
        ("yesterday", "2026-03-01", "two days"),
        ("", "0001-01-01", "too long ago"),
        ("0001-01-01", "9999-12-31", "too long ago"),
    ],
)
def test_days_that_are_refused(first: str, last: str, word: str) -> None:
    with pytest.raises(SpanError) as refused:
        span_between(first, last, TODAY)
    assert word in refused.value.message._args[0]  # type: ignore[union-attr]


def test_offered_days_end_today() -> None:
    campaign = OfferedDays("Ra quân", Span(date(2026, 12, 1), date(2026, 12, 20)))
    to_come = OfferedDays("Tết", Span(date(2026, 12, 4), date(2026, 12, 20)))
    assert [each.days for each in offered_days(MIDDLE, TODAY, [campaign, to_come])] == [
        Span(TODAY, TODAY),
        Span(MONDAY, TODAY),
        Span(date(2026, 11, 23), date(2026, 11, 29)),
        Span(date(2026, 11, 15), TODAY),
        campaign.days,
    ]
    assert [each.days for each in offered_days(CALENDAR, TODAY)][-1] == Span(date(2026, 12, 1), TODAY)
