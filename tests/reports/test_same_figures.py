"""One report, four drawings: page, Word, PDF and workbook carry the same figures, read back from each."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import normalize

import docx
import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.database import reader
from app.month import now, today
from app.people.queries import actor_of
from app.places.models import Population, Team, Ward
from app.reports.content import report_document
from app.reports.document import Document, cell_text
from app.reports.report_request import ReportRequest
from app.targets.models import Target
from app.targets.subjects import HOUSEHOLDS
from tests.actions import add_rows, log_entries
from tests.cast import AREA_2, CARLA, MARKET_A, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import household
from tests.html import parse
from tests.months.steps import LAST, closed, entry_of, reopening, turn_flags_off
from tests.overview.page import words as words_of
from tests.reports.steps import result_of

pytestmark = pytest.mark.one_engine

Rows = list[list[str]]


@pytest.fixture
def filled(app: Flask, ana: Visitor) -> Flask:
    """Return the app with a month of work of two teams, published figures, a bound, populations and targets."""
    turn_flags_off(app)
    common: dict[str, Any] = {"ward_id": WARD_A, "source": "Báo mẫu"}
    add_rows(
        app,
        Population(id=1000, group="residents", figure=9658, as_of=date(2023, 12, 31), **common),
        Population(id=1001, group=HOUSEHOLDS, figure=3000, as_of=LAST.first, **common),
        Baseline(
            id=1000,
            indicator_code="health_book_in_vneid",
            unit_then="Phường Quảng Thắng",
            as_of=date(2023, 12, 31),
            numerator=9547,
            denominator=9658,
            published_percent="98.8",
            **common,
        ),
        Baseline(
            id=1001,
            indicator_code="public_service_account",
            unit_then="",
            as_of=date(2024, 3, 31),
            numerator=2800,
            bound=Bound.MORE_THAN,
            **common,
        ),
        Target(id=1000, ward_id=WARD_A, measure="visit", year=LAST.year, figure=1200),
    )
    log_entries(ana, *(entry_of(LAST, day=day, household=household(f"Số {day}"), people=30) for day in range(1, 25)))
    log_entries(ana, entry_of(LAST, "installation", people=44, service="health_record"), entry_of(LAST, "training"))
    bruno = Visitor(app, "bruno")
    common = {"neighbourhood": AREA_2}
    log_entries(
        bruno,
        entry_of(LAST, "training", attendees=1234, **common),
        entry_of(LAST, "merchant", place=MARKET_A, **common),
    )
    closed(app)
    return app


def expected(app: Flask, edition: int | None, team_id: int | None = None) -> Document:
    with app.test_request_context("/?lang=vi"):
        actor = actor_of(reader(), CARLA, today())
        assert actor is not None
        name = reader().get_one(Team, team_id).name if team_id else ""
        ward = reader().get_one(Ward, WARD_A)
        report = ReportRequest(ward, LAST, now() if edition else None, now(), team_id, name, edition=edition)
        return report_document(reader(), actor, report)


def as_read(app: Flask, found: Document) -> list[Rows]:
    """Return the rows of each annex as a reader sees them, sections with their two cells."""
    with app.test_request_context("/?lang=vi"):
        return [[[cell_text(cell) for cell in row.cells] for row in annex.rows] for annex in found.annexes]


def squeezed(text: str) -> str:
    """Return a text without the spaces and breaks that a page adds."""
    return re.sub(r"\s", "", normalize("NFC", text))


def of_page(content: bytes) -> list[Rows]:
    tree = parse(content.decode())
    return [
        [[words_of(cell) for cell in row] for row in table.findall("./tbody/tr") + table.findall("./tfoot/tr")]
        for table in tree.iter("table")
        if table.get("data-annex")
    ]


def of_word(content: bytes) -> list[Rows]:
    tables = docx.Document(io.BytesIO(content)).tables
    headed = [table for table in tables if len(table.columns) > 2]
    return [[_cells(row) for row in list(table.rows)[1:]] for table in headed]


def _cells(row: Any) -> list[str]:
    """Return what stands in the cells of a row, joined ones once."""
    seen: list[Any] = []
    for cell in row.cells:
        if not any(cell._tc is other for other in seen):
            seen.append(cell._tc)
    return ["\n".join("".join(t.text or "" for t in cell.iter(_TEXT)) for cell in [each]) for each in seen]


_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def of_workbook(content: bytes, found: Document) -> list[Rows]:
    book = load_workbook(io.BytesIO(content))
    tables = []
    for sheet, annex in zip(book, found.annexes, strict=True):
        lines = list(sheet.iter_rows(values_only=True))
        start = next(number for number, line in enumerate(lines) if line[0] == annex.columns[0].heading)
        rows = lines[start + 1 : start + 1 + len(annex.rows)]
        tables.append(
            [[_shown(cell) for cell in line[: len(row.cells)]] for line, row in zip(rows, annex.rows, strict=True)]
        )
    return tables


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return f"{value:%d/%m/%Y}"
        case float():
            return f"{Decimal(str(value)):.1f} %".replace(".", ",")
        case int():
            return f"{value:,}".replace(",", ".")
        case _:
            return str(value)


def drawings(visitor: Visitor, query: str, found: Document) -> Iterator[tuple[str, list[Rows]]]:
    """Yield what each drawing but the PDF says, cell by cell."""
    for name, path, read in (
        ("page", "read", of_page),
        ("Word", "month.docx", of_word),
        ("workbook", "month.xlsx", lambda content: of_workbook(content, found)),
    ):
        response = visitor.get(f"/reports/{path}?month={LAST}&lang=vi{query}")
        assert response.status_code == 200, path
        yield name, read(response.data)


def check(app: Flask, carla: Visitor, query: str, found: Document) -> None:
    wanted = [[[squeezed(cell) for cell in row] for row in rows] for rows in as_read(app, found)]
    for name, tables in drawings(carla, query, found):
        read = [[[squeezed(cell) for cell in row] for row in rows] for rows in tables]
        assert read == wanted, name
    response = carla.get(f"/reports/month.pdf?month={LAST}&lang=vi{query}")
    assert response.status_code == 200
    paper = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(response.data)).pages))
    at = 0
    for annex, rows in zip(found.annexes, wanted, strict=True):
        at = paper.index(squeezed(annex.title.upper()), at)
        for cells in rows:
            assert "".join(cells) in paper[at:], (annex.code, cells)
            at = paper.index("".join(cells), at)


def test_page_word_pdf_and_workbook_carry_the_same_figures(filled: Flask, carla: Visitor) -> None:
    first = expected(filled, 1)
    figures = {str(row.cells[1]): list(row.cells) for row in first.annexes[0].rows}
    assert figures["Lượt đến hộ"][3:6] == [1200, 24, 24]
    assert figures["Sổ sức khỏe điện tử kích hoạt trên VNeID"][6:9] == [
        9547 + 44,
        9658,
        Decimal(959100) / Decimal(9658),
    ]
    assert figures[result_of(first, "public_service_account").name][6:9] == ["hơn 2.800", None, None]
    check(filled, carla, "", first)
    check(filled, carla, f"&team={TEAM_1}", expected(filled, 1, TEAM_1))
    # The log moves on; what the edition says does not.
    reopening(filled)
    log_entries(Visitor(filled, "ana"), entry_of(LAST, day=25, people=50), entry_of(LAST, "training", attendees=900))
    check(filled, carla, "&edition=1", first)
    check(filled, carla, "", expected(filled, None))
    closed(filled)
    assert expected(filled, 2).annexes != first.annexes
    check(filled, carla, "", expected(filled, 2))
    check(filled, carla, "&edition=1", first)
