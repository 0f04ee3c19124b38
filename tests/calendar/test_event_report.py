"""The figures of an event on its pages, and its report: figures, days, and who was on duty."""

from __future__ import annotations

from datetime import time
from io import BytesIO

import docx
import openpyxl
import pytest
from flask import Flask
from pypdf import PdfReader

from app.events.models import Duty, DutyAnswer, EventShift
from app.month import now
from tests.actions import add_rows
from tests.calendar.event_steps import EVENT, FIRST, MOVED, add_events, log_at_events
from tests.cast import ANA, BRUNO, LEO, WARD_A
from tests.client import Visitor

pytestmark = pytest.mark.one_engine


@pytest.fixture(autouse=True)
def _events(app: Flask) -> None:
    add_events(app)


def test_pages_show_the_figures(ana: Visitor, carla: Visitor) -> None:
    log_at_events(ana)
    page = carla.get(f"/calendar/{EVENT}?first=2026-09-01&last=2026-09-30").text
    assert 'data-served="38"' in page
    assert "không phải ngày của hoạt động" in page
    page = carla.get(f"/calendar/{EVENT}/{MOVED}").text
    assert 'data-served="7"' in page
    assert "first=2026-09-14&amp;last=2026-09-14" in page
    assert "report.docx" not in ana.get(f"/calendar/{EVENT}").text


def test_report_names_figures_days_and_who_was_on_duty(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_at_events(ana)
    asked = {"ward_id": WARD_A, "event_id": EVENT, "shift": 1, "asked_at": now()}
    add_rows(app, EventShift(event_id=EVENT, number=1, starts_at=time(7, 30), ends_at=time(9), needed=2))
    add_rows(
        app,
        Duty(**asked, day=MOVED, member_id=ANA, answer=DutyAnswer.YES, is_present=True),
        Duty(**asked, day=MOVED, member_id=LEO, answer=DutyAnswer.NO),
        Duty(**asked, day=FIRST, member_id=BRUNO),
    )
    address = f"/calendar/{EVENT}/report.%s?first=2026-09-01&last=2026-09-30"
    word = docx.Document(BytesIO(carla.get(address % "docx").data))
    rows = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert ["06/09/2026", "29", "0", "40", "72,5%", ""] in rows
    assert ["14/09/2026", "7", "0", "40", "17,5%", "dời từ 13/09/2026"] in rows
    assert ["1", "06/09/2026", "07:30–09:00", "Nguyễn Ví Dụ Bruno", "chưa xác nhận"] in rows
    assert ["2", "14/09/2026", "07:30–09:00", "Nguyễn Ví Dụ Ana", "có mặt"] in rows
    assert any("Địa điểm: Chợ Quảng Thắng." in line.text for line in word.paragraphs)
    book = openpyxl.load_workbook(BytesIO(carla.get(address % "xlsx").data))
    served = [row[1] for row in book.worksheets[1].iter_rows(values_only=True) if isinstance(row[1], int)]
    assert served == [29, 2, 7, 0, 38]
    pages = PdfReader(BytesIO(carla.get(address % "pdf").data)).pages
    assert len(pages) == 2
    assert ana.get(address % "docx").status_code == 403


def test_a_thousand_years_are_too_many_days(carla: Visitor) -> None:
    days = "first=2000-01-01&last=2999-12-31"
    for path in (f"/calendar/{EVENT}", f"/calendar/{EVENT}/report.docx"):
        assert carla.get(f"{path}?{days}").status_code == 400


def test_days_without_figures_in_an_open_period_are_provisional(carla: Visitor) -> None:
    days = "first=2026-09-02&last=2026-09-03"
    word = docx.Document(BytesIO(carla.get(f"/calendar/{EVENT}/report.docx?{days}").data))
    lines = [line.text for line in word.paragraphs]
    assert any(line.startswith("Số liệu tạm tính") for line in lines)
    assert not any(line.startswith("Các kỳ đều đã chốt") for line in lines)
