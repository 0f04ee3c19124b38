"""Calendar rules: the local day, and the month with its neighbours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.month import Month, local_day, now, today

months = st.builds(Month, st.integers(1, 9999), st.integers(1, 12))


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 10, 31, 16, 59, 59, tzinfo=UTC), date(2026, 10, 31)),
        (datetime(2026, 10, 31, 17, 0, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 10, 31, 18, 30, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 12, 31, 18, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 28, 18, 30, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_the_day_turns_at_five_in_the_afternoon_utc(instant: datetime, day: date) -> None:
    assert local_day(instant) == day
    assert Month.of(local_day(instant)) == Month(day.year, day.month)


def test_today_is_the_local_day_of_now() -> None:
    before, day, after = local_day(now()), today(), local_day(now())
    assert before <= day <= after
    assert now().tzinfo is UTC
    assert Month.current() in {Month.of(before), Month.of(after), Month.of(today())}


@pytest.mark.parametrize("text", ["2026-01", "2026-12", "0001-01", "9999-12"])
def test_reads_what_it_writes(text: str) -> None:
    assert str(Month.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-0",
        "2026-00",
        "2026-13",
        "2026-1",
        "26-01",
        "0000-01",
        "10000-01",
        "2026-01-01",
        " 2026-01",
        "2026-01\n",
        "２０２６-01",
        "2026–01",
    ],
)
def test_refuses_what_is_not_a_month(text: str) -> None:
    with pytest.raises(ValueError, match="not a month"):
        Month.parse(text)


def test_first_and_last_day() -> None:
    assert (Month(2026, 2).first, Month(2026, 2).last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert Month(2028, 2).last == date(2028, 2, 29)
    assert Month(2026, 12).last == date(2026, 12, 31)


def test_the_edges_of_the_calendar() -> None:
    assert Month(1, 1).first == date.min
    assert Month(1, 1).last == date(1, 1, 31)
    assert Month(9999, 12).first == date(9999, 12, 1)
    assert Month(9999, 12).last == date.max
    assert Month(9999, 11).next() == Month(9999, 12)
    assert Month(1, 2).previous() == Month(1, 1)


@given(months)
def test_every_month_has_its_days(month: Month) -> None:
    assert Month.of(month.first) == Month.of(month.last) == month
    assert month.first.day == 1
    assert 28 <= month.last.day <= 31
    assert month.last == date.max or Month.of(month.last + timedelta(days=1)) == month.next()
    assert Month.parse(str(month)) == month


@given(months.filter(lambda month: month > Month(1, 1)))
def test_previous_undoes_next(month: Month) -> None:
    assert month.previous() < month
    assert month.previous().next() == month


@given(months, months)
def test_months_sort_as_their_texts_do(one: Month, other: Month) -> None:
    assert (one < other) == (str(one) < str(other))


def test_cumulative_runs_from_january() -> None:
    assert Month(2026, 1).year_to_date() == [Month(2026, 1)]
    assert list(map(str, Month(2026, 3).year_to_date())) == ["2026-01", "2026-02", "2026-03"]
    assert len(Month(2026, 12).year_to_date()) == 12


def test_months_up_to_another() -> None:
    assert list(Month(2026, 11).up_to(Month(2027, 1))) == [Month(2026, 11), Month(2026, 12), Month(2027, 1)]
    assert list(Month(2026, 11).up_to(Month(2026, 11))) == [Month(2026, 11)]
    assert list(Month(2026, 11).up_to(Month(2026, 10))) == []
