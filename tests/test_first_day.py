"""A run of the tests that goes over midnight keeps the day on which it began."""

from __future__ import annotations

from datetime import timedelta

import pytest

import app.month
from app.month import now, today
from tests.first_day import kept


@pytest.mark.parametrize("days", [0, 1, 2])
def test_the_day_stays_and_the_clock_goes_on(days: int) -> None:
    clock, first_day, before = app.month.datetime, today() - timedelta(days=days), now()
    with kept(first_day):
        assert today() == first_day
        first, second = now(), now()
        assert before - timedelta(days=days) <= first <= second
        assert first.tzinfo == before.tzinfo
    assert now() >= before
    assert app.month.datetime is clock
