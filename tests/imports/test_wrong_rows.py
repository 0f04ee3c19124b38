"""The workbook of wrong rows: it shows them as they were, can be mended and read again, and holds nothing personal."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from flask import Flask

from app.imports.list_kind import ListRow
from app.imports.personal import without_personal
from app.imports.reading import read_file
from app.imports.recognition import recognise
from app.imports.rows import WrongRow
from app.imports.sheets import ListSheet
from app.imports.wrong_rows import wrong_rows_workbook
from app.localisation import LANGUAGES
from tests.imports.list_rows import sorted_rows
from tests.imports.sheet_makers import FIGURES, PEOPLE, ExampleKind, Typed, sheet

pytestmark = pytest.mark.one_engine

TWO_ROWS: list[list[Typed]] = [
    ["DANH SÁCH"],
    ["STT", "Khu phố", "Số CCCD", "Số liệu", None, "Tính đến ngày"],
    [None, None, None, "Số hộ", "Nhân khẩu", None],
    [1, "Khu phố 1", "012345678901", 1.204, 400, date(2026, 10, 31)],
    [2, "Khu phố 2", "012345678902", 120, 500, "31/10/2026"],
    [3, "=HYPERLINK(1)", "012345678903", "-5", "1.204", None],
    [4, "Khu phố 4, CCCD 012345678904", "", 7, "x", "32/10/2026"],
]
MERGED = [(0, 0, 0, 5), (1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 2, 5)]


def workbook_of(list_sheet: ListSheet, kind: ExampleKind) -> tuple[bytes, list[WrongRow]]:
    """Return the workbook of the wrong rows of a sheet, and these."""
    found = recognise(list_sheet, kind)
    stored = without_personal(list_sheet, kind, found)
    wrong = sorted_rows(stored, found, kind).wrong
    return wrong_rows_workbook(stored, found, wrong, kind), wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_rows_are_wrong_again_until_they_are_mended(sqlite_app: Flask, language: str) -> None:
    with sqlite_app.test_request_context(f"/?lang={language}"):
        content, wrong = workbook_of(sheet(TWO_ROWS, MERGED), FIGURES)
        assert [row.number for row in wrong] == [4, 6, 7]
        again = read_file(BytesIO(content), "wrong.xlsx")[0]
        found = recognise(again, FIGURES)
        assert list(found.columns.values()) == ["area", "households", "people", "as_of"]
        assert (found.personal, len(found.ignored)) == ({}, 3)
        assert [row.problem for row in sorted_rows(again, found, FIGURES).wrong] == [row.problem for row in wrong]


def test_mended_rows_are_read(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        content, _wrong = workbook_of(sheet(TWO_ROWS, MERGED), FIGURES)
        book = openpyxl.load_workbook(BytesIO(content))
        page = book.active
        assert [page.cell(3, column).value for column in (1, 3, 4, 5)] == [4, 1, "Khu phố 1", 1.204]
        page.cell(3, 5).value = 1204
        mended = BytesIO()
        book.save(mended)
        again = read_file(BytesIO(mended.getvalue()), "mended.xlsx")[0]
        first = sorted_rows(again, recognise(again, FIGURES), FIGURES).read[0]
        values = {"area": "Khu phố 1", "households": "1204", "people": "400", "as_of": "2026-10-31"}
        assert first == ListRow(3, values)


def test_nothing_personal_and_no_formula_stands_in_it(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        content, _wrong = workbook_of(sheet(TWO_ROWS, MERGED), FIGURES)
    with ZipFile(BytesIO(content)) as package:
        texts = b"".join(map(package.read, package.namelist())).decode()
    assert "0123456789" not in texts
    assert "CCCD" not in texts.replace("CCCD ▒▒▒▒▒▒▒▒▒▒▒▒", "")
    assert "<f>" not in texts
    assert "'=HYPERLINK(1)" in texts


def test_a_list_without_a_head_gets_one(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        rows: list[list[Typed]] = [["Khu phố 1", 120], ["Khu phố 2", "nhiều"], *([f"Khu {n}", n] for n in range(9))]
        content, wrong = workbook_of(sheet(rows), FIGURES)
        assert [row.number for row in wrong] == [2]
        again = read_file(BytesIO(content), "wrong.xlsx")[0]
        assert list(recognise(again, FIGURES).columns.values()) == ["area", "households"]


def test_names_and_phones_of_people_stay_as_they_were(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        rows: list[list[Typed]] = [
            ["Họ và tên", None, "SĐT", "Ngày sinh"],
            ["Nguyễn", "An", "0912345678/0987654321", date(1980, 1, 2)],
            ["Lê", "Bé", "+84912345678", date(1981, 1, 2)],
            [None, None, "+84912345679", None],
        ]
        content, wrong = workbook_of(sheet(rows, [(0, 0, 0, 1)]), PEOPLE)
        assert [row.number for row in wrong] == [2, 4]
        page = openpyxl.load_workbook(BytesIO(content)).active
        assert [page.cell(2, column).value for column in (3, 4, 5)] == ["Nguyễn", "An", "0912345678/0987654321"]
        assert page.max_column == 5
        again = read_file(BytesIO(content), "wrong.xlsx")[0]
        assert list(recognise(again, PEOPLE).columns.values()) == ["name", "name", "phone"]
