"""Access to the workbook of a month, and its content for each role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.database import writer
from app.month import Month
from app.places.models import Ward
from tests.actions import close_ward_month, log_entries
from tests.cast import AREA_1, AREA_2, AREA_B, TEAM_1, TEAM_2, TEAM_B, WARD_A
from tests.client import Visitor, without_tokens
from tests.factories import make_entry
from tests.months.steps import closed
from tests.overview.steps import THIS
from tests.reports.drawing.workbook_reading import (
    TEAM_SHEETS,
    WARD_SHEETS,
    download,
    one_of_each,
    results,
    table,
    texts,
)

pytestmark = pytest.mark.one_engine


def test_file_name_names_month_ward_and_edition(app: Flask, ana: Visitor, carla: Visitor) -> None:
    def name(visitor: Visitor, query: str = "") -> str:
        header = visitor.http.get(f"/reports/month.xlsx?month=2026-03{query}").headers["Content-Disposition"]
        return header.removeprefix('attachment; filename="bao-cao-thang-03-2026-16417').removesuffix('.xlsx"')

    assert name(carla) == "-tam-tinh"
    assert name(carla, f"&team={TEAM_1}") == f"-to-{TEAM_1}-tam-tinh"
    assert name(ana) == "-ca-nhan-tam-tinh"
    log_entries(ana, make_entry(happened_on="2026-03-02"))
    closed(app, Month(2026, 3))
    assert name(carla) == "-ban-1"


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2020-02"])
@pytest.mark.parametrize("name", ["ana", "leo", "carla"])
def test_month_without_entries_is_empty(sqlite_app: Flask, name: str, month: str) -> None:
    book = download(Visitor(sqlite_app, name), month=month)
    assert all(row["Trong tháng"] in {0, None} for row in results(book).values())
    lists = [sheet for sheet in book.sheetnames if sheet[-1] in "ab"]
    assert [len(table(book[sheet])) for sheet in lists] == [1, 1]


def test_roles_get_the_sheets_they_may_read(app: Flask, visitor: Callable[..., Visitor]) -> None:
    people = {"ana": 1, "leo": 2, "carla": 4, "bruno": 8}
    for name, number in people.items():
        area = AREA_2 if name == "bruno" else AREA_1
        log_entries(visitor(name), make_entry("training", attendees=number, women=0, elderly=0, neighbourhood=area))
    log_entries(visitor("bo"), make_entry("training", attendees=16, women=0, elderly=0, neighbourhood=AREA_B))
    own, part = TEAM_SHEETS[:3], TEAM_SHEETS
    for name, query, sheets, attendees in (
        ("ana", "", own, 1),
        ("bruno", "", own, 8),
        ("leo", "", part, 3),
        ("leo", f"&team={TEAM_1}", part, 3),
        ("carla", "", WARD_SHEETS, 15),
        ("carla", f"&team={TEAM_2}", part, 8),
        ("vera", "", WARD_SHEETS, 15),
        ("dora", "", WARD_SHEETS, 16),
        ("eva", "&ward=16417", WARD_SHEETS[:2], 15),
        ("eva", f"&ward=16417&team={TEAM_1}", part[:1], 3),
    ):
        book = download(visitor(name), query)
        assert book.sheetnames == sheets, name
        assert results(book)["Lượt người dự"]["Trong tháng"] == attendees, (name, query)
        lists = [sheet for sheet in sheets if sheet.endswith("a")]
        if lists:
            total = table(book[lists[0]])[-1]
            assert attendees in total.values(), (name, query)


@pytest.mark.parametrize(
    ("name", "query", "status"),
    [
        ("ana", f"team={TEAM_1}", 404),
        ("leo", f"team={TEAM_2}", 404),
        ("carla", f"team={TEAM_B}", 404),
        ("carla", "team=x", 404),
        ("carla", "ward=20305", 404),
        ("eva", "", 400),
        ("eva", "ward=20305", 404),
        ("ada", "", 403),
        ("nina", "", 403),
        ("carla", "month=2026-13", 400),
    ],
)
def test_workbooks_of_others_are_not_found(sqlite_app: Flask, name: str, query: str, status: int) -> None:
    response = Visitor(sqlite_app, name).get(f"/reports/month.xlsx?{query}")
    assert response.status_code == status
    assert "Location" not in response.headers


def test_sheets_use_the_words_of_the_ward(app: Flask, carla: Visitor) -> None:
    with app.app_context():
        ward = writer().get_one(Ward, WARD_A)
        ward.team_word, ward.neighbourhood_word = "Tổ CNSCĐ và Đề án 06", "khu phố"
        writer().commit()
    sheet = download(carla)["Phụ lục II"]
    assert any(text.startswith("Kết quả hoạt động của Tổ CNSCĐ và Đề án 06 tháng") for text in texts(sheet))
    assert "Khu phố" in texts(sheet)


def test_sheets_have_english_names_in_english(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, *one_of_each())
    assert download(carla, language="en").sheetnames == [
        "Annex I",
        "Annex II",
        "Annex IIIa",
        "Annex IIIb",
    ]


def test_reports_page_offers_what_the_role_may_have(app: Flask, visitor: Callable[..., Visitor]) -> None:
    for name, has_entries in (("ana", True), ("leo", True), ("carla", True), ("vera", True)):
        page = visitor(name).get("/reports/?month=2026-03").text
        assert "/reports/month.xlsx?month=2026-03" in page
        for file in ("entries.csv", "entries.xlsx"):
            assert (f"/reports/{file}?month=2026-03" in page) is has_entries
    eva = visitor("eva")
    page = eva.get("/reports/?month=2026-03").text
    for code in ("16417", "14812"):
        assert f"/reports/month.xlsx?month=2026-03&amp;ward={code}" in page
    assert "20305" not in without_tokens(page)
    assert "/reports/entries." not in page + eva.get("/reports/?ward=16417").text


def test_reports_page_shows_the_state_of_the_month(app: Flask, carla: Visitor) -> None:
    assert 'data-state="open"' in carla.get("/reports/").text
    close_ward_month(app, THIS)
    assert 'data-state="closed"' in carla.get("/reports/").text
