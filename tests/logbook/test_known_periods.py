"""The period in which an entry counts: that of its day, a later one that was chosen, or the first open one."""

from __future__ import annotations

from datetime import date

import pytest

from app.logbook.kinds import KINDS
from app.logbook.kinds.common import Reference
from app.logbook.known_periods import NO_RULES, KnownPeriods
from app.month import Month
from app.periods import CALENDAR

SINCE_NOVEMBER = CALENDAR.changed(Month(2026, 11), 15)
"""November ends on the 14th, and December begins on the 15th of November."""

MIDDLE = KnownPeriods(SINCE_NOVEMBER)
CLOSED = KnownPeriods(SINCE_NOVEMBER, frozenset({Month(2026, 9), Month(2026, 10), Month(2026, 11)}))
BACK = KnownPeriods(SINCE_NOVEMBER.changed(Month(2027, 1), 1))


def _month(text: str | None) -> Month | None:
    return Month.parse(text) if text else None


@pytest.mark.parametrize(
    ("known", "day", "chosen", "later"),
    [
        (NO_RULES, date(2026, 11, 30), None, None),
        (NO_RULES, date(2026, 11, 30), "2026-11", None),
        (NO_RULES, date(2026, 11, 30), "2026-12", "2026-12"),
        (MIDDLE, date(2026, 11, 14), None, None),
        (MIDDLE, date(2026, 11, 14), "2026-11", None),
        (MIDDLE, date(2026, 11, 14), "2026-12", "2026-12"),
        (MIDDLE, date(2026, 11, 15), "2026-11", None),
        (MIDDLE, date(2026, 11, 15), "2026-12", None),
        (MIDDLE, date(2026, 11, 15), "2027-01", "2027-01"),
        (BACK, date(2027, 1, 15), "2027-01", None),
        (BACK, date(2027, 1, 15), "2027-02", "2027-02"),
    ],
)
def test_only_a_period_after_that_of_the_day_was_chosen(
    known: KnownPeriods, day: date, chosen: str | None, later: str | None
) -> None:
    assert known.later_period(day, _month(chosen)) == _month(later)


@pytest.mark.parametrize(
    ("day", "chosen", "later"),
    [
        # November is closed and ended on the 14th, which a phone that goes by the calendar cannot know.
        (date(2026, 11, 14), None, "2026-12"),
        (date(2026, 11, 14), "2026-11", "2026-12"),
        # It knows that October is closed, and lets a late entry count in the present month.
        (date(2026, 10, 31), "2026-11", "2026-12"),
        (date(2026, 9, 3), "2026-11", "2026-12"),
        # What it knows is asked about as before.
        (date(2026, 10, 31), None, None),
        (date(2026, 9, 3), None, None),
        (date(2026, 9, 3), "2026-10", "2026-10"),
        (date(2026, 11, 15), None, None),
        (date(2026, 11, 14), "2026-12", "2026-12"),
        (date(2026, 11, 14), "2027-01", "2027-01"),
    ],
)
def test_a_closed_period_that_a_phone_cannot_know_of_gives_way_to_the_open_one(
    day: date, chosen: str | None, later: str | None
) -> None:
    assert CLOSED.closed_calendar_months == {Month(2026, 9), Month(2026, 10)}
    assert CLOSED.later_period(day, _month(chosen)) == _month(later)


@pytest.mark.parametrize(
    ("today", "day", "count_in", "wrong"),
    [
        (date(2026, 11, 14), "2026-11-14", "2026-12", set()),
        (date(2026, 11, 14), "2026-11-14", "2027-01", {"count_in"}),
        (date(2026, 11, 15), "2026-11-14", "2027-01", set()),
        (date(2026, 11, 15), "2026-11-14", "2027-02", {"count_in"}),
        # The calendar month of the day is what a phone that knows no periods may send.
        (date(2026, 11, 15), "2026-11-15", "2026-11", set()),
        (date(2026, 11, 15), "2026-11-15", "2026-10", {"count_in"}),
    ],
)
def test_a_period_is_chosen_up_to_the_next_one_of_the_ward(
    today: date, day: str, count_in: str, wrong: set[str]
) -> None:
    reference = Reference(latest_day=today, today=today, periods={1: SINCE_NOVEMBER})
    values = {"neighbourhood": 1, "met": "met", "people": 2, "happened_on": day, "count_in": count_in}
    assert set(KINDS["visit"].form().read(values, reference)) == wrong
