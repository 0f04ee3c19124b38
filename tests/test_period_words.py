"""What a reporting period is called."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.month import Month
from app.period_words import days_in_letter, odd_period_sentence, period, period_in_sentence, period_title
from app.periods import CALENDAR, Periods, Span

MIDDLE = CALENDAR.changed(Month(2026, 11), 15)


@pytest.mark.parametrize(
    ("month", "periods", "short", "title", "within", "in_letter"),
    [
        (Month(2026, 10), CALENDAR, "10/2026", "Tháng 10/2026", "tháng 10/2026", ""),
        # Before the change periods are what they were.
        (Month(2026, 10), MIDDLE, "10/2026", "Tháng 10/2026", "tháng 10/2026", ""),
        (
            Month(2026, 12),
            MIDDLE,
            "12/2026 (15/11–14/12)",
            "Kỳ tháng 12/2026 (15/11–14/12/2026)",
            "kỳ tháng 12/2026 (15/11–14/12/2026)",
            "Từ ngày 15/11/2026 đến ngày 14/12/2026",
        ),
        (
            Month(2027, 1),
            MIDDLE,
            "01/2027 (15/12–14/01)",
            "Kỳ tháng 01/2027 (15/12/2026–14/01/2027)",
            "kỳ tháng 01/2027 (15/12/2026–14/01/2027)",
            "Từ ngày 15/12/2026 đến ngày 14/01/2027",
        ),
        (
            Month(2026, 11),
            MIDDLE,
            "11/2026 (01/11–14/11)",
            "Kỳ tháng 11/2026 (01/11–14/11/2026)",
            "kỳ tháng 11/2026 (01/11–14/11/2026)",
            "Từ ngày 01/11/2026 đến ngày 14/11/2026",
        ),
    ],
)
def test_names(
    sqlite_app: Flask, month: Month, periods: Periods, short: str, title: str, within: str, in_letter: str
) -> None:
    with sqlite_app.test_request_context("/?lang=vi"):
        for days in (periods, periods.span(month)):
            assert period(month, days) == period(str(month), days) == short
            assert period_title(month, days) == title
            assert period_in_sentence(month, days) == within
        assert days_in_letter(month, periods.span(month)) == in_letter


def test_names_in_english(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context("/?lang=en"):
        assert period_title(Month(2026, 10), MIDDLE) == "Month 10/2026"
        assert period_title(Month(2026, 12), MIDDLE) == "Period 12/2026 (15/11–14/12/2026)"


def test_first_period_after_a_change_says_why_it_is_odd(sqlite_app: Flask) -> None:
    back = MIDDLE.changed(Month(2027, 3), 1)
    with sqlite_app.test_request_context("/?lang=vi"):
        assert "01/11/2026" in odd_period_sentence(MIDDLE.span(Month(2026, 11)))
        assert "từ ngày 15 hằng tháng" in odd_period_sentence(MIDDLE.span(Month(2026, 11)))
        assert back.span(Month(2027, 3)) == Span(date(2027, 2, 15), date(2027, 3, 31))
        assert "từ ngày 1 hằng tháng" in odd_period_sentence(back.span(Month(2027, 3)))
        usual = (MIDDLE.span(Month(2026, 12)), CALENDAR.span(Month(2026, 2)), back.span(Month(2027, 4)))
        assert [odd_period_sentence(span) for span in usual] == ["", "", ""]
