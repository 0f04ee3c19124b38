"""A coordinator's own entries when a month is closed, and their marks in the annex of attendance."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest
from flask import Flask
from msgspec import convert
from openpyxl import load_workbook
from pypdf import PdfReader

from app.months.edition_parts import Attendance
from app.places.report_settings import ReportSettings
from tests.actions import log_entries, set_role
from tests.cast import ANA
from tests.client import Visitor
from tests.html import parse
from tests.months.steps import LAST, closed, editions, entry_of, figures, flag, reopening, statuses
from tests.overview.page import words
from tests.reports.steps import set_report_settings
from tests.review.steps import decide as press
from tests.sync.steps import assert_counted
from tests.terminal import run

pytestmark = pytest.mark.usefixtures("no_flags")

NOTE = "do chính người ghi duyệt"


@pytest.fixture
def bruno(app: Flask, visitor: Callable[..., Visitor]) -> Visitor:
    """The other coordinator of ward A."""
    set_role(app, "bruno", "coordinator")
    return visitor("bruno")


def check_list(visitor: Visitor) -> dict[str, Any]:
    tree = parse(visitor.get(f"/reports/months/{LAST}").text)
    return {item.get("data-check", ""): item for item in tree.findall(".//ul[@class='rows check-list']/li")}


def press_close(visitor: Visitor, waiting: int) -> Any:
    return visitor.post(f"/reports/months/{LAST}/close", waiting=str(waiting), looked="y")


def test_closing_leaves_the_closers_own_to_the_other_coordinator(
    app: Flask, ana: Visitor, carla: Visitor, bruno: Visitor
) -> None:
    own, flagged = log_entries(carla, entry_of(LAST, day=7), entry_of(LAST))
    others = log_entries(ana, entry_of(LAST)) + log_entries(bruno, entry_of(LAST))
    flag(app, flagged)
    checks = check_list(carla)
    assert [checks[code].get("data-number") for code in ("clear", "own", "flagged")] == ["2", "1", "1"]
    assert "Nguyễn Ví Dụ Bruno" in words(checks["own"])
    assert f"07/{LAST.number:02d}/{LAST.year}" in words(checks["own"])
    assert press_close(carla, 2).status_code == 302
    assert statuses(app, own, flagged, *others) == ["submitted", "submitted", "approved", "approved"]
    assert figures(app)["entries"] == {"approved": 2, "submitted": 2}
    reopening(app)
    assert check_list(carla)["own"].get("data-number") == "1", "it goes on to wait"
    assert "own" not in check_list(bruno)
    press_close(bruno, 1)
    assert statuses(app, own) == ["approved"]
    assert "self_approved" not in str(figures(app, number=2)["attendance"])
    assert_counted(app)


def test_own_entries_that_come_in_meanwhile_do_not_hold_up_the_closing(
    app: Flask, ana: Visitor, carla: Visitor, bruno: Visitor
) -> None:
    log_entries(ana, entry_of(LAST))
    log_entries(carla, entry_of(LAST))
    press_close(carla, 1)
    assert [edition.approved_at_closing for edition in editions(app)] == [1]


def test_single_coordinator_closes_and_own_approvals_are_marked(app: Flask, ana: Visitor, carla: Visitor) -> None:
    own, later, of_ana = (
        *log_entries(carla, entry_of(LAST, day=3, companions=[ANA]), entry_of(LAST, day=5)),
        *log_entries(ana, entry_of(LAST, day=4)),
    )
    assert "own" not in check_list(carla)
    press(carla, "approve", f"{own['id']}:1")
    press_close(carla, 2)
    assert statuses(app, own, later, of_ana) == ["approved"] * 3
    days = {each["name"].split()[-1]: each.get("self_approved", []) for each in figures(app)["attendance"]}
    assert days == {"Carla": [f"{LAST}-03", f"{LAST}-05"], "Ana": [f"{LAST}-03"]}


def test_month_command_approves_entries_of_coordinators(app: Flask, carla: Visitor, bruno: Visitor) -> None:
    own = log_entries(carla, entry_of(LAST)) + log_entries(bruno, entry_of(LAST))
    assert run(app, "month", "close", str(LAST), "--ward", "16417", typed="y\n")[0] == 0
    assert statuses(app, *own) == ["approved", "approved"]
    assert "self_approved" not in str(figures(app)["attendance"])


def test_last_approval_decides_whether_it_is_by_the_author(app: Flask, carla: Visitor) -> None:
    (own,) = log_entries(carla, entry_of(LAST))
    press(carla, "approve", f"{own['id']}:1")
    press(carla, "return:people", f"{own['id']}:2")
    log_entries(carla, {**own, "revision": 2})
    set_role(app, "bruno", "coordinator")
    press(Visitor(app, "bruno"), "approve", f"{own['id']}:4")
    closed(app)
    assert "self_approved" not in str(figures(app)["attendance"])


@pytest.mark.one_engine
@pytest.mark.parametrize("is_closed", [False, True])
def test_annex_marks_self_approved_days_in_every_drawing(
    app: Flask, ana: Visitor, carla: Visitor, is_closed: bool
) -> None:
    set_report_settings(app, ReportSettings(annexes=["attendance"]))
    (own,) = log_entries(carla, entry_of(LAST, day=3))
    log_entries(carla, entry_of(LAST, day=9))
    log_entries(ana, entry_of(LAST, day=4))
    if is_closed:
        press_close(carla, 3)
    else:
        press(carla, "approve", f"{own['id']}:1")
    days = "03*, 09*" if is_closed else "03*, 09"
    address = f"/reports/month.%s?month={LAST}&lang=vi"
    document = docx.Document(io.BytesIO(carla.get(address % "docx").data))
    texts = {
        "page": words(parse(carla.get(f"/reports/read?month={LAST}&lang=vi").text)),
        "docx": " ".join(
            [*(cell.text for table in document.tables for row in table.rows for cell in row.cells)]
            + [paragraph.text for paragraph in document.paragraphs]
        ),
        "xlsx": " ".join(
            str(cell)
            for sheet in load_workbook(io.BytesIO(carla.get(address % "xlsx").data))
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        ),
        "pdf": " ".join(
            " ".join(
                page.extract_text() for page in PdfReader(io.BytesIO(carla.get(address % "pdf").data)).pages
            ).split()
        ),
    }
    for name, text in texts.items():
        assert days in text, name
        assert NOTE in text, name
        assert "vì phường" not in text, "why is not known of what was approved before there was the rule"


def test_edition_without_self_approved_days_is_read() -> None:
    kept = {"member": 4, "name": "Ví Dụ", "team": None, "days": ["2026-10-03"], "entries": 1}
    assert convert(kept, Attendance).self_approved == ()
