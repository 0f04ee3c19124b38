"""Reports of quarters, halves and years in a ward's own layout, and in the usual one where it names the month alone."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from flask import Flask

from app.reports.document import NATIONAL_TITLE
from app.reports.template.placeholders import BLOCKS, MONTH, VALUES
from app.year_parts import YearPart
from tests.actions import log_entries
from tests.cast import TEAM_1
from tests.client import Visitor
from tests.months.steps import closed, entry_of
from tests.reports.part_steps import FIRST, QUARTER
from tests.reports.template.test_own_template import keep, own

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("no_flags")]

NOTICE = "Không dùng mẫu Word riêng của phường"
ALL_NAMES = [
    *(f"{name}: {{{{ {name} }}}}" for name, (_meaning, example) in VALUES.items() if example and name != MONTH),
    "{%p if la_tam_tinh %}",
    "Còn tạm tính",
    "{%p endif %}",
    "{%p if thang %}",
    "Tháng {{ thang }}",
    "{%p endif %}",
    "Kỳ{% if thang %} của tháng {{ thang }}{% endif %} này",
    *(f"{{{{p {name} }}}}" for name in BLOCKS),
]
"""The lines of a template with every name there is."""


@pytest.fixture
def worked(app: Flask, ana: Visitor) -> Flask:
    """Return an app in whose ward A something was logged in a quarter that is over."""
    log_entries(ana, entry_of(FIRST), entry_of(FIRST, "training"))
    closed(app, FIRST)
    return app


def text_of(visitor: Visitor, part: YearPart = QUARTER, query: str = "") -> str:
    response = visitor.get(f"/reports/year-part.docx?lang=vi&part={part}&ward=16417{query}")
    assert response.status_code == 200
    word = docx.Document(BytesIO(response.data))
    tables = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *tables])


def test_template_with_every_name_is_filled_in_for_each_part_of_a_year(worked: Flask, carla: Visitor) -> None:
    keep(worked, own(*ALL_NAMES))
    begin = 1 if FIRST.number < 7 else 7
    for part in (QUARTER, YearPart(FIRST.year, begin, 6), YearPart(FIRST.year, 1, 12)):
        lines = text_of(carla, part).splitlines()
        with worked.test_request_context("/?lang=vi"):
            assert f"ky_bao_cao: {part.name}" in lines
        assert f"nam: {part.year}" in lines
        assert f"tu_ngay: {part.months[0].first:%d/%m/%Y}" in lines
        assert f"den_ngay: {part.months[-1].last:%d/%m/%Y}" in lines
        assert "Kỳ này" in lines, "what is about a month is left out"
        assert not any(line.startswith("Tháng ") and line != "Tháng" and line[6:].isdigit() for line in lines)
        assert "bang.ket_qua.ten: " in "\n".join(lines)
        assert "bang.diem_danh.so: " in lines, "a longer report has no attendance"
        assert not any("{{" in line or "{%" in line for line in lines)
    assert NOTICE not in carla.get("/reports/year-parts?lang=vi").text
    assert NATIONAL_TITLE in text_of(carla, query=f"&team={TEAM_1}"), "a team's has the usual layout, as a month's"


def test_template_that_names_the_month_gives_the_usual_layout_and_a_notice(worked: Flask, carla: Visitor) -> None:
    keep(worked, own(*ALL_NAMES, "Báo cáo tháng {{ thang }}"))
    assert NATIONAL_TITLE in text_of(carla)
    page = carla.get("/reports/year-parts?lang=vi").text
    assert NOTICE in page
    assert "{{ thang }}" in page
    assert "{{ ky_bao_cao }}" in page
    month = carla.get(f"/reports/month.docx?month={FIRST}").data
    lines = [paragraph.text for paragraph in docx.Document(BytesIO(month)).paragraphs]
    assert f"Báo cáo tháng {FIRST.number:02d}" in lines, "that of the month has it"


@pytest.mark.parametrize("content", [b"no file at all", own("{{ khong_co }}")], ids=["no file", "unknown"])
def test_template_that_does_not_work_gives_the_usual_layout(worked: Flask, carla: Visitor, content: bytes) -> None:
    keep(worked, content)
    assert NATIONAL_TITLE in text_of(carla)
    assert NOTICE in carla.get("/reports/year-parts?lang=vi").text
