"""Templates: what is filled into one is recognised without a question, and typed texts stay texts."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from flask import Flask

from app.imports.kinds import KINDS
from app.imports.list_kind import ListCode, ListKind, ListRow
from app.imports.reading import read_file
from app.imports.recognition import best_sheet, recognise
from app.imports.rows import rows_of
from app.imports.templates import template_name, template_workbook
from app.localisation import LANGUAGES
from tests.client import Visitor
from tests.imports.sheet_makers import FIGURES

pytestmark = pytest.mark.one_engine

AREAS = [f"Tổ dân phố {number}" for number in range(1, 91)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_template_of_each_kind_is_recognised(sqlite_app: Flask, kind: ListKind, language: str) -> None:
    with sqlite_app.test_request_context(f"/?lang={language}"):
        content = template_workbook(kind, "Phường An Khê", {"area": AREAS, "team": [], "name": AREAS})
        sheets = read_file(BytesIO(content), "template.xlsx")
        assert best_sheet(sheets, kind) == 0
        found = recognise(sheets[0], kind)
        assert list(found.columns.values()) == [column.code for column in kind.columns]
        assert not list(rows_of(sheets[0], found, kind))


def test_a_filled_template_is_read(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        book = openpyxl.load_workbook(BytesIO(template_workbook(FIGURES, "An Khê", {"area": AREAS})))
        book.worksheets[0].append([AREAS[4], 120, None, None, "10/2026", "05/10/2026", "x"])
        filled = BytesIO()
        book.save(filled)
        sheet = read_file(BytesIO(filled.getvalue()), "filled.xlsx")[0]
        found = recognise(sheet, FIGURES)
        assert list(found.unclear_days) == [5]
        row = next(iter(rows_of(sheet, found.with_day_order(5, "day_first"), FIGURES)))
        values = {"area": AREAS[4], "households": "120", "month": "2026-10", "as_of": "2026-10-05", "poor": "yes"}
        assert row == ListRow(2, values)


def test_areas_can_be_chosen_and_are_no_formulas(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        content = template_workbook(FIGURES, "An Khê", {"area": [*AREAS, "=1+1"], "people": []})
        book = openpyxl.load_workbook(BytesIO(content))
        (offered,) = book.worksheets[0].data_validations.dataValidation
        assert offered.formula1 == f"'{book.sheetnames[2]}'!$A$2:$A$92"
        assert offered.errorStyle == "warning"
        assert book.worksheets[2]["A92"].value == "'=1+1"
        assert book.worksheets[2]["A92"].data_type == "s"
        assert book.worksheets[0].column_dimensions["A"].width > 20


def test_the_name_of_the_file_says_kind_and_ward() -> None:
    assert template_name(FIGURES, "Phường Đồng Đăng") == "mau-populations-phuong-dong-dang.xlsx"


@pytest.mark.parametrize(
    ("code", "columns", "name"),
    [
        ("merchants", ["area", "place"], "Phố 1"),
        ("office_figures", ["office", "indicator"], "Công an"),
        ("baselines", ["indicator"], "VNeID"),
        ("opening_figures", ["subject"], "VNeID"),
    ],
)
def test_a_template_offers_what_the_ward_can_choose_from(
    carla: Visitor, code: str, columns: list[str], name: str
) -> None:
    book = openpyxl.load_workbook(BytesIO(carla.get(f"/imports/templates/{code}.xlsx").data))
    names = [[cell for cell in column if cell] for column in book.worksheets[2].iter_cols(values_only=True)]
    assert {*columns} <= {column.code for column in KINDS[ListCode(code)].columns}
    assert len(names) == len(columns)
    assert any(name in each for column in names for each in column[1:])
