"""Reading the figures of areas from lines that were copied out of a table."""

from __future__ import annotations

import pytest
from flask import Flask

from app.setup.pasted import Pasted, read_pasted

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
    ],
)
def test_a_line_is_a_name_and_a_figure(sqlite_app: Flask, line: str, area: int, figure: int) -> None:
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
    ],
)
def test_what_is_not_clear_is_said_and_not_guessed(sqlite_app: Flask, line: str) -> None:
    read = _read(sqlite_app, line)
    assert read.figures == {}
    (problem,) = read.problems
    assert line[:20] in problem


def test_a_word_is_enough_only_where_it_means_one_area(sqlite_app: Flask) -> None:
    areas = {1: "An Hòa 1", 2: "Thanh Lộc 1", 3: "An Hòa 2"}
    read = _read(sqlite_app, "TDP 1\t10\nTDP 2\t20\nAn Hòa 1\t30\n\n", areas)
    assert read.figures == {3: 20, 1: 30}
    assert len(read.problems) == 1


def test_two_lines_of_an_area_must_agree(sqlite_app: Flask) -> None:
    read = _read(sqlite_app, "TDP 1\t10\nTDP 1\t10\nTDP 1\t11")
    assert read.figures == {1: 10}
    assert len(read.problems) == 1
