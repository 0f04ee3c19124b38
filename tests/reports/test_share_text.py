"""The text to share: totals only, short enough for a chat."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask

from app.overview.results import ACTIVITIES
from app.reports.document import Annex, Document, Row, RowStyle, cell_text
from app.reports.share_text import MAX_LENGTH, share_text
from tests.reports.sample_document import sample_document

CODES = ("number", "name", "unit", "target", "month", "since_january", "reached", "population", "ratio", "note")


def coded(document: Document, hidden: str = "") -> Document:
    """Return a document whose results say which column is which, as those of a ward do, with some column hidden."""
    results = document.annexes[0]
    shown = [position for position, code in enumerate(CODES) if code != hidden]
    sections = iter((ACTIVITIES, "society"))
    rows = [
        replace(row, code=next(sections))
        if row.style is RowStyle.SECTION
        else replace(row, cells=[row.cells[position] for position in shown])
        for row in results.rows
    ]
    columns = [replace(results.columns[position], code=CODES[position]) for position in shown]
    return replace(document, annexes=[replace(results, columns=columns, rows=rows), *document.annexes[1:]])


def shared(app: Flask, document: Document) -> str:
    with app.test_request_context("/?lang=vi"):
        return share_text(document)


def test_share_text_holds_the_totals_and_nothing_else(sqlite_app: Flask) -> None:
    document = coded(sample_document(rows=40))
    assert shared(sqlite_app, document).splitlines() == [
        document.title,
        document.issuer,
        document.state,
        "",
        "• Lượt đến hộ: 312 (lũy kế 2.034)",
        "",
        "Tính đến ngày 31/10/2026:",
        "• Hồ sơ sức khỏe điện tử: 9.547/9.658 (98,9%)",
    ]


@pytest.mark.parametrize("is_of_team", [False, True])
def test_share_text_has_no_names_and_no_areas(sqlite_app: Flask, is_of_team: bool) -> None:
    document = coded(sample_document(rows=40, is_of_team=is_of_team))
    text = shared(sqlite_app, document)
    with sqlite_app.test_request_context("/?lang=vi"):
        names = {cell_text(row.cells[1]) for annex in document.annexes[1:] for row in annex.rows}
    assert len(names) > 90
    assert not [name for name in names if name in text]
    assert (sample_document(is_of_team=True).subject in text.splitlines()) is is_of_team


def test_share_text_of_own_entries_does_not_name_the_person(sqlite_app: Flask) -> None:
    document = replace(coded(sample_document(has_letter=False)), subject="Bản ghi của Nguyễn Ví Dụ")
    assert "Nguyễn Ví Dụ" not in shared(sqlite_app, document)


@pytest.mark.parametrize(
    ("hidden", "line"),
    [
        ("month", "• Lượt đến hộ: lũy kế 2.034"),
        ("since_january", "• Lượt đến hộ: 312"),
        ("population", "• Hồ sơ sức khỏe điện tử: 98,9%"),
    ],
)
def test_share_text_leaves_out_hidden_columns(sqlite_app: Flask, hidden: str, line: str) -> None:
    assert line in shared(sqlite_app, coded(sample_document(), hidden)).splitlines()


def test_share_text_without_results_still_has_its_title(sqlite_app: Flask) -> None:
    document = sample_document()
    assert "Tính đến" not in shared(sqlite_app, coded(document, "ratio"))
    none = replace(document, annexes=document.annexes[1:])
    assert shared(sqlite_app, none).splitlines() == [document.title, document.issuer, document.state]


def test_share_text_is_short_enough_for_a_chat(sqlite_app: Flask) -> None:
    document = coded(sample_document())
    results: Annex = document.annexes[0]
    ratios = [Row([n, f"Chỉ tiêu ví dụ số {n}", "người", None, 0, 0, n, 99, Decimal(n), ""]) for n in range(1, 60)]
    text = shared(sqlite_app, replace(document, annexes=[replace(results, rows=[*results.rows, *ratios])]))
    assert MAX_LENGTH - 60 < len(text) < MAX_LENGTH
    assert text.endswith("\n…")
    assert "Lượt đến hộ" in text
