"""Parts of a year: their periods and days, how they are written in addresses, and what they are called."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.month import Month
from app.periods import CALENDAR, PeriodRule, Periods, Span
from app.year_parts import YearPart, parts_of_year

MIDDLE = Periods((PeriodRule(Month(2020, 1), 15),))
CHANGED = Periods((PeriodRule(Month(2026, 8), 15),))


@pytest.mark.parametrize(
    ("code", "first", "last", "name", "file_name"),
    [
        ("2026-Q1", 1, 3, "quý I/2026", "quy-1-2026"),
        ("2026-Q3", 7, 9, "quý III/2026", "quy-3-2026"),
        ("2026-Q4", 10, 12, "quý IV/2026", "quy-4-2026"),
        ("2026-H1", 1, 6, "6 tháng đầu năm 2026", "6-thang-dau-nam-2026"),
        ("2026-H2", 7, 12, "6 tháng cuối năm 2026", "6-thang-cuoi-nam-2026"),
        ("2026", 1, 12, "năm 2026", "nam-2026"),
    ],
)
def test_part_is_read_written_and_named(
    sqlite_app: Flask, code: str, first: int, last: int, name: str, file_name: str
) -> None:
    part = YearPart.parse(code)
    assert str(part) == code
    assert [month.number for month in part.months] == list(range(first, last + 1))
    assert part.file_name == file_name
    with sqlite_app.test_request_context("/?lang=vi"):
        assert part.name == name


@pytest.mark.parametrize("code", ["", "2026-Q0", "2026-Q5", "2026-H3", "2026-q1", "26-Q1", "1999", "2026-01", "2026 "])
def test_what_is_no_part_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="not a part"):
        YearPart.parse(code)


@pytest.mark.parametrize(
    ("periods", "code", "first", "last"),
    [
        (CALENDAR, "2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        (MIDDLE, "2026-Q3", date(2026, 6, 15), date(2026, 9, 14)),
        (MIDDLE, "2026", date(2025, 12, 15), date(2026, 12, 14)),
        (MIDDLE, "2026-H1", date(2025, 12, 15), date(2026, 6, 14)),
        (CHANGED, "2026-Q3", date(2026, 7, 1), date(2026, 9, 14)),
        (CHANGED, "2026-Q4", date(2026, 9, 15), date(2026, 12, 14)),
    ],
)
def test_days_go_from_the_first_period_to_the_last(periods: Periods, code: str, first: date, last: date) -> None:
    assert YearPart.parse(code).span(periods) == Span(first, last)


def test_parts_that_end_last_come_first() -> None:
    codes = ["2026", "2026-H2", "2026-Q4", "2026-Q3", "2026-H1", "2026-Q2", "2026-Q1"]
    assert [str(part) for part in parts_of_year(2026)] == codes
    assert {str(YearPart.quarter_of(Month(2026, number))) for number in (7, 8, 9)} == {"2026-Q3"}
