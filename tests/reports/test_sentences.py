"""Figures as sentences of the report."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from app.catalogue.openings import YearOpenings
from app.localisation import percent
from app.month import Month
from app.overview.results import Result
from app.periods import CALENDAR
from app.reports.document import cell_text
from app.reports.letter import subject_of
from app.reports.sentences import activity_sentences, pillar_sentences
from app.tally.month_figures import MonthFigures


@pytest.mark.parametrize(
    ("figures", "target", "ending"),
    [
        (MonthFigures(312, 2034, 279), None, "tăng 11,8% so với tháng trước (279); lũy kế từ đầu năm 2.034."),
        (MonthFigures(100, 300, 200), None, "giảm 50,0% so với tháng trước (200); lũy kế từ đầu năm 300."),
        (MonthFigures(5, 10, 5), None, "bằng tháng trước; lũy kế từ đầu năm 10."),
        (MonthFigures(5, 5, 0), None, "lượt đến hộ; lũy kế từ đầu năm 5."),
        (MonthFigures(0, 5, 5), None, "giảm 100,0% so với tháng trước (5); lũy kế từ đầu năm 5."),
        (MonthFigures(5, 20, 5), (10, True), "lũy kế từ đầu năm 20; đạt 50,0% chỉ tiêu tháng (10)."),
        (MonthFigures(5, 20, 5), (10, False), "lũy kế từ đầu năm 20; đạt 200,0% chỉ tiêu năm (10)."),
    ],
)
def test_figures_are_turned_into_sentences(app: Flask, figures: MonthFigures, target: Any, ending: str) -> None:
    with app.test_request_context("/?lang=vi"):
        targets = {("visit", target[1]): target[0]} if target else {}
        (sentence,) = activity_sentences({"visit": figures}, targets, None, YearOpenings(Month(2026, 10)))
    assert sentence.startswith(f"Đã thực hiện {figures.month} lượt đến hộ")
    assert sentence.endswith(ending)


def _subject(month: Month) -> str:
    return subject_of("Tổ", month, CALENDAR.span(month))


def test_sentences_leave_out_what_is_not_known(app: Flask) -> None:
    with app.test_request_context("/?lang=vi"):
        assert (
            list(
                activity_sentences(
                    {"visit": MonthFigures(0, 9, 0)}, {}, MonthFigures(0, 9, 0), YearOpenings(Month(2026, 10))
                )
            )
            == []
        )
        assert list(pillar_sentences([Result("x", "Không có gì", "người", period=0, cumulative=0)])) == []
        assert _subject(Month(2026, 2)).endswith("tháng 02 năm 2026")
        assert _subject(Month(2026, 3)).endswith("tháng 3 năm 2026")
        assert cell_text(Decimal("98.8507")) == percent(Decimal("98.8507")) == "98,9%"
