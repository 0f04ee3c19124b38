"""The sheet of payments of three rules, as a hand count has it, and as it is drawn."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from flask import Flask
from msgspec.structs import replace
from openpyxl import load_workbook
from pypdf import PdfReader

from app.database import reader
from app.month import Month, today
from app.months.edition import EditionTeam
from app.months.edition_building import figures_edition
from app.months.edition_parts import Attendance
from app.overview.ward_month import WardMonth
from app.places.models import Ward
from app.places.report_settings import Rates
from app.reports.annex_context import AnnexContext
from app.reports.annex_payment import payment_annex
from app.reports.document import Annex, Document, RowStyle
from app.reports.drawing.pdf import draw_pdf
from app.reports.drawing.workbook import draw_workbook
from app.reports.report_request import ReportRequest
from app.reports.template.filling import draw_docx
from tests.cast import WARD_A

pytestmark = [pytest.mark.one_engine]

MARCH = Month(2025, 3)
CLOSED_AT = datetime(2025, 4, 5, 2, tzinfo=UTC)
RULES = {
    "day rate with team limit": Rates(per_day=50_000, team_most=300_000),
    "lump": Rates(team_lump=500_000),
    "day rate": Rates(per_day=50_000),
}
SUMS = {
    "day rate with team limit": "Một triệu sáu trăm nghìn đồng",
    "lump": "Hai triệu đồng",
    "day rate": "Hai triệu chín trăm năm mươi nghìn đồng",
}


@dataclass(frozen=True)
class Counted:
    """A line of the hand count."""

    team: str
    name: str
    role: str
    days: int
    amounts: dict[str, int]
    outside_plan: tuple[date, ...] = ()


def by_hand() -> Iterator[Counted]:
    with (Path(__file__).parents[1] / "data" / "payments_by_hand.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            amounts = {rule: int(row[rule]) for rule in RULES}
            yield Counted(row["team"], f"Nguyễn Ví Dụ {row['member']}", row["role"], int(row["days"]), amounts)


def sheet(app: Flask, rates: Rates, people: list[Counted], language: str = "vi") -> Annex:
    """Return the sheet of a closed month in which those people took part."""
    teams = list(dict.fromkeys(each.team for each in people if each.team))
    attended = [
        Attendance(
            position,
            each.name,
            teams.index(each.team) + 1 if each.team else None,
            tuple(date(2025, 3, day) for day in range(1, each.days + 1)),
            each.days,
            role=each.role,
            outside_plan=each.outside_plan,
        )
        for position, each in enumerate(people, start=1)
    ]
    with app.test_request_context(f"/?lang={language}"):
        ward = reader().get_one(Ward, WARD_A)
        edition = replace(
            figures_edition(WardMonth(reader(), ward, MARCH, today()), CLOSED_AT),
            teams=[EditionTeam(id, name, {}) for id, name in enumerate(teams, start=1)],
            attendance=attended,
            rates=rates,
        )
        report = ReportRequest(ward, MARCH, CLOSED_AT, CLOSED_AT, edition=1)
        return payment_annex(AnnexContext(report, edition), edition, attended)


def column(annex: Annex, heading: str) -> list[Any]:
    (position,) = (at for at, each in enumerate(annex.columns) if each.heading == heading)
    return [row.cells[position] for row in annex.rows if row.style is RowStyle.PLAIN]


@pytest.mark.parametrize("rule", RULES)
def test_sheet_equals_the_count_by_hand(app: Flask, rule: str) -> None:
    people = list(by_hand())
    annex = sheet(app, RULES[rule], people)
    assert column(annex, "Họ và tên") == [each.name for each in people]
    assert column(annex, "Số ngày") == [each.days for each in people]
    assert column(annex, "Thành tiền (đồng)") == [each.amounts[rule] for each in people]
    posts = {"leader": "Tổ trưởng", "member": "Tổ viên", "coordinator": "Cán bộ phường"}
    assert column(annex, "Chức danh trong tổ") == [posts[each.role] for each in people]
    total = annex.rows[-1]
    assert total.cells[-2] == sum(each.amounts[rule] for each in people)
    assert annex.sum_in_words == f"Bằng chữ: {SUMS[rule]}."
    assert annex.signed_by == ["Người lập biểu", "Kế toán", "Chủ tịch"]
    sums = [row.cells[-2] for row in annex.rows if row.style is RowStyle.TOTAL][:-1]
    by_team: dict[str, int] = {}
    for each in people:
        by_team[each.team] = by_team.get(each.team, 0) + each.amounts[rule]
    assert sums == ([] if rule == "day rate" else list(by_team.values())), "teams have their sums where they matter"


def test_sheet_says_its_rule_and_by_how_much_a_limit_cut(app: Flask) -> None:
    people = list(by_hand())
    annex = sheet(app, RULES["day rate with team limit"], people)
    text = "\n".join(annex.notes)
    assert "50.000 đồng cho mỗi ngày" in text
    assert "300.000 đồng một tháng" in text
    assert "1.350.000 đồng" in text
    headings = [str(row.cells[1]) for row in annex.rows if row.style is RowStyle.SECTION]
    assert [("1.550.000" in heading, "300.000" in heading) for heading in headings] == [
        (False, True),
        (False, False),
        (True, True),
        (False, False),
        (False, False),
    ]
    lump = "\n".join(sheet(app, RULES["lump"], people).notes)
    assert "500.000 đồng" in lump
    assert "đồng cho mỗi ngày" not in lump


def test_month_closed_without_posts_has_no_column_of_them(app: Flask) -> None:
    people = [Counted(each.team, each.name, "", each.days, each.amounts) for each in by_hand()]
    annex = sheet(app, RULES["day rate"], people)
    assert "Chức danh trong tổ" not in [each.heading for each in annex.columns]
    assert column(annex, "Thành tiền (đồng)") == [each.amounts["day rate"] for each in people]


def test_days_under_no_plan_are_not_paid(app: Flask) -> None:
    planned = (date(2025, 3, 1), date(2025, 3, 2))
    people = [
        Counted("Tổ 1", "Nguyễn Ví Dụ Ana", "leader", 4, {}, outside_plan=planned),
        Counted("Tổ 1", "Nguyễn Ví Dụ Bình", "member", 2, {}, outside_plan=planned),
    ]
    annex = sheet(app, RULES["day rate with team limit"], people)
    assert column(annex, "Họ và tên") == ["Nguyễn Ví Dụ Ana"], "who is paid nothing signs nothing"
    assert column(annex, "Các ngày tham gia") == ["03, 04"]
    assert column(annex, "Thành tiền (đồng)") == [100_000]
    assert "4 ngày" in "\n".join(annex.notes)


def test_ward_that_pays_through_the_bank_has_another_last_column(app: Flask) -> None:
    annex = sheet(app, Rates(per_day=50_000, is_transferred=True), list(by_hand()))
    assert [each.heading for each in annex.columns][-1] == "Chuyển khoản"


def test_ward_without_rates_writes_amounts_and_the_sum_by_hand(app: Flask) -> None:
    annex = sheet(app, Rates(), list(by_hand()))
    assert set(column(annex, "Thành tiền (đồng)")) == {None}
    assert "…" in annex.sum_in_words


@pytest.mark.parametrize("rule", RULES)
def test_every_file_has_the_sum_in_words_beneath_the_table(app: Flask, rule: str) -> None:
    people = list(by_hand())
    annex = sheet(app, RULES[rule], people)
    with app.test_request_context("/?lang=vi"):
        ward = reader().get_one(Ward, WARD_A)
        report = ReportRequest(ward, MARCH, CLOSED_AT, CLOSED_AT, edition=1)
        document = Document(
            "Danh sách chi trả",
            report.issuer,
            "",
            report.state,
            False,
            MARCH.last,
            MARCH.last,
            report.days,
            None,
            [annex],
        )
        words = draw_docx(document, MARCH), draw_pdf(document), draw_workbook(document)
    in_word = docx.Document(BytesIO(words[0]))
    in_pdf = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(words[1])).pages).split())
    cells = [cell for row in load_workbook(BytesIO(words[2])).active.iter_rows(values_only=True) for cell in row]
    expected = f"Bằng chữ: {SUMS[rule]}."
    assert expected in [each.text for each in in_word.paragraphs]
    assert expected in in_pdf
    assert expected in cells
