"""Pages and files of the quick report: one page, the same figures, refusals in words, and who took a file away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import docx
import pytest
from flask import Flask
from pypdf import PdfReader

from app.catalogue.openings import ALL_YEAR
from app.catalogue.queries import services_of
from app.database import reader
from app.events.models import Campaign
from app.month import Month, now, today
from app.places.models import Team
from app.reports.document import MOTTO
from app.reports.quick_rows import QuickProgress, QuickRow, largest
from app.reports.quick_text import quick_text
from app.reports.share_text import MAX_LENGTH
from app.targets.models import Target
from tests.actions import add_rows, log_entries
from tests.cast import TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.html import parse
from tests.overview.page import words
from tests.reports.quick_steps import quick_of

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("no_flags")]
MARCH, FIRST_ID = Month(2025, 3), 1000
ADDRESS = "from=2025-03-01&to=2025-03-31"
"""A month in which a lot was done."""

MANY = 90


@pytest.fixture
def busy(app: Flask, ana: Visitor) -> Flask:
    """Return an app in whose ward everything was done that can be counted, by one of many teams with long names."""
    with app.app_context():
        codes = [service.code for service in reader().scalars(services_of(WARD_A))]
    march = {"happened_on": "2025-03-05"}
    log_entries(
        ana,
        *(make_entry("installation", service=code, outcome="activated", people=3, **march) for code in codes),
        *(make_entry(kind, **march) for kind in ("visit", "training", "merchant")),
    )
    common: dict[str, Any] = {"ward_id": WARD_A, "year": 2025}
    add_rows(
        app,
        *(
            Team(id=FIRST_ID + n, ward_id=WARD_A, name=f"Tổ công nghệ số cộng đồng và Đề án 06 số {n}")
            for n in range(MANY)
        ),
        *(
            Target(id=FIRST_ID + n, measure=f"service.{code}", month=str(MARCH), figure=100_000, **common)
            for n, code in enumerate(codes)
        ),
        *(
            Target(id=FIRST_ID + 500 + n, measure=f"service.{code}", figure=1_000_000, **common)
            for n, code in enumerate(codes)
        ),
    )
    return app


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_busiest_ward_has_one_page(busy: Flask, carla: Visitor, language: str) -> None:
    """It has more lines than fit: it says how many are not there, and how many more teams logged nothing."""
    pages = PdfReader(io.BytesIO(carla.get(f"/reports/quick.pdf?{ADDRESS}&lang={language}").data)).pages
    assert len(pages) == 1
    notes = quick_of(busy, MARCH.first, MARCH.last).document.annexes[0].notes
    assert "tổ khác." in notes[0]
    assert "dòng có số nhỏ hơn" in notes[-1]


def test_word_file_has_the_same_lines(busy: Flask, carla: Visitor) -> None:
    report = quick_of(busy, MARCH.first, MARCH.last)
    answer = carla.get(f"/reports/quick.docx?{ADDRESS}&lang=vi")
    name = "bao-cao-nhanh-tu-01-03-2025-den-31-03-2025-16417-tam-tinh.docx"
    assert name in answer.headers["Content-Disposition"]
    word = docx.Document(io.BytesIO(answer.data))
    assert MOTTO in word.tables[0].rows[0].cells[1].text
    names = [row.cells[1].text for row in word.tables[1].rows[1:]]
    assert names == [row.name for row in report.rows]
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert report.document.title in text
    assert "Số liệu tạm tính" in text
    assert "Tổ chưa ghi việc nào (91 trong 92 tổ)" in text


def test_page_names_every_team_without_entries(busy: Flask, carla: Visitor) -> None:
    page = parse(carla.get(f"/reports/quick?{ADDRESS}&lang=vi").text)
    teams = [each.get("data-team") for each in page.iter("li") if each.get("data-team")]
    assert len(teams) == MANY + 1
    assert str(TEAM_1) not in teams


def test_text_to_share_is_short_and_names_no_person(busy: Flask, carla: Visitor) -> None:
    with busy.test_request_context("/?lang=vi"):
        text = quick_text(quick_of(busy, MARCH.first, MARCH.last))
    assert len(text) <= MAX_LENGTH
    lines = text.splitlines()
    assert lines[0].endswith("từ ngày 01/03/2025 đến ngày 31/03/2025")
    assert "tạm tính" in text
    assert "• Lượt đến hộ: 1 (" in text
    assert "Nguyễn" not in text


def test_leader_reads_the_own_team_alone(busy: Flask) -> None:
    page = parse(Visitor(busy, "leo").get(f"/reports/quick?{ADDRESS}&lang=vi").text)
    main = page.find(".//main")
    assert main is not None
    text = words(main)
    assert "Tổ 1" in text
    assert "Tổ chưa ghi" not in text
    measures = {each.get("data-measure") for each in page.iter("tr") if each.get("data-measure")}
    assert {"visit", "visit.people", "training"} <= measures


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("from=2025-03-31&to=2025-03-01", "Ngày đầu đang sau ngày cuối."),
        (f"from={today() + timedelta(days=1)}", "Những ngày này chưa đến."),
        ("from=2019-03-31&to=2025-03-01", "Ngày này quá xa"),
        ("from=x", "Hãy chọn đủ hai ngày"),
    ],
)
def test_days_that_are_refused_are_explained(carla: Visitor, days: str, sentence: str) -> None:
    answer = carla.get(f"/reports/quick?{days}&lang=vi")
    assert answer.status_code == 400
    main = parse(answer.text).find(".//main")
    assert main is not None
    assert sentence in words(main)
    assert carla.get(f"/reports/quick.docx?{days}").status_code == 400


def test_campaigns_that_are_on_are_offered(app: Flask, carla: Visitor) -> None:
    day = timedelta(days=1)
    common: dict[str, Any] = {"ward_id": WARD_A, "made_at": now()}
    add_rows(
        app,
        Campaign(id=1, name="Ra quân hè", first_day=today() - day, last_day=today() + day, **common),
        Campaign(id=2, name="Ra quân xong", first_day=today() - 3 * day, last_day=today() - day, **common),
    )
    text = carla.get("/reports/quick?lang=vi").text
    assert f"from={today() - day}&amp;to={today() + day}" in text
    assert "Ra quân hè" in text
    assert "Ra quân xong" not in text


def test_files_that_leave_are_recorded_by_their_days(carla: Visitor) -> None:
    carla.get(f"/reports/quick.pdf?{ADDRESS}")
    assert "báo cáo nhanh · 01/03–31/03/2025" in carla.get("/journal/?lang=vi").text


@pytest.fixture
def in_vietnamese(app: Flask) -> Iterator[None]:
    with app.test_request_context("/?lang=vi"):
        yield


def row(code: str, in_days: int, *, target: bool = False, is_headline: bool = False, name: str = "Việc") -> QuickRow:
    progress = QuickProgress(1, 2) if target else None
    return QuickRow(code, name, "người", in_days, in_days, progress, None, ALL_YEAR, is_headline)


@pytest.mark.usefixtures("in_vietnamese")
def test_headlines_and_targets_stay_where_room_is_short() -> None:
    rows = [row("small", 1), row("large", 9), row("aimed", 0, target=True), row("head", 0, is_headline=True)]
    height = rows[0].height
    assert [each.code for each in largest(rows, 4 * height)] == ["small", "large", "aimed", "head"]
    assert [each.code for each in largest(rows, 4 * height - 1)] == ["large", "aimed", "head"]
    assert [each.code for each in largest(rows, 2 * height)] == ["aimed", "head"]
    assert largest(rows, 0) == []
    assert row("long", 1, name="x" * 99).height > height
