"""The text to share: totals only, short enough for a chat."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from flask import Flask

from app.overview.results import Result, Section
from app.reports.document import Document, cell_text
from app.reports.share_text import MAX_LENGTH, share_text
from tests.reports.sample_document import sample_document


def hiding(document: Document, *hidden: str) -> Document:
    """Return a document of a ward that hides some columns of the results."""
    return replace(document, hidden=hidden)


def shared(app: Flask, document: Document) -> str:
    with app.test_request_context("/?lang=vi"):
        return share_text(document)


def test_share_text_holds_the_totals_and_nothing_else(sqlite_app: Flask) -> None:
    document = sample_document(rows=40)
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
    document = sample_document(rows=40, is_of_team=is_of_team)
    text = shared(sqlite_app, document)
    with sqlite_app.test_request_context("/?lang=vi"):
        names = {cell_text(row.cells[1]) for annex in document.annexes[1:] for row in annex.rows}
    assert len(names) > 90
    assert not [name for name in names if name in text]
    assert (sample_document(is_of_team=True).subject in text.splitlines()) is is_of_team


def test_share_text_of_own_entries_does_not_name_the_person(sqlite_app: Flask) -> None:
    document = replace(sample_document(has_letter=False), subject="Bản ghi của Nguyễn Ví Dụ")
    assert "Nguyễn Ví Dụ" not in shared(sqlite_app, document)


@pytest.mark.parametrize(
    ("hidden", "line"),
    [
        ("since_january", "• Lượt đến hộ: 312"),
        ("population", "• Hồ sơ sức khỏe điện tử: 98,9%"),
        ("reached", "• Hồ sơ sức khỏe điện tử: 98,9%"),
    ],
)
def test_share_text_leaves_out_hidden_columns(sqlite_app: Flask, hidden: str, line: str) -> None:
    assert line in shared(sqlite_app, hiding(sample_document(), hidden)).splitlines()


def test_share_text_of_figures_that_the_month_lacks(sqlite_app: Flask) -> None:
    document = sample_document()
    (visits,) = document.results[0].rows
    section = replace(document.results[0], rows=[replace(visits, period=None)])
    text = shared(sqlite_app, replace(document, results=[section]))
    assert "• Lượt đến hộ: lũy kế 2.034" in text.splitlines()


def test_share_text_without_results_still_has_its_title(sqlite_app: Flask) -> None:
    document = sample_document()
    assert "Tính đến" not in shared(sqlite_app, hiding(document, "ratio"))
    none = replace(document, results=[])
    assert shared(sqlite_app, none).splitlines() == [document.title, document.issuer, document.state]


def test_share_text_is_short_enough_for_a_chat(sqlite_app: Flask) -> None:
    document = sample_document()
    ratios = [
        Result(f"{n}", f"Chỉ tiêu ví dụ số {n}", "người", reached=n, population=99, ratio=Decimal(n))
        for n in range(1, 60)
    ]
    text = shared(sqlite_app, replace(document, results=[*document.results, Section("more", "Khác", ratios)]))
    assert MAX_LENGTH - 60 < len(text) < MAX_LENGTH
    assert text.endswith("\n…")
    assert "Lượt đến hộ" in text
