"""The report on the screen: every cell of every annex, as it is written, and no names for who may not read them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, template_rendered

from app.database import reader
from app.month import now
from app.months.models import ReportTemplate
from app.people.models import User
from app.places.report_settings import ReportSettings
from app.reports.document import Document, cell_text
from tests.actions import add_rows, close_ward_month, log_entries
from tests.cast import MARKET_A, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.house.test_query_counts import statements_for
from tests.html import Element, parse
from tests.months.steps import LAST, closed, entry_of, turn_flags_off
from tests.overview.page import words
from tests.overview.steps import THIS
from tests.reports.steps import set_report_settings

pytestmark = pytest.mark.one_engine


def opened(app: Flask, visitor: Visitor, query: str = "") -> tuple[Element, Document, str]:
    """Return a report's page, the document that it is drawn from, and its address."""
    seen: list[Document] = []

    def note(_sender: Any, context: dict[str, Any], **_rest: Any) -> None:
        if "document" in context:
            seen.append(context["document"])

    path = f"/reports/read?month={THIS}&lang=vi{query}"
    with template_rendered.connected_to(note, app):
        response = visitor.get(path)
    assert response.status_code == 200
    return parse(response.text), seen[-1], response.text


@pytest.fixture
def worked(app: Flask) -> Flask:
    """Return an app in whose ward A entries of every kind were logged."""
    log_entries(
        Visitor(app, "ana"),
        make_entry(household=household(), people=3),
        make_entry("installation", people=4),
        make_entry("training", attendees=1500, women=800, elderly=20, title="Sổ <tay> & mã"),
        make_entry("merchant", place=MARKET_A),
    )
    return app


@pytest.mark.parametrize(("name", "query"), [("carla", ""), ("leo", ""), ("ana", ""), ("eva", "&ward=16417")])
def test_page_holds_every_cell_of_the_document(worked: Flask, name: str, query: str) -> None:
    page, document, _text = opened(worked, Visitor(worked, name), query)
    tables = {table.get("data-annex"): table for table in page.iter("table")}
    assert list(tables) == [annex.code for annex in document.annexes]
    for annex in document.annexes:
        table = tables[annex.code]
        assert [words(cell) for cell in table.iter("th")] == [column.heading for column in annex.columns]
        shown = [[words(cell) for cell in row.iter("td")] for row in table.findall("tbody/tr")]
        with worked.test_request_context("/?lang=vi"):
            expected = [[" ".join(cell_text(cell).split()) for cell in row.cells] for row in annex.rows]
        assert shown == expected
        assert [row.get("class") or "plain" for row in table.findall("tbody/tr")] == [row.style for row in annex.rows]
    main = page.find(".//main")
    assert main is not None
    page_text = words(main)
    assert all(" ".join(note.split()) in page_text for annex in document.annexes for note in annex.notes)
    if document.letter:
        letter = document.letter
        texts = [letter.issuer, letter.subject, letter.place_and_date, *letter.opening, *letter.recipients]
        texts += [text for chapter in letter.chapters for part in chapter.parts for text in part.paragraphs]
        assert [text for text in texts if " ".join(text.split()) not in page_text] == []
    fields = list(page.iter("textarea"))
    # One person's own figures are not the ward's, and nobody should take them for that in a chat.
    assert len(fields) == (1 if document.letter else 0)
    for field in fields:
        assert (field.text or "").startswith(document.title)
        assert field.get("readonly") is not None


def test_state_and_files_stand_on_top(worked: Flask, carla: Visitor) -> None:
    page, _document, _text = opened(worked, carla)
    assert [mark.get("data-state") for mark in page.iter("p") if mark.get("class") == "month-state"] == ["open"]
    links = [link.get("href") or "" for link in page.findall(".//div[@class='actions']/a[@href]")]
    assert [link.split("?")[0].rpartition(".")[2] for link in links] == ["docx", "pdf", "xlsx"]
    assert {carla.get(link).status_code for link in links} == {200}
    close_ward_month(worked, THIS)
    page, document, _text = opened(worked, carla)
    assert [mark.get("data-state") for mark in page.iter("p") if mark.get("class") == "month-state"] == ["closed"]
    assert not document.is_provisional


def test_names_are_hidden_from_provinces_and_views_are_logged(worked: Flask, carla: Visitor) -> None:
    set_report_settings(worked, ReportSettings(annexes=["results", "attendance"]))
    with worked.app_context():
        names = set(reader().scalars(sa.select(User.name)))
    _page, document, _text = opened(worked, carla)
    (attendance,) = (annex for annex in document.annexes if annex.code == "attendance")
    shown = {cell_text(row.cells[1]) for row in attendance.rows} & names
    assert shown
    _page, document, text = opened(worked, Visitor(worked, "eva"), "&ward=16417")
    assert "attendance" not in {annex.code for annex in document.annexes}
    assert not [name for name in shown if name in text]
    journal = carla.get("/journal/?group=names").text
    assert journal.count("báo cáo tháng") == 1


def test_reports_page_says_that_the_pdf_has_the_usual_layout(app: Flask, carla: Visitor) -> None:
    usual = "theo mẫu thường dùng, không theo mẫu riêng của phường"
    assert usual not in carla.get("/reports/?lang=vi").text
    add_rows(
        app,
        ReportTemplate(ward_id=WARD_A, name="mẫu.docx", content=b"PK", size=2, uploaded_at=now(), uploaded_by_id=None),
    )
    assert usual in carla.get("/reports/?lang=vi").text
    assert "not in that of the ward's own template" in carla.get("/reports/?lang=en").text
    assert usual not in Visitor(app, "leo").get("/reports/?lang=vi").text, "a team's report has no other layout"


@pytest.mark.parametrize(("name", "most"), [("carla", 33), ("leo", 33), ("ana", 22)])
def test_report_is_made_from_one_reading(worked: Flask, name: str, most: int) -> None:
    """Of an open month. That of a closed one is read from its edition, which is one statement."""
    visitor = Visitor(worked, name)
    for path in ("read", "month.docx", "month.pdf", "month.xlsx"):
        statements = statements_for(worked, lambda: visitor.get(f"/reports/{path}?month={THIS}"))  # noqa: B023
        assert len(statements) <= most, (path, len(statements))
    if name == "carla":
        turn_flags_off(worked)
        log_entries(Visitor(worked, "ana"), entry_of(LAST))
        closed(worked)
        assert len(statements_for(worked, lambda: visitor.get(f"/reports/read?month={LAST}"))) <= 11
