"""The periods of a quarter or a year: which have begun, which are open, and the digest of the editions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from app.month import Month
from app.months.part_periods import Closing, LogTime, PartPeriod, combined_digest, last_begun
from app.periods import CALENDAR
from app.year_parts import YearPart

AT = datetime(2026, 11, 14, 20, 0, tzinfo=UTC)
"""It is the 15th in Viet Nam already."""

QUARTER = YearPart.parse("2026-Q4")
TIME = LogTime(CALENDAR, AT, date(2026, 10, 20))
CLOSED = Closing(AT, 1, "a" * 64)


def test_months_are_open_to_come_or_before_the_log() -> None:
    time = replace(TIME, began=date(2026, 11, 2))
    periods = time.periods_of(QUARTER, {})
    assert [(each.has_begun, each.is_before_log, each.is_open) for each in periods] == [
        (True, True, False),
        (True, False, True),
        (False, False, True),
    ]
    assert last_begun(periods) == Month(2026, 11)
    assert not any(each.is_open for each in time.periods_of(QUARTER, dict.fromkeys(QUARTER.months, CLOSED)))


def test_periods_of_the_wards_rule_begin_on_the_15th() -> None:
    time = replace(TIME, periods=CALENDAR.changed(Month(2026, 11), 15))
    assert time.this_period == Month(2026, 12)
    assert all(each.has_begun for each in time.periods_of(QUARTER, {}))


def test_parts_reach_from_the_first_period_of_the_log_to_this_one() -> None:
    assert [str(part) for part in TIME.parts()] == ["2026", "2026-H2", "2026-Q4"]
    earlier = replace(TIME, began=date(2025, 12, 31))
    assert [str(part) for part in earlier.parts()][-3:] == ["2025", "2025-H2", "2025-Q4"]
    assert [str(part) for part in replace(TIME, began=None).parts()] == ["2026", "2026-H2", "2026-Q4"]


def test_digest_is_of_months_numbers_and_digests() -> None:
    def digest(**changed: object) -> str:
        return combined_digest(
            [PartPeriod(Month(2026, 10), CLOSED._replace(**changed)), PartPeriod(Month(2026, 11), None)]
        )

    assert digest() == digest(at=AT.replace(year=2030))
    assert len({digest(), digest(number=2), digest(digest="b" * 64)}) == 3
