"""What the report says: its letter, its sentences, and that a closed month's edition says the same for ever."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from unicodedata import is_normalized

import pytest
import sqlalchemy as sa
from flask import Flask

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.database import reader, writer
from app.localisation import percent
from app.month import Month, now, today
from app.months.edition_text import MonthFigures, canonical_text
from app.months.models import WHOLE_WARD, MonthEdition, MonthWords
from app.overview.place_tables import HOUSEHOLDS
from app.overview.results import Result
from app.people.queries import actor_of
from app.places.actions import store_settings
from app.places.models import Neighbourhood, Population, Team, Ward
from app.places.report_settings import ReportSettings
from app.reports.content import report_document
from app.reports.document import END_MARK, Annex, Document, RowStyle, cell_text
from app.reports.letter import subject_of
from app.reports.report_request import ReportRequest
from app.reports.sentences import activity_sentences, pillar_sentences
from app.targets.models import Target
from tests.cast import AREA_1, AREA_2, CARLA, EVA, LEO, TEAM_1, TEAM_2, VERA, WARD_A
from tests.client import Visitor
from tests.factories import household
from tests.months.steps import LAST, ask_nothing, closed, entry_of, log, reopening
from tests.overview.steps import add


@pytest.fixture(autouse=True)
def no_flags(app: Flask) -> None:
    """Let entries carry a flag only where a test says so."""
    ask_nothing(app)


def report_of(
    app: Flask, person: int = CARLA, *, edition: int | None = None, team: int | None = None, language: str = "vi"
) -> Document:
    """Return last month's report as somebody gets it; closed when an edition is asked for."""
    with app.test_request_context(f"/?lang={language}"):
        actor = actor_of(reader(), person, today())
        assert actor is not None
        ward = reader().get_one(Ward, WARD_A)
        at = datetime(2026, 11, 5, 2, tzinfo=UTC)
        name = reader().get_one(Team, team).name if team else ""
        report = ReportRequest(
            ward, LAST, at if edition else None, now(), team_id=team, team_name=name, edition=edition
        )
        return report_document(reader(), actor, report)


def annex(found: Document, code: str) -> Annex:
    (one,) = (each for each in found.annexes if each.code == code)
    return one


def cells(found: Document, code: str, row: str) -> dict[str, Any]:
    """Return a row of an annex by the codes of its columns."""
    table = annex(found, code)
    (one,) = (each for each in table.rows if each.code == row and each.style is not RowStyle.SECTION)
    return dict(zip([column.code for column in table.columns], one.cells, strict=True))


def texts(found: Document) -> list[str]:
    """Return every text of a report."""
    letter = found.letter
    assert letter is not None
    said = [letter.superior, letter.issuer, letter.number, letter.place_and_date, letter.subject, *letter.opening]
    for chapter in letter.chapters:
        said += [chapter.heading, *(text for part in chapter.parts for text in (part.heading, *part.paragraphs))]
    said += [*letter.signed_as, letter.signatory, *letter.recipients, found.state, found.title]
    for each in found.annexes:
        said += [each.title, *each.notes, *(column.heading for column in each.columns)]
        said += [cell for row in each.rows for cell in row.cells if isinstance(cell, str)]
    return said


def settings(app: Flask, chosen: ReportSettings) -> None:
    with app.app_context():
        ward = writer().get_one(Ward, WARD_A)
        store_settings(ward, report=chosen)
        writer().commit()


def words(app: Flask, team_id: int = WHOLE_WARD, **said: str) -> None:
    fields = ("organisation", "models", "feedback", "strengths", "difficulties", "causes", "next_tasks", "proposals")
    common: dict[str, Any] = {"ward_id": WARD_A, "month": str(LAST), "team_id": team_id, "saved_at": now()}
    add(app, MonthWords(**common, **dict.fromkeys(fields, "") | said))


def test_the_letter_has_the_parts_that_the_decree_names(app: Flask, ana: Visitor) -> None:
    log(ana, *(entry_of(LAST, day=day, household=household(f"Số {day}")) for day in (1, 2, 3)))
    found = report_of(app)
    letter = found.letter
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
    assert done[0] == "Trong tháng, các tổ đã đến 3 hộ; lũy kế từ đầu năm 3."
    assert done[1].startswith("Đã thực hiện 3 lượt đến hộ")
    assert "Số liệu là của phường Quảng Thắng (tên cũ)." in letter.opening
    assert letter.opening[-1].startswith("Ủy ban nhân dân phường Đông Quang báo cáo kết quả")
    assert letter.signed_as == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    assert letter.recipients == ["Lưu: VT."]
    last = letter.chapters[-1].parts[-1].paragraphs[-1]
    assert last.endswith(END_MARK)
    assert "Số liệu tạm tính" in found.state
    assert all(is_normalized("NFC", text) for text in texts(found))


