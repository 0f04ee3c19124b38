"""However many annexes, lists and sections a report has, each has its number, and none is left out."""

from __future__ import annotations

import ast
import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader

from app.database import reader
from app.month import Month, now
from app.overview.results import Section
from app.places.models import Ward
from app.reports.annex_context import AnnexContext, numbered_annexes
from app.reports.annex_results import results_annex
from app.reports.drawing.pdf import draw_pdf
from app.reports.drawing.workbook import draw_workbook
from app.reports.numbering import part_letter, roman_numeral
from app.reports.report_request import ReportRequest
from app.reports.template.filling import draw_docx
from tests.cast import WARD_A
from tests.reports.sample_document import sample_document


def test_numerals_and_letters_go_on() -> None:
    first = "I, II, III, IV, V, VI, VII, VIII, IX, X, XI, XII, XIII, XIV, XV, XVI, XVII, XVIII, XIX, XX"
    assert ", ".join(map(roman_numeral, range(1, 21))) == first
    assert [roman_numeral(number) for number in (40, 49, 90, 99, 400, 2026)] == [
        "XL",
        "XLIX",
        "XC",
        "XCIX",
        "CD",
        "MMXXVI",
    ]
    letters = [part_letter(number) for number in range(1, 50)]
    assert letters[:11] == list("abcdefghikl")
    assert letters[22:25] == ["y", "aa", "ab"]
    assert len(set(letters)) == 49


def test_groups_and_parts_are_numbered() -> None:
    (one, *_others) = sample_document().annexes
    groups = [[replace(one, title=f"{number}")] for number in range(1, 12)]
    groups.insert(3, [])
    found = numbered_annexes(groups)
    assert [annex.title for annex in found] == [f"{number}" for number in range(1, 12)]
    assert [annex.number for annex in found][7:] == ["VIII", "IX", "X", "XI"]
    parts = numbered_annexes([[one] * 12])
    assert [annex.number for annex in parts] == [f"I{part}" for part in "abcdefghiklm"]


@pytest.mark.one_engine
def test_sections_are_numbered(app: Flask) -> None:
    with app.test_request_context("/?lang=vi"):
        ward = reader().get_one(Ward, WARD_A)
        report = ReportRequest(ward, Month(2026, 10), None, now())
        sections = [Section(f"code{number}", f"Mục {number}", []) for number in range(1, 11)]
        rows = results_annex(AnnexContext(report, None), sections).rows
    assert [(row.cells[0], row.cells[1]) for row in rows][7:] == [("VIII", "Mục 8"), ("IX", "Mục 9"), ("X", "Mục 10")]


@pytest.mark.one_engine
def test_ten_annexes_stand_in_every_file(app: Flask) -> None:
    document = sample_document()
    groups = [[replace(document.annexes[1], title=f"Danh mục thứ {number} ví dụ")] for number in range(1, 11)]
    whole = replace(document, annexes=numbered_annexes(groups))
    with app.test_request_context("/?lang=vi"):
        word = docx.Document(io.BytesIO(draw_docx(whole, Month(2026, 10))))
        book = load_workbook(io.BytesIO(draw_workbook(whole)))
        pdf = PdfReader(io.BytesIO(draw_pdf(whole)))
    texts = [
        "".join(node.text or " " for node in word.element.body.iter() if node.tag.endswith("}t")),
        " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row),
        " ".join(" ".join(page.extract_text() for page in pdf.pages).split()),
    ]
    for text in texts:
        assert set(re.findall(r"DANH MỤC THỨ (\d+) VÍ DỤ", text.upper())) == {str(number) for number in range(1, 11)}
        assert "PHỤ LỤC X" in text.upper()
    assert book.sheetnames[-2:] == ["Phụ lục IX", "Phụ lục X"]


def test_lists_of_different_length_are_not_paired() -> None:
    """A ``zip`` that ends with the shorter of its lists leaves the rest out in silence."""
    for path in Path("app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "zip":
                strict = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}.get("strict")
                assert strict == "True", f"{path}:{node.lineno}"
