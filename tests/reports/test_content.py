"""The content of a month's report, for each role as far as it reaches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import is_normalized

import pytest
from flask import Flask

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.database import reader
from app.month import now, today
from app.people.queries import actor_of
from app.places.models import Population, Team, TeamArea, Ward
from app.places.report_settings import ReportSettings
from app.reports.content import report_document
from app.reports.document import END_MARK
from app.reports.report_request import ReportRequest
from app.targets.models import Target
from tests.actions import add_rows, log_entries
from tests.cast import AREA_1, CARLA, EVA, LEO, TEAM_1, TEAM_2, VERA, WARD_A
from tests.client import Visitor
from tests.factories import household
from tests.months.steps import LAST, closed, entry_of, reopening
from tests.reports.steps import (
    annex_of,
    cells_of,
    headings_of,
    report_of,
    result_of,
    set_report_settings,
    texts_of,
    write_narrative,
)

pytestmark = pytest.mark.usefixtures("no_flags")


def test_letter_has_the_parts_that_the_decree_names(app: Flask, ana: Visitor) -> None:
    log_entries(ana, *(entry_of(LAST, day=day, household=household(f"Số {day}")) for day in (1, 2, 3)))
    report = report_of(app)
    letter = report.letter
    assert letter is not None
    assert (letter.superior, letter.issuer) == ("", "ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG QUANG")
    assert letter.number.split() == ["Số:", "/BC-UBND"], "the clerk gives the number"
    assert letter.kind == "BÁO CÁO"
    assert letter.place_and_date.startswith("Đông Quang, ngày ")
    assert [chapter.numeral for chapter in letter.chapters] == ["I", "II", "III", "IV", "V"]
    assert letter.chapters[0].parts[0].paragraphs == [
        "Toàn địa bàn có 2 tổ với 4 thành viên. Trong tháng, có 1 người thuộc 1 tổ tham gia với tổng số 3 ngày công."
    ]
    done = letter.chapters[1].parts[0].paragraphs
    began = f"{LAST.first:%d/%m/%Y}"
    assert done[0] == f"Số lũy kế tính từ ngày {began}, khi bắt đầu dùng nhật ký."
    assert done[1] == f"Trong tháng, các tổ đã đến 3 hộ; lũy kế từ ngày {began} là 3."
    assert done[2].startswith("Đã thực hiện 3 lượt đến hộ")
    assert "Số liệu là của phường Quảng Thắng (tên cũ)." in letter.opening
    assert letter.opening[-1].startswith("Ủy ban nhân dân phường Đông Quang báo cáo kết quả")
    assert letter.signed_as == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    assert letter.recipients == ["Lưu: VT."]
    last = letter.chapters[-1].parts[-1].paragraphs[-1]
    assert last.endswith(END_MARK)
    assert "Số liệu tạm tính" in report.state
    assert all(is_normalized("NFC", text) for text in texts_of(report))


def test_settings_and_narrative_stand_where_they_belong(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    set_report_settings(
        app,
        ReportSettings(
            superior="Ủy ban nhân dân tỉnh Thanh Hóa",
            issuer="Ủy ban nhân dân phường Đông Quang",
            place="Đông Quang",
            basis="Kế hoạch ví dụ số 00/KH-UBND.",
            signed_as=["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
            signatory="Nguyễn Ví Dụ",
            recipients=["Sở Khoa học và Công nghệ;", "Lưu: VT."],
            hidden_columns=["target", "note"],
            hidden_measures=["visit.people"],
        ),
    )
    write_narrative(app, difficulties="Sóng yếu.\nÍt máy.", proposals="Đề nghị tập huấn thêm.", models="Chợ 4.0.")
    report = report_of(app)
    letter = report.letter
    assert letter is not None
    assert letter.superior == "ỦY BAN NHÂN DÂN TỈNH THANH HÓA"
    assert letter.opening[-1].startswith(
        "Thực hiện Kế hoạch ví dụ số 00/KH-UBND, Ủy ban nhân dân phường Đông Quang báo"
    )
    assert (letter.signed_as[-1], letter.signatory) == ("PHÓ CHỦ TỊCH", "Nguyễn Ví Dụ")
    assert letter.recipients == ["Sở Khoa học và Công nghệ;", "Lưu: VT."]
    assessment = {part.heading: part.paragraphs for part in letter.chapters[2].parts}
    assert assessment["Tồn tại, hạn chế"] == ["Sóng yếu.", "Ít máy."]
    assert set(assessment["Ưu điểm"][0]) == {"."}, "a line to write on"
    assert letter.chapters[1].parts[-1].paragraphs == ["Chợ 4.0."]
    assert letter.chapters[4].parts[-1].paragraphs == ["Đề nghị tập huấn thêm./."]
    shown = headings_of(report, "results")
    assert "Chỉ tiêu" not in shown
    assert "Ghi chú" not in shown
    assert "Đã đạt" not in shown, "nothing is known of what was reached, and a column without a figure is left out"
    assert "Lượt người được giúp tại hộ" not in headings_of(report, "areas")


def test_published_figures_stand_with_date_bound_and_source(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST, "installation", service="public_service_account", people=4))
    common: dict[str, Any] = {"ward_id": WARD_A, "source": "Báo mẫu", "unit_then": ""}
    health = {"indicator_code": "health_book_in_vneid", "as_of": date(2023, 12, 31), "published_percent": "98.8"}
    add_rows(
        app,
        Baseline(id=1000, numerator=9547, denominator=9658, **health, **common),
        Baseline(
            id=1001,
            indicator_code="public_service_account",
            as_of=date(2024, 3, 31),
            numerator=2800,
            bound=Bound.MORE_THAN,
            **common,
        ),
        Population(id=1000, group="residents", figure=9658, as_of=date(2023, 12, 31), ward_id=WARD_A, source="Báo mẫu"),
        Population(id=1001, group="adults", figure=7000, as_of=date(2023, 12, 31), ward_id=WARD_A, source="Báo mẫu"),
    )
    report = report_of(app)
    row = cells_of(report, "results", "Sổ sức khỏe điện tử kích hoạt trên VNeID")
    assert (row["Đã đạt"], row["Tổng đối tượng"], percent_of(row["Tỷ lệ (%)"])) == (9547, 9658, "98,9%")
    assert row["Ghi chú"] == "Đã công bố: 9.547/9.658 (98,8%), 31/12/2023, Báo mẫu"
    row = cells_of(report, "results", result_of(report, "public_service_account").name)
    assert (row["Đã đạt"], row["Tỷ lệ (%)"]) == ("hơn 2.804", None), "a bound gives no ratio"
    assert "đã công bố: hơn 2.800, 31/03/2024, Báo mẫu" in str(row["Ghi chú"])
    assert report.letter is not None
    sentences = [text for part in report.letter.chapters[1].parts for text in part.paragraphs]
    assert any(
        "9.547/9.658 người (98,9%)" in text and "đến ngày 31/12/2023: 9.547/9.658 (98,8%) (nguồn: Báo mẫu)" in text
        for text in sentences
    )
    assert any("hơn 2.804" in text and "(số ước)" in text and "%" not in text for text in sentences)


def percent_of(ratio: Any) -> str:
    return f"{Decimal(ratio).quantize(Decimal('0.1'))}%".replace(".", ",")


def test_team_report_is_signed_by_its_head_without_a_number(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST))
    write_narrative(app, TEAM_1, proposals="Xin thêm tờ rơi.")
    write_narrative(app, proposals="Lời của phường.")
    report = report_of(app, LEO, team=TEAM_1)
    letter = report.letter
    assert letter is not None
    assert (letter.superior, letter.issuer, letter.number) == ("ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG QUANG", "TỔ 1", "")
    assert (letter.signed_as, letter.signatory) == (["TỔ TRƯỞNG"], "Nguyễn Ví Dụ Leo")
    assert letter.chapters[-1].parts[-1].paragraphs == ["Xin thêm tờ rơi./."]
    assert [each.code for each in report.annexes] == ["results", "training", "merchant"]
    set_report_settings(app, ReportSettings(annexes=["attendance"]))
    (attendance,) = report_of(app, LEO, team=TEAM_1).annexes
    assert (attendance.number, attendance.code) == ("I", "attendance")
    assert [row.cells[1] for row in attendance.rows[:-1]] == ["Nguyễn Ví Dụ Ana"]


def test_province_gets_figures_and_no_names(app: Flask, ana: Visitor) -> None:
    log_entries(ana, entry_of(LAST), entry_of(LAST, "training", title="Buổi ở nhà ông Ví Dụ"))
    write_narrative(app, proposals="Còn là bản nháp.")
    report = report_of(app, EVA)
    assert [each.code for each in report.annexes] == ["results", "areas"]
    assert not any("nháp" in text or "Nguyễn" in text or "ông Ví Dụ" in text for text in texts_of(report))
    closed(app)
    assert any("nháp" in text for text in texts_of(report_of(app, EVA, edition=1)))
    assert any("nháp" in text for text in texts_of(report_of(app, VERA)))
    reopening(app)
    write_narrative(app, proposals="Viết lại lần hai.")
    eva = Visitor(app, "eva")
    page = eva.get(f"/reports/read?month={LAST}&ward=16417")
    assert "lần hai" not in page.text, "the month is open again, and so are its words"
    page = eva.get(f"/reports/read?month={LAST}&ward=16417&edition=1")
    assert "nháp" in page.text, "an edition keeps the words that it was closed with"
    assert "lần hai" not in page.text


def test_targets_of_month_and_year_stand_apart_and_others_beneath(app: Flask, ana: Visitor) -> None:
    common: dict[str, Any] = {"ward_id": WARD_A, "year": LAST.year}
    add_rows(
        app,
        Target(id=1000, measure="visit", figure=600, team_id=TEAM_1, **common),
        Target(id=1001, measure="visit", figure=40, team_id=TEAM_2, month=str(LAST), **common),
        Target(id=1002, measure="health_book_in_vneid", figure=88, neighbourhood_id=AREA_1, **common),
        Target(id=1003, measure="service.vneid_1", figure=9, team_id=TEAM_1, month=str(LAST), **common),
        Team(id=1000, ward_id=WARD_A, name="Tổ lập sau", valid_from=LAST.next().first),
        TeamArea(id=1000, team_id=TEAM_2, neighbourhood_id=AREA_1),
    )
    log_entries(ana, entry_of(LAST), entry_of(LAST, "installation", service="health_record", people=7))
    report = report_of(app)
    teams = annex_of(report, "teams")
    assert [row.cells[1] for row in teams.rows] == ["Tổ 1", "Tổ 2", "Tổng"], (
        "a team that came later is not of the month"
    )
    totals = cells_of(report, "teams", "Tổng")
    assert (totals["Chỉ tiêu tháng"], totals["Chỉ tiêu năm"]) == (None, None), "no sum where a team has none"
    assert cells_of(report, "teams", "Tổ 2")["Chỉ tiêu tháng"] == 40
    assert cells_of(report, "teams", "Tổ 2")["Chỉ tiêu năm"] is None
    assert "Phố 1, Sổ sức khỏe điện tử kích hoạt trên VNeID: đạt 7, chỉ tiêu năm 88." in annex_of(report, "areas").notes
    assert any(note.startswith("Tổ 1, VNeID mức 1: đạt 0, chỉ tiêu tháng 9") for note in teams.notes)
    assert report.as_of == LAST.last


def test_long_activity_lists_stand_by_week_on_paper(app: Flask, ana: Visitor, visitor: Callable[..., Visitor]) -> None:
    common = {"women": 0, "elderly": 0}
    log_entries(ana, *(entry_of(LAST, "training", day=day, attendees=10, **common) for day in (1, 2, 3)))
    log_entries(visitor("carla"), entry_of(LAST, "training", attendees=5, **common))
    with app.test_request_context("/?lang=vi"):
        actor = actor_of(reader(), CARLA, today())
        assert actor is not None
        report = ReportRequest(reader().get_one(Ward, WARD_A), LAST, None, now())
        short, whole = (annex_of(report_document(reader(), actor, report, longest), "training") for longest in (3, 4))
    assert [column.heading for column in short.columns] == [column.heading for column in whole.columns]
    *weeks, total = short.rows
    assert sum(int(row.cells[7]) for row in weeks) == 35
    assert len(whole.rows) == 5
    assert list(total.cells) == list(whole.rows[-1].cells)
    assert any("tệp Excel" in note for note in short.notes)