def test_settings_and_words_stand_where_they_belong(app: Flask, ana: Visitor) -> None:
    log(ana, entry_of(LAST))
    settings(
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
    words(app, difficulties="Sóng yếu.\nÍt máy.", proposals="Đề nghị tập huấn thêm.", models="Chợ 4.0.")
    found = report_of(app)
    letter = found.letter
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
    codes = [column.code for column in annex(found, "results").columns]
    assert "target" not in codes
    assert "note" not in codes
    assert "visit.people" not in [column.code for column in annex(found, "areas").columns]


def test_published_figures_stand_with_date_bound_and_source(app: Flask, ana: Visitor) -> None:
    log(ana, entry_of(LAST, "installation", service="public_service_account", people=4))
    common: dict[str, Any] = {"ward_id": WARD_A, "source": "Báo mẫu", "unit_then": ""}
    health = {"indicator_code": "health_record", "as_of": date(2023, 12, 31), "published_percent": "98.8"}
    add(
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
    found = report_of(app)
    row = cells(found, "results", "health_record")
    assert (row["reached"], row["population"], percent_of(row["ratio"])) == (9547, 9658, "98,9%")
    assert row["note"] == "Đã công bố: 9.547/9.658 (98,8%), 31/12/2023, Báo mẫu"
    row = cells(found, "results", "public_service_account")
    assert (row["reached"], row["ratio"]) == ("hơn 2.804", None), "a bound gives no ratio"
    assert "đã công bố: hơn 2.800, 31/03/2024, Báo mẫu" in row["note"]
    assert found.letter is not None
    said = [text for part in found.letter.chapters[1].parts for text in part.paragraphs]
    assert any(
        "9.547/9.658 người (98,9%)" in text and "đến ngày 31/12/2023: 9.547/9.658 (98,8%) (nguồn: Báo mẫu)" in text
        for text in said
    )
    assert any("hơn 2.804" in text and "(số ước)" in text and "%" not in text for text in said)


def percent_of(ratio: Any) -> str:
    return f"{Decimal(ratio).quantize(Decimal('0.1'))}%".replace(".", ",")


def test_an_edition_says_the_same_after_all_has_changed(app: Flask, ana: Visitor) -> None:
    common = {"ward_id": WARD_A, "measure": "visit", "year": LAST.year, "month": str(LAST)}
    add(
        app,
        Target(id=1000, figure=10, **common),
        Target(id=1001, figure=7, team_id=TEAM_1, **common),
        Target(id=1002, figure=5, neighbourhood_id=AREA_1, **common),
        Population(id=1000, group=HOUSEHOLDS, figure=400, as_of=LAST.first, ward_id=WARD_A, source="Báo mẫu"),
    )
    log(ana, entry_of(LAST, household=household()), entry_of(LAST, "training"), entry_of(LAST, "merchant"))
    closed(app)
    before = report_of(app, edition=1)
    assert cells(before, "results", HOUSEHOLDS)["ratio"] == Decimal(100) / Decimal(400)
    assert cells(before, "teams", str(TEAM_1))["target:visit"] == 7
    assert cells(before, "areas", str(AREA_1))["target:visit"] == 5
    reopening(app)
    log(ana, entry_of(LAST, day=2), entry_of(LAST, "training", attendees=500))
    with app.app_context():
        session = writer()
        session.get_one(Neighbourhood, AREA_1).name = "Phố Khác"
        session.get_one(Team, TEAM_1).name = "Tổ Khác"
        session.get_one(Target, 1000).figure = 1
        session.get_one(Population, 1000).figure = 1
        ward = session.get_one(Ward, WARD_A)
        ward.team_word, ward.neighbourhood_word, ward.official_name = "Tổ khác", "ấp", "Phường Khác"
        session.commit()
    closed(app)
    after = report_of(app, edition=1)
    assert after.annexes == before.annexes
    assert after.letter == before.letter
    assert after.title == before.title
    second = report_of(app, edition=2)
    assert cells(second, "results", "visit")["month"] == 2
    assert "Phố Khác" in [row.cells[1] for row in annex(second, "areas").rows]


def test_an_edition_of_the_first_form_is_still_read(app: Flask, ana: Visitor) -> None:
    log(ana, entry_of(LAST), entry_of(LAST, "training"))
    log(Visitor(app, "bruno"), entry_of(LAST, "training", neighbourhood=AREA_2))
    closed(app)
    second = report_of(app, edition=1)
    with app.app_context():
        (edition,) = writer().scalars(sa.select(MonthEdition))
        figures = json.loads(edition.figures)
        for later in ("attendance", "members", "rates"):
            del figures[later]
        for each in (*figures["areas"], *figures["teams"]):
            del each["ended"]
        for each in figures["activities"]:
            del each["teams"]
        figures["version"] = 1
        edition.figures = canonical_text(figures)
        writer().commit()
    first = report_of(app, edition=1)
    assert [each.code for each in first.annexes] == ["results", "areas", "teams", "training", "merchant"]
    assert list(first.annexes) == list(second.annexes[:-1])
    assert first.letter is not None
    assert set(first.letter.chapters[0].parts[0].paragraphs[0]) == {"."}
    assert len(annex(report_of(app, LEO, edition=1, team=TEAM_1), "training").rows) == 2


def test_an_earlier_edition_can_be_asked_for(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log(ana, entry_of(LAST))
    closed(app)
    reopening(app)
    log(ana, entry_of(LAST, day=2))
    closed(app)
    first = carla.get(f"/reports/read?month={LAST}&edition=1")
    assert "nay không còn hiệu lực" in first.text
    assert "bản số 2" in carla.get(f"/reports/read?month={LAST}").text
    assert carla.get(f"/reports/read?month={LAST}&edition=3").status_code == 404
    assert carla.get(f"/reports/read?month={LAST}&edition=x").status_code == 404


def test_a_team_signs_its_own_report_without_a_number(app: Flask, ana: Visitor) -> None:
    log(ana, entry_of(LAST))
    words(app, TEAM_1, proposals="Xin thêm tờ rơi.")
    words(app, proposals="Lời của phường.")
    found = report_of(app, LEO, team=TEAM_1)
    letter = found.letter
    assert letter is not None
    assert (letter.superior, letter.issuer, letter.number) == ("ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG QUANG", "TỔ 1", "")
    assert (letter.signed_as, letter.signatory) == (["TỔ TRƯỞNG"], "Nguyễn Ví Dụ Leo")
    assert letter.chapters[-1].parts[-1].paragraphs == ["Xin thêm tờ rơi./."]
    assert [each.code for each in found.annexes] == ["results", "training", "merchant", "attendance"]
    assert [row.cells[1] for row in annex(found, "attendance").rows[:-1]] == ["Nguyễn Ví Dụ Ana"]


def test_the_province_gets_figures_and_no_names(app: Flask, ana: Visitor) -> None:
    log(ana, entry_of(LAST), entry_of(LAST, "training", title="Buổi ở nhà ông Ví Dụ"))
    words(app, proposals="Còn là bản nháp.")
    found = report_of(app, EVA)
    assert [each.code for each in found.annexes] == ["results", "areas", "teams"]
    assert not any("nháp" in text or "Nguyễn" in text or "ông Ví Dụ" in text for text in texts(found))
    closed(app)
    assert any("nháp" in text for text in texts(report_of(app, EVA, edition=1)))
    assert any("nháp" in text for text in texts(report_of(app, VERA)))
    reopening(app)
    words(app, proposals="Viết lại lần hai.")
    eva = Visitor(app, "eva")
    page = eva.get(f"/reports/read?month={LAST}&ward=16417")
    assert "lần hai" not in page.text, "the month is open again, and so are its words"
    page = eva.get(f"/reports/read?month={LAST}&ward=16417&edition=1")
    assert "nháp" in page.text, "an edition keeps the words that it was closed with"
    assert "lần hai" not in page.text


def test_targets_of_month_and_year_stand_apart_and_others_beneath(app: Flask, ana: Visitor) -> None:
    common: dict[str, Any] = {"ward_id": WARD_A, "year": LAST.year}
    add(
        app,
        Target(id=1000, measure="visit", figure=600, team_id=TEAM_1, **common),
        Target(id=1001, measure="visit", figure=40, team_id=TEAM_2, month=str(LAST), **common),
        Target(id=1002, measure="health_record", figure=88, neighbourhood_id=AREA_1, **common),
        Target(id=1003, measure="service.vneid_1", figure=9, team_id=TEAM_1, month=str(LAST), **common),
        Team(id=1000, ward_id=WARD_A, name="Tổ lập sau", valid_from=LAST.next().first),
    )
    log(ana, entry_of(LAST), entry_of(LAST, "installation", service="health_record", people=7))
    found = report_of(app)
    teams = annex(found, "teams")
    assert [row.cells[1] for row in teams.rows] == ["Tổ 1", "Tổ 2", "Tổng"], (
        "a team that came later is not of the month"
    )
    totals = dict(zip([column.code for column in teams.columns], teams.rows[-1].cells, strict=True))
    assert (totals["target:visit"], totals["year_target:visit"]) == (None, None), "no sum where a team has none"
    assert cells(found, "teams", str(TEAM_2))["target:visit"] == 40
    assert cells(found, "teams", str(TEAM_2))["year_target:visit"] is None
    assert "Phố 1, Hồ sơ sức khỏe điện tử: đạt 7, chỉ tiêu năm 88." in annex(found, "areas").notes
    assert any(note.startswith("Tổ 1, VNeID mức 1: đạt 0, chỉ tiêu tháng 9") for note in teams.notes)
    assert found.as_of == LAST.last


def test_many_are_told_by_team_on_paper_and_one_by_one_in_the_workbook(
    app: Flask, ana: Visitor, visitor: Callable[..., Visitor]
) -> None:
    common = {"women": 0, "elderly": 0}
    log(ana, *(entry_of(LAST, "training", day=day, attendees=10, **common) for day in (1, 2, 3)))
    log(visitor("carla"), entry_of(LAST, "training", attendees=5, **common))
    with app.test_request_context("/?lang=vi"):
        actor = actor_of(reader(), CARLA, today())
        assert actor is not None
        report = ReportRequest(reader().get_one(Ward, WARD_A), LAST, None, now())
        short, whole = (annex(report_document(reader(), actor, report, longest), "training") for longest in (3, 4))
    assert [row.cells[:4] for row in short.rows] == [
        [1, "Không thuộc tổ nào", 1, 5],
        [2, "Tổ 1", 3, 30],
        [None, "Tổng", 4, 35],
    ]
    assert len(whole.rows) == 5
    assert any("tệp Excel" in note for note in short.notes)


@pytest.mark.parametrize(
    ("three", "target", "said"),
    [
        (MonthFigures(312, 2034, 279), None, "tăng 11,8% so với tháng trước (279); lũy kế từ đầu năm 2.034."),
        (MonthFigures(100, 300, 200), None, "giảm 50,0% so với tháng trước (200); lũy kế từ đầu năm 300."),
        (MonthFigures(5, 10, 5), None, "bằng tháng trước; lũy kế từ đầu năm 10."),
        (MonthFigures(5, 5, 0), None, "lượt đến hộ; lũy kế từ đầu năm 5."),
        (MonthFigures(0, 5, 5), None, "giảm 100,0% so với tháng trước (5); lũy kế từ đầu năm 5."),
        (MonthFigures(5, 20, 5), (10, True), "lũy kế từ đầu năm 20; đạt 50,0% chỉ tiêu tháng (10)."),
        (MonthFigures(5, 20, 5), (10, False), "lũy kế từ đầu năm 20; đạt 200,0% chỉ tiêu năm (10)."),
    ],
)
def test_figures_are_turned_into_sentences(app: Flask, three: MonthFigures, target: Any, said: str) -> None:
    with app.test_request_context("/?lang=vi"):
        targets = {("visit", target[1]): target[0]} if target else {}
        (sentence,) = activity_sentences({"visit": three}, targets, None)
    assert sentence.startswith(f"Đã thực hiện {three.month} lượt đến hộ")
    assert sentence.endswith(said)


def test_of_what_nobody_knows_nothing_is_said(app: Flask) -> None:
    with app.test_request_context("/?lang=vi"):
        assert list(activity_sentences({"visit": MonthFigures(0, 9, 0)}, {}, MonthFigures(0, 9, 0))) == []
        assert list(pillar_sentences([Result("x", "Không có gì", "người", period=0, cumulative=0)])) == []
        assert subject_of("Tổ", Month(2026, 2)).endswith("tháng 02 năm 2026")
        assert subject_of("Tổ", Month(2026, 3)).endswith("tháng 3 năm 2026")
        assert cell_text(Decimal("98.8507")) == percent(Decimal("98.8507")) == "98,9%"
