"""The dates of events: what a rule gives, and what became of single dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.events.models import Event, EventDate
from app.events.occurrences import occurrences
from app.events.recurrence import days_of_rule
from tests.growth import grows_at_most

FIRST_SUNDAY, EVERY_WEDNESDAY = "FREQ=MONTHLY;BYDAY=1SU", "FREQ=WEEKLY;BYDAY=WE"
SINCE, UNTIL = date(2026, 1, 1), date(2028, 12, 31)


def _days() -> Iterator[date]:
    return (SINCE + timedelta(days=number) for number in range((UNTIL - SINCE).days + 1))


def test_first_sundays_of_three_years() -> None:
    expected = [day for day in _days() if day.isoweekday() == 7 and day.day <= 7]
    assert len(expected) == 36
    assert {date(2026, 2, 1), date(2026, 3, 1), date(2026, 11, 1)} <= set(expected), (
        "months whose first day is a Sunday"
    )
    assert days_of_rule(FIRST_SUNDAY, SINCE, None, SINCE, UNTIL) == expected


def test_wednesdays_of_three_years() -> None:
    expected = [day for day in _days() if day.isoweekday() == 3]
    assert days_of_rule(EVERY_WEDNESDAY, SINCE, None, SINCE, UNTIL) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("", [date(2026, 11, 4)]),
        (EVERY_WEDNESDAY, [date(2026, 11, 4), date(2026, 11, 11)]),
        ("FREQ=DAILY", [date(2026, 11, 4 + number) for number in range(9)]),
        ("FREQ=MONTHLY;BYMONTHDAY=10", [date(2026, 11, 10)]),
    ],
)
def test_a_rule_gives_days_from_its_first_to_its_last(rule: str, expected: list[date]) -> None:
    assert days_of_rule(rule, date(2026, 11, 4), date(2026, 11, 12), date(2026, 10, 1), date(2026, 12, 31)) == expected
    assert days_of_rule(rule, date(2026, 11, 4), date(2026, 11, 12), date(2026, 12, 1), date(2026, 12, 31)) == []


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY", EVERY_WEDNESDAY, "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=WEEKLY;INTERVAL=2"],
)
def test_days_are_the_same_from_wherever_they_are_asked_for(rule: str) -> None:
    days = days_of_rule(rule, SINCE, None, SINCE, UNTIL)
    for since in _days():
        until = since + timedelta(days=40)
        expected = [day for day in days if since <= day <= until]
        assert [day for day in days_of_rule(rule, SINCE, None, since, until) if day <= UNTIL] == expected


def test_a_day_far_off_is_found_without_going_through_all_before() -> None:
    near, far = date(2036, 12, 30), date(9999, 12, 30)

    def find(day: date) -> None:
        assert days_of_rule("FREQ=DAILY", SINCE, None, day, day) == [day]

    # There are eight hundred times as many days before it.
    assert grows_at_most(20, find, near, far)


def _sundays() -> Event:
    return Event(
        id=1,
        ward_id=1,
        rule=FIRST_SUNDAY,
        first_day=SINCE,
        last_day=None,
        starts_at=time(7, 30),
        ends_at=time(11),
    )


def _change(day: date, **changes: object) -> EventDate:
    at = datetime(2026, 10, 1, tzinfo=UTC)
    return EventDate(**{"event_id": 1, "day": day, "is_called_off": False, "reason": "", "changed_at": at, **changes})


def test_a_moved_date_is_held_on_its_new_day_alone() -> None:
    changes = [_change(date(2026, 11, 1), moved_to=date(2026, 11, 8), starts_at=time(8), reason="mưa bão")]
    november = occurrences(_sundays(), changes, date(2026, 11, 1), date(2026, 11, 30))
    assert [(each.held_on, each.day, each.starts_at, each.is_moved) for each in november] == [
        (date(2026, 11, 8), date(2026, 11, 1), time(8), True)
    ]


def test_a_date_moved_into_another_month_is_found_there() -> None:
    changes = [_change(date(2026, 11, 1), moved_to=date(2026, 10, 31))]
    assert occurrences(_sundays(), changes, date(2026, 11, 1), date(2026, 11, 30)) == []
    october = occurrences(_sundays(), changes, date(2026, 10, 1), date(2026, 10, 31))
    assert [each.held_on for each in october] == [date(2026, 10, 4), date(2026, 10, 31)]


def test_a_date_that_was_called_off_says_why() -> None:
    changes = [_change(date(2026, 11, 1), is_called_off=True, reason="bầu cử")]
    (found,) = occurrences(_sundays(), changes, date(2026, 11, 1), date(2026, 11, 30))
    assert (found.is_called_off, found.reason) == (True, "bầu cử")


def test_changes_of_days_that_the_rule_gives_no_more_count_for_nothing() -> None:
    changes = [_change(date(2026, 11, 4), moved_to=date(2026, 11, 20))]
    assert [each.held_on for each in occurrences(_sundays(), changes, date(2026, 11, 2), date(2026, 11, 30))] == []
