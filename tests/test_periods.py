"""The reporting periods of a ward."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.month import Month
from app.periods import CALENDAR, FIRST_DAYS, PeriodRule, Periods, Span, calendar_months_within

MIDDLE = CALENDAR.changed(Month(2026, 11), 15)
months = st.builds(Month, st.integers(2020, 2030), st.integers(1, 12))
rules = st.lists(st.tuples(months, st.sampled_from(FIRST_DAYS)), max_size=5)


def periods_of(changes: list[tuple[Month, int]]) -> Periods:
    periods = CALENDAR
    for since, first_day in changes:
        periods = periods.changed(since, first_day)
    return periods


def test_calendar_months() -> None:
    assert CALENDAR.of(date(2026, 2, 28)) == Month(2026, 2)
    assert CALENDAR.span(Month(2026, 2)) == Span(date(2026, 2, 1), date(2026, 2, 28))
    assert CALENDAR.is_calendar_month(Month(2026, 2))


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (Month(2026, 10), date(2026, 10, 1), date(2026, 10, 31)),
        (Month(2026, 11), date(2026, 11, 1), date(2026, 11, 14)),
        (Month(2026, 12), date(2026, 11, 15), date(2026, 12, 14)),
        (Month(2027, 1), date(2026, 12, 15), date(2027, 1, 14)),
    ],
)
def test_periods_from_the_fifteenth(month: Month, first: date, last: date) -> None:
    assert MIDDLE.span(month) == Span(first, last)
    assert MIDDLE.of(first) == MIDDLE.of(last) == month


def test_the_first_period_after_a_change_back_is_long() -> None:
    back = MIDDLE.changed(Month(2027, 3), 1)
    assert back.span(Month(2027, 3)) == Span(date(2027, 2, 15), date(2027, 3, 31))
    assert not back.is_usual(Month(2027, 3))
    assert back.is_usual(Month(2027, 4))


def test_a_year_begins_with_its_first_period() -> None:
    assert MIDDLE.first_of_year(Month(2027, 4)) == date(2026, 12, 15)
    assert MIDDLE.first_of_year(Month(2026, 12)) == date(2026, 1, 1)


def test_the_first_month_of_the_calendar_can_be_asked_for() -> None:
    first = Month.of(date.min)
    assert MIDDLE.span(first) == Span(date.min, first.last)
    assert MIDDLE.is_usual(first)


def test_a_change_taken_back_leaves_no_rule() -> None:
    assert MIDDLE.changed(Month(2026, 11), 1) == CALENDAR
    assert MIDDLE.changed(Month(2026, 9), 15).rules == (PeriodRule(Month(2026, 9), 15),)


def test_calendar_months_within_periods() -> None:
    closed = [MIDDLE.span(month) for month in (Month(2026, 11), Month(2026, 12))]
    assert calendar_months_within(closed) == [Month(2026, 11)]
    assert calendar_months_within([MIDDLE.span(Month(2027, 1)), MIDDLE.span(Month(2027, 3))]) == []


def test_the_periods_between_two_days() -> None:
    between = list(MIDDLE.between(date(2026, 10, 31), date(2026, 12, 15)))
    assert between == [Month(2026, 10), Month(2026, 11), Month(2026, 12), Month(2027, 1)]


@given(rules, st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_every_day_is_in_the_one_period_of_its_name(changes: list[tuple[Month, int]], day: date) -> None:
    periods = periods_of(changes)
    month = periods.of(day)
    assert day in periods.span(month)
    assert month in {Month.of(day), Month.of(day).next()}
    assert periods.of(periods.last(month)) == month
    assert periods.of(periods.last(month) + timedelta(days=1)) == month.next()


@given(rules, months, st.sampled_from(FIRST_DAYS))
def test_a_change_leaves_the_periods_before_it(changes: list[tuple[Month, int]], since: Month, first_day: int) -> None:
    before = periods_of(changes)
    after = before.changed(since, first_day)
    assert after.span(since.previous()) == before.span(since.previous())
    assert after.first(since) == before.first(since)
    assert after.first_day(since) == first_day
