"""What is sent to the page on which lists come in: what is stored of it, and what never is."""

from __future__ import annotations

import zlib
from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse, encode_multipart

from app.database import reader
from app.imports.models import Import, ImportPart
from app.month import today
from app.people.models import AuditRecord
from tests.client import ORIGIN, Visitor
from tests.imports.page_steps import number_of, try_out
from tests.imports.workbooks import xlsx, xlsx_of

pytestmark = pytest.mark.usefixtures("place_kind")


def send_file(visitor: Visitor, file: BytesIO, name: str = "chợ.xlsx") -> TestResponse:
    form = {"given_by": "Ban quản lý chợ", "given_on": today().isoformat(), "purpose": ""}
    return visitor.post("/imports/new/merchants", file=(file, name), **form)


def stored_texts(app: Flask) -> str:
    """Return all that is stored of imports, as text."""
    with app.app_context():
        rows = [str(vars(each)) for each in reader().scalars(sa.select(Import))]
        parts = reader().scalars(sa.select(ImportPart.content)).all()
        rows += [zlib.decompress(content).decode() for content in parts]
        rows += [str(vars(each)) for each in reader().scalars(sa.select(AuditRecord))]
    return "\n".join(rows)


def test_hostile_workbook_is_refused_on_the_page_and_nothing_is_stored(app: Flask, carla: Visitor) -> None:
    page = send_file(carla, xlsx_of('<sheetData><row><c r="XFD1048576" t="str"><v>a</v></c></row></sheetData>'))
    assert page.status_code == 422
    assert "Sheet1!XFD1048576" in page.text
    with app.app_context():
        assert reader().scalar(sa.select(sa.func.count()).select_from(Import)) == 0


def test_as_many_cells_as_a_ward_has_households_can_be_pasted(carla: Visitor) -> None:
    rows = "\n".join(
        f"Điểm bán số {number}\tSố {number}, đường Trần Phú, phường Quảng Thắng" for number in range(12_000)
    )
    form = {"given_by": "Ban quản lý chợ", "given_on": today().isoformat(), "purpose": ""}
    # A browser sends a form with a field for files in parts, one of them the file that was not chosen.
    parts = {**form, "csrf_token": carla.token, "pasted": f"Tên\tĐịa chỉ\n{rows}", "file": (BytesIO(), "")}
    boundary, body = encode_multipart(parts)
    headers = {"Origin": ORIGIN, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    number_of(carla.http.post("/imports/new/merchants", data=body, headers=headers))


def test_a_number_longer_than_python_reads_is_a_text_like_others(carla: Visitor) -> None:
    number_of(send_file(carla, xlsx({"Chợ": [["Tên", "Ngày"], *([f"Quán {each}", "9" * 5_000] for each in range(5))]})))


CITIZEN = "001099012345"


def test_citizen_numbers_are_stored_nowhere(app: Flask, carla: Visitor) -> None:
    rows = [
        [f"Danh sách của {CITIZEN}", None, None, None],
        ["Tên", "CCCD", "Ghi chú", "Mã"],
        *([f"Quán {number}", CITIZEN, f"CCCD {CITIZEN}", int(CITIZEN)] for number in range(5)),
    ]
    response = send_file(carla, xlsx({f"Sheet {CITIZEN}": rows}), f"{CITIZEN} {CITIZEN[:3]}.xlsx")
    try_out(carla, number_of(response))
    stored = stored_texts(app)
    assert "Quán 4" in stored
    assert CITIZEN.lstrip("0") not in stored
