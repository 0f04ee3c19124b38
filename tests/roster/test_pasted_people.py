"""Reading people of pasted lines."""

from __future__ import annotations

import pytest
from flask import Flask

from app.roster.pasted_people import read_people

AN = ("Nguyễn Văn An", "+84912345678")


@pytest.mark.parametrize(
    "line",
    [
        "Nguyễn Văn An; 0912345678",
        "Nguyễn Văn An\t0912 345 678",
        "1\tNguyễn Văn An\t0912.345.678\tTổ 3",
        "1. \tNguyễn Văn An\t912345678",
        "0912345678, Nguyễn Văn An",
        "Nguyễn Văn An 0912345678",
        "Nguyễn Văn An - +84 912 345 678",
        "  Nguyễn  Văn An ;;0912345678; ",
        "Nguyễn Văn An | ０９１２３４５６７８",
    ],
)
def test_name_and_number_are_found(sqlite_app: Flask, line: str) -> None:
    with sqlite_app.test_request_context():
        assert [(each.name, each.phone, each.problem) for each in read_people(line)] == [(*AN, "")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Nguyễn Văn An", "Dòng này không có số điện thoại."),
        ("Nguyễn Văn An; 12", "“12”: số điện thoại phải đủ 10 số, ví dụ 0912 345 678."),
        ("Nguyễn Văn An; 090000020", "“090000020”: số điện thoại phải đủ 10 số, ví dụ 0912 345 678."),
        ("0912345678", "Dòng này không có tên."),
        ("Nguyễn Văn An 038123456789; 0912345678", "“Nguyễn Văn An 038123456789” không phải họ tên."),
        ("x" * 200 + "; 0912345678", f"“{'x' * 40}” không phải họ tên."),
    ],
)
def test_a_wrong_line_says_why(sqlite_app: Flask, line: str, problem: str) -> None:
    with sqlite_app.test_request_context():
        assert [each.problem for each in read_people(line)] == [problem]


def test_lines_keep_their_numbers_and_a_number_counts_once(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        people = read_people("An; 0912345678\n\n ; \nBình; 0912 345 678\nChi; 0912345679")
    assert [(each.number, each.name, each.problem) for each in people] == [
        (1, "An", ""),
        (4, "", "Số này đã có ở dòng 1."),
        (5, "Chi", ""),
    ]
