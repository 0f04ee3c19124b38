"""Reading the figures of areas from lines that were copied out of a table."""

from __future__ import annotations

import pytest
from flask import Flask

from app.settings.pasted_figures import Pasted, read_pasted

AREAS = {1: "Tổ dân phố 1", 2: "Tổ dân phố 2", 12: "Tổ dân phố 12", 7: "Khu phố Đông Sơn", 8: "Thanh Lộc Đán 2B"}


def _read(app: Flask, text: str, areas: dict[int, str] = AREAS) -> Pasted:
    with app.test_request_context():
        return read_pasted(text, areas)


@pytest.mark.parametrize(
    ("line", "area", "figure"),
    [
        ("Tổ dân phố 1\t312", 1, 312),
        ("TỔ DÂN PHỐ 12\t1.204", 12, 1204),
        ("Tổ dân phố 12\t1,204", 12, 1204),
        ("to dan pho 12 1204", 12, 1204),
        ("Tổ dân phố 12, 98", 12, 98),
        ("TDP 12: 98", 12, 98),
        ("12\t98", 12, 98),
        ("3\tTổ dân phố 2\t41\t177", 2, 177),
        ("Tổ dân phố 2\t177\tghi chú", 2, 177),
        ("Khu phố Đông Sơn – 250 hộ", 7, 250),
        ("đông sơn;250", 7, 250),
        ("Thanh Lộc Đán 2B 90", 8, 90),
        ("  Tổ dân phố 1  \t 0 ", 1, 0),
        ("Tổ dân phố 1\t1 204", 1, 1204),
        ("Tổ dân phố 1\t1\u00a0204 hộ", 1, 1204),
        ("To\u0302\u0309 dân phố 1\t7", 1, 7),
    ],
)
def test_line_is_a_name_and_a_figure(sqlite_app: Flask, line: str, area: int, figure: int) -> None:
    assert _read(sqlite_app, line) == Pasted({area: figure}, ())


@pytest.mark.parametrize(
    "line",
    [
        "Tổ dân phố",
        "Tổ dân phố 1",
        "Tổ dân phố 3\t312",
        "Tổ dân phố 1\tba trăm",
        "TDP 1 1 234",
        "Tổ dân phố 1\t1234567890",
        "Tổ dân phố 1\t-5",
        "Tổ dân phố 1\t3,5",
        "Tổ dân phố 1,234",
        "312",
        "Cộng\t9.658",
        "Cộng cả phường Đông Sơn\t9658",
        "Tổng cộng: 12 9658",
        "Nguyễn Văn Sơn 45",
        "Tổ dân phố 1\t500\t1.204,00",
        "Tổ dân phố 1\t500\t98,5 %",
        "Tổ dân phố 1 -5",
        "Tổ dân phố 1\tTổ dân phố 2\t5",
        "1\t12\t55",
        "Tổ dân phố 1" + " " * 300 + "x 5",
        ", " * 10_000 + "x",
    ],
)
def test_ambiguous_lines_are_named_and_not_guessed(sqlite_app: Flask, line: str) -> None:
    read = _read(sqlite_app, line)
    assert read.figures == {}
    (problem,) = read.problems
    assert line[:20] in problem


def test_kind_of_area_may_be_missing_where_only_one_area_fits(sqlite_app: Flask) -> None:
    areas = {1: "Tổ 1", 2: "Khu phố 1", 3: "Tổ 2", 4: "An Hòa 3"}
    read = _read(sqlite_app, "TDP 1\t10\nTDP 2\t20\nKhu phố 1\t30\nThanh Lộc 3\t40\nHòa 3\t50", areas)
    assert read.figures == {3: 20, 2: 30}
    assert len(read.problems) == 3


def test_tones_may_be_missing_where_only_one_area_fits(sqlite_app: Flask) -> None:
    areas = {1: "An Hòa", 2: "An Hoa", 3: "Bình Hòa", 4: "Yên Lạc", 5: "Yên Lạc"}
    read = _read(sqlite_app, "An Hòa\t1\nAN HOA\t2\nbinh hoa\t3\nYên Lạc\t4\nan hoà\t5", areas)
    assert read.figures == {1: 1, 2: 2, 3: 3}
    assert len(read.problems) == 2, "two of one name are not told apart, nor is another way of setting the tone"


def test_two_lines_of_an_area_must_agree(sqlite_app: Flask) -> None:
    read = _read(sqlite_app, "TDP 1\t10\nTDP 1\t10\nTDP 1\t11")
    assert read.figures == {1: 10}
    assert len(read.problems) == 1
