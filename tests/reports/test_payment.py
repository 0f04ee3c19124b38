"""The list of payments: amounts, sums and room to sign in every file, and a record of who took it away."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader

from app.places.report_settings import ANNEXES, Rates, ReportSettings
from tests.actions import log_entries
from tests.client import Visitor
from tests.months.steps import LAST, entry_of
from tests.reports.steps import set_report_settings

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("no_flags")]

TEXTS = ("Nguyễn Ví Dụ Ana", "100.000", "Ký nhận", "Người lập", "Kế toán", "Chủ tịch", "Danh sách chi trả")


def _words(kind: str, content: bytes) -> str:
    file = BytesIO(content)
    if kind == "docx":
        document = docx.Document(file)
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if kind == "pdf":
        return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())
    return " ".join(str(cell) for row in load_workbook(file).active.iter_rows(values_only=True) for cell in row)


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
def test_list_has_amounts_and_who_signs_and_is_recorded(app: Flask, ana: Visitor, carla: Visitor, kind: str) -> None:
    log_entries(ana, entry_of(LAST), entry_of(LAST, day=2))
    set_report_settings(app, ReportSettings(annexes=ANNEXES, rates=Rates(per_day=50_000)))
    response = carla.get(f"/reports/payment.{kind}?month={LAST}&lang=vi")
    assert (
        f"chi-tra-thang-{LAST.number:02d}-{LAST.year}-16417-tam-tinh.{kind}" in response.headers["Content-Disposition"]
    )
    words = _words(kind, response.data)
    expected = [text.replace(".", "") if kind == "xlsx" else text for text in TEXTS]
    assert [text for text in expected if text not in words] == []
    assert "Phụ lục" not in words
    assert "danh sách chi trả" in carla.get("/journal/?group=names&lang=vi").text
    report = _words(kind, carla.get(f"/reports/month.{kind}?month={LAST}&lang=vi").data) if kind != "xlsx" else ""
    assert "100.000" not in report, "no sum of money goes with the letter"


def test_reports_page_has_the_list_where_the_ward_pays(app: Flask, carla: Visitor) -> None:
    assert "payment.docx" not in carla.get("/reports/").text
    set_report_settings(app, ReportSettings(rates=Rates(per_month=300_000)))
    assert "payment.docx" in carla.get("/reports/").text
    assert "payment.docx" not in Visitor(app, "ana").get("/reports/").text
    assert "Danh sách chi trả" in carla.get("/reports/months?lang=vi").text
