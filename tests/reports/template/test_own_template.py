"""``month.docx`` in a ward's own layout, and in the usual one where that cannot be had."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import docx
import pytest
from flask import Flask

from app.month import now
from app.months.models import ReportTemplate
from app.reports.document import NATIONAL_TITLE
from tests.actions import add_rows, log_entries
from tests.cast import TEAM_1, WARD_A
from tests.client import Visitor
from tests.months.steps import LAST, entry_of
from tests.reports.template.mutations import MUTATIONS


def own(*lines: str) -> bytes:
    """Return a template of a few paragraphs."""
    made, file = docx.Document(), BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(file)
    return file.getvalue()


def keep(app: Flask, content: bytes, ward_id: int = WARD_A) -> None:
    add_rows(
        app, ReportTemplate(ward_id=ward_id, name="mau.docx", content=content, size=len(content), uploaded_at=now())
    )


def text_of(visitor: Visitor, query: str = "") -> str:
    response = visitor.get(f"/reports/month.docx?month={LAST}{query}")
    assert response.status_code == 200
    word = docx.Document(BytesIO(response.data))
    tables = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *tables])


@pytest.fixture
def logged(app: Flask, ana: Visitor) -> Flask:
    """Return the app with an entry of last month."""
    log_entries(ana, entry_of(LAST))
    return app


def test_ward_gets_its_own_layout_and_teams_the_default_one(logged: Flask, carla: Visitor) -> None:
    assert NATIONAL_TITLE in text_of(carla)
    keep(logged, own("Mẫu riêng của phường, tháng {{ thang }}"))
    state, line = text_of(carla).splitlines()
    assert state.startswith("Số liệu tạm tính"), "an open month says so in any layout"
    assert line == f"Mẫu riêng của phường, tháng {LAST.number:02d}"
    assert "Mẫu riêng" in text_of(Visitor(logged, "eva"), "&ward=16417")
    assert NATIONAL_TITLE in text_of(carla, f"&team={TEAM_1}")
    assert NATIONAL_TITLE in text_of(Visitor(logged, "eva"), "&ward=14812"), "another ward has none"


LOOP = own("{{ ten_bao_cao }}", "{%p for doan in mo_dau %}", "{{ doan }}", "{%p endfor %}")


@pytest.mark.parametrize(
    "content",
    [
        b"no file at all",
        own("{{ khong_co }}"),
        LOOP,
        MUTATIONS["link to a share"](),
        MUTATIONS["very many paragraphs"](),
    ],
    ids=["no file", "unknown", "loop", "link", "large"],
)
def test_report_is_drawn_without_a_working_template(logged: Flask, carla: Visitor, content: bytes) -> None:
    """A template may have been taken before there was a rule against it. It can still be had back."""
    keep(logged, content)
    assert NATIONAL_TITLE in text_of(carla)
    assert "Không dùng mẫu Word riêng của phường" in carla.get("/reports/").text
    assert carla.get("/settings/template/current.docx").data == content
    assert 'data-template="outdated"' in carla.get("/settings/template").text


@pytest.mark.parametrize(
    ("language", "advice"), [("vi", "không còn viết bằng “for”"), ("en", "not written with “for”")]
)
def test_settings_say_how_an_old_template_is_put_right(
    logged: Flask, carla: Visitor, language: str, advice: str
) -> None:
    keep(logged, LOOP)
    page = unescape(carla.get(f"/settings/template?lang={language}").text)
    (problems,) = re.findall(r'data-problems="(\d+)".*?</ol>', page, re.DOTALL)
    assert int(problems) == 1, "what stands in a loop goes with it"
    assert advice in page
    assert "<code>{%p for doan in mo_dau %}</code>" in page
    assert "{{p mo_dau }}" in page
    assert 'href="/settings/template/current.docx"' in page
