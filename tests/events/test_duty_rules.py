"""Until when one answers, when presence is confirmed, and which shifts overlap."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from app.events.duty_rules import ShiftSpan, may_answer, may_confirm, may_confirm_oneself
from app.month import ZONE

SUNDAY = date(2026, 12, 6)
MORNING = ShiftSpan(time(7, 30), time(9, 30))


def at(hour: int, minute: int = 0, day: date = SUNDAY) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


def test_one_answers_until_the_shift_begins() -> None:
    assert may_answer(SUNDAY, MORNING, at(7, 29))
    assert not may_answer(SUNDAY, MORNING, at(7, 30))
    assert may_answer(SUNDAY, MORNING, at(23, day=date(2026, 12, 5)))


@pytest.mark.parametrize(
    ("now", "of_others", "of_oneself"),
    [
        (at(6, 29), False, False),
        (at(6, 30), True, True),
        (at(23, 59), True, True),
        (at(0, day=date(2026, 12, 7)), True, False),
        (at(8, day=date(2026, 12, 5)), False, False),
    ],
)
def test_presence_is_confirmed_from_an_hour_before(now: datetime, of_others: bool, of_oneself: bool) -> None:
    assert may_confirm(SUNDAY, time(7, 30), now) is of_others
    assert may_confirm_oneself(SUNDAY, time(7, 30), now) is of_oneself


@pytest.mark.parametrize(
    ("begin", "end", "overlaps"),
    [(9, 11, True), (10, 11, False), (6, 8, True), (6, 12, True), (8, 9, True), (6, 7, False)],
)
def test_shifts_overlap_by_more_than_a_moment(begin: int, end: int, overlaps: bool) -> None:
    other = ShiftSpan(time(begin), time(end))
    assert other.overlaps(MORNING) is MORNING.overlaps(other) is overlaps
    assert not ShiftSpan(time(9, 30), time(10)).overlaps(MORNING)


def test_a_date_at_another_time_takes_its_shifts_along_within_the_day() -> None:
    assert MORNING.moved(time(7, 30), time(13)) == ShiftSpan(time(13), time(15))
    assert MORNING.moved(time(7, 30), time(7, 30)) == MORNING
    assert ShiftSpan(time(20), time(23)).moved(time(7), time(9)) == ShiftSpan(time(22), time(23, 59))
    assert ShiftSpan(time(1), time(3)).moved(time(7), time(5)) == ShiftSpan(time(0), time(1))


@pytest.mark.parametrize(
    ("until", "following"),
    [
        (time(12), ShiftSpan(time(9, 30), time(11, 30))),
        (time(11), ShiftSpan(time(9, 30), time(11))),
        (time(9, 30), None),
        (time(8), None),
    ],
)
def test_a_shift_is_followed_by_one_as_long_within_the_event(until: time, following: ShiftSpan | None) -> None:
    assert MORNING.followed(until) == following
