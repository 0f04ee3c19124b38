"""Sheets to print and the picture of a date: what they say, and that a code leads to the date's page."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time

import pytest
import segno
import sqlalchemy as sa
from flask import Flask
from PIL import Image, ImageChops
from pypdf import PdfReader

from app.calendar.picture import HEIGHT, WIDTH, PictureText, draw_picture
from app.database import reader
from app.events.models import Duty, DutyAnswer, EventDate, EventShift
from app.people.audit_events import AuditEvent
from app.people.models import AuditRecord
from tests.actions import add_rows
from tests.cast import ANA, BRUNO, LEO, TEAM_1, WARD_A
from tests.client import Visitor
from tests.events.rows import SUNDAY, event_of_team, event_row

pytestmark = pytest.mark.one_engine

AT = datetime(2026, 11, 30, 3, tzinfo=UTC)
TEXT = PictureText(
    "Phường Quảng Thắng", "Ngày Chủ nhật gần Dân", "Chủ nhật, 06/12/2026", "07:30–11:00", "Nhà văn hóa", "", "Quét mã."
)
ADDRESS = "https://example.org/calendar/1/2026-12-06"


def _text(file: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(file)).pages)


def test_the_sheet_of_a_month_holds_its_dates_and_what_became_of_them(app: Flask, ana: Visitor) -> None:
    moved = EventDate(event_id=1, day=SUNDAY, moved_to=date(2026, 12, 8), reason="mưa bão", changed_at=AT)
    add_rows(app, event_row(1, rule="FREQ=WEEKLY;BYDAY=SU"), event_row(2), event_of_team(2, TEAM_1), moved)
    text = _text(ana.get("/calendar/month.pdf?month=2026-12").data)
    words = "Lịch tháng 12/2026", "Thứ ba, 08/12/2026", "Dời từ Chủ nhật, 06/12/2026: mưa bão", "Tất cả các tổ", "Tổ 1"
    assert [word for word in words if word not in text] == []
    assert text.count("07:30–11:00") == 5


def test_the_sheet_of_a_date_holds_its_shifts_and_who_did_not_say_no(app: Flask, carla: Visitor) -> None:
    shifts = [
        EventShift(event_id=1, number=number, starts_at=time(7 + number, 30), ends_at=time(9 + number), needed=3)
        for number in (1, 2)
    ]
    duties = [
        Duty(ward_id=WARD_A, event_id=1, day=SUNDAY, shift=1, member_id=id, asked_at=AT, answer=answer)
        for id, answer in ((ANA, DutyAnswer.YES), (BRUNO, DutyAnswer.NO), (LEO, None))
    ]
    add_rows(app, event_row(1), *shifts)
    add_rows(app, *duties)
    text = _text(carla.get("/calendar/1/2026-12-06/roster.pdf").data)
    words = "Ca 08:30–10:00", "Ca 09:30–11:00", "Nguyễn Ví Dụ Ana", "Nguyễn Ví Dụ Leo", "Chủ nhật, 06/12/2026"
    assert [word for word in words if word not in text] == []
    assert "Bruno" not in text
    with app.app_context():
        pages = reader().scalars(
            sa.select(AuditRecord.detail).where(AuditRecord.event == AuditEvent.NAMES_SEEN, AuditRecord.ward_id == 1)
        )
        assert [detail["page"] for detail in pages] == ["calendar.roster"]


def test_a_picture_is_a_png_and_the_same_each_time(app: Flask, ana: Visitor) -> None:
    add_rows(app, event_row(1))
    answer = ana.get("/calendar/1/2026-12-06/picture.png")
    image = Image.open(io.BytesIO(answer.data))
    assert (answer.mimetype, image.format, image.size) == ("image/png", "PNG", (WIDTH, HEIGHT))
    assert ana.get("/calendar/1/2026-12-06/picture.png").data == answer.data


def test_the_code_of_a_picture_leads_to_the_date() -> None:
    image = Image.open(io.BytesIO(draw_picture(TEXT, ADDRESS)))
    code = segno.make(ADDRESS, error="m", micro=False)
    side = code.symbol_size(border=2)[0]
    scale = 330 // side
    left, top = WIDTH - 80 - side * scale, HEIGHT - 80 - side * scale
    dark = [
        [
            image.getpixel((left + (column + 2) * scale + scale // 2, top + (row + 2) * scale + scale // 2))
            == (0, 0, 0)
            for column in range(side - 4)
        ]
        for row in range(side - 4)
    ]
    assert dark == [[bool(module) for module in row] for row in code.matrix]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Ngày không viết, không nhập hồ sơ " * 4},
        {"place": "Trung tâm Phục vụ hành chính công, số 145 đường Nguyễn Thị Minh Khai " * 3},
        {"state": "Dời từ Thứ tư, 09/12/2026: " + "mưa bão " * 24},
        {"ward": "Phường Nguyễn Đình Chiểu và Phước Hậu, tỉnh Vĩnh Long"},
    ],
)
def test_long_texts_leave_the_margins_and_the_code_free(change: dict[str, str]) -> None:
    usual = Image.open(io.BytesIO(draw_picture(TEXT, ADDRESS)))
    long = Image.open(io.BytesIO(draw_picture(TEXT._replace(**change), ADDRESS)))
    for box in ((WIDTH - 60, 0, WIDTH, HEIGHT), (0, 0, 70, HEIGHT), (WIDTH - 410, HEIGHT - 410, WIDTH, HEIGHT)):
        assert ImageChops.difference(usual.crop(box), long.crop(box)).getbbox() is None


def test_the_sheet_of_a_month_without_dates_says_so(ana: Visitor) -> None:
    assert "Tháng này chưa có" in _text(ana.get("/calendar/month.pdf?month=2026-12").data)
