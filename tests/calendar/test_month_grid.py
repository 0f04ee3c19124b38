"""A month as weeks."""

from __future__ import annotations

import pytest

from app.calendar.month_grid import weeks_of
from app.month import Month


@pytest.mark.parametrize(
    ("month", "weeks"), [(Month(2026, 2), 5), (Month(2027, 2), 4), (Month(2026, 11), 6), (Month(2026, 12), 5)]
)
def test_weeks_begin_on_monday_and_hold_every_day_of_the_month_once(month: Month, weeks: int) -> None:
    found = weeks_of(month)
    assert len(found) == weeks
    assert all(len(week) == 7 and week[0].isoweekday() == 1 for week in found)
    days = [day for week in found for day in week if Month.of(day) == month]
    assert days == [month.first.replace(day=number) for number in range(1, month.last.day + 1)]
