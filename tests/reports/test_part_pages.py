"""Pages and files of longer reports: the text of the letter in Word, what is recorded, and how much is read."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask import Flask
from lxml import etree

from app.reports.document import cell_text, lines_of_letter
from tests.actions import close_ward_month, log_entries
from tests.cast import AREA_2
from tests.client import Visitor
from tests.factories import household
from tests.house.test_query_counts import statements_for
from tests.html import parse
from tests.months.steps import THIS, closed, entry_of
from tests.overview.page import words
from tests.reports.part_steps import FIRST, QUARTER, SECOND, THIRD, part_report
from tests.reports.steps import annex_of, headings_of
from tests.reports.template.test_own_template import keep

pytestmark = [pytest.mark.one_engine, pytest.mark.usefixtures("no_flags")]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAYS = f"từ ngày {FIRST.first:%d/%m/%Y} đến ngày {THIRD.last:%d/%m/%Y}"
NAME = f"quý {('I', 'II', 'III', 'IV')[(FIRST.number - 1) // 3]}/{FIRST.year}"
ADDRESS = f"part={QUARTER}&ward=16417"


@pytest.fixture
def worked(app: Flask, ana: Visitor) -> Flask:
    """Return an app in whose ward A a quarter was worked in, of which two months are closed."""
    home = household("Số 1")
    for month in QUARTER.months:
        log_entries(ana, entry_of(month, household=home, people=2), entry_of(month, "training", day=3, attendees=20))
    log_entries(Visitor(app, "bruno"), entry_of(FIRST, day=5, people=1, neighbourhood=AREA_2))
    closed(app, FIRST)
    closed(app, SECOND)
    return app


def paragraphs_of(file: bytes) -> list[str]:
    """Return the lines of a Word document outside of its tables."""
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
    outside = (each for each in body.iter(f"{WORD}p") if not any(True for _ in each.iterancestors(f"{WORD}tbl")))
    lines = ("".join(text.text or "" for text in each.iter(f"{WORD}t")) for each in outside)
    return [line.strip() for line in lines if line.strip()]


def test_word_file_says_what_the_quarter_was(worked: Flask, carla: Visitor) -> None:
    closed(worked, THIRD)
    answer = carla.get(f"/reports/year-part.docx?{ADDRESS}")
    number = (FIRST.number - 1) // 3 + 1
    assert f"bao-cao-quy-{number}-{FIRST.year}-16417.docx" in answer.headers["Content-Disposition"]
    lines = paragraphs_of(answer.data)
    blank = "." * 60
    editions = ", ".join(f"{month.number:02d}/{month.year} (bản số 1)" for month in QUARTER.months)
    start = lines.index("BÁO CÁO")
    subject = f"Kết quả hoạt động của Tổ công nghệ số cộng đồng {NAME} ({DAYS})"
    written = [line for line in lines[start:] if not line.startswith("Số lũy kế tính từ ngày")]
    head = written.index("Số liệu là của phường Quảng Thắng (tên cũ).")
    assert " ".join(written[1:head]) == subject
    assert written[head + 1 : written.index("III. ĐÁNH GIÁ")] == [
        f"Ủy ban nhân dân phường Đông Quang báo cáo {subject[:1].lower()}{subject[1:]} như sau:",
        "I. CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC",
        f"Đến ngày {THIRD.last:%d/%m/%Y}, toàn địa bàn có 2 tổ với 4 thành viên.",
        "II. KẾT QUẢ THỰC HIỆN",
        "1. Hoạt động của các tổ",
        "Trong kỳ, các tổ đã đến 1 hộ khác nhau.",
        "Đã thực hiện 4 lượt đến hộ.",
        "Đã hướng dẫn tại hộ cho 7 lượt người.",
        "Đã tổ chức 3 buổi tập huấn, tuyên truyền.",
        "Các buổi tập huấn, tuyên truyền có 60 lượt người tham dự.",
    ]
    tail = written.index("III. ĐÁNH GIÁ")
    assert written[tail : tail + 11] == [
        *("III. ĐÁNH GIÁ", "1. Ưu điểm", blank, "2. Tồn tại, hạn chế", blank, "3. Nguyên nhân", blank),
        *("IV. NHIỆM VỤ THỜI GIAN TỚI", blank, "V. ĐỀ XUẤT, KIẾN NGHỊ", f"{blank}./."),
    ]
    assert f"Lập từ bản chốt của kỳ {editions}: chỉ gồm số đã duyệt" in written
    assert written[-1].startswith(f"– Lập từ bản chốt của kỳ {editions}. Mã kiểm tra của các bản chốt này: ")


def test_same_report_gives_the_same_files(worked: Flask, carla: Visitor) -> None:
    closed(worked, THIRD)
    for extension in ("docx", "pdf", "xlsx"):
        one, other = (carla.get(f"/reports/year-part.{extension}?{ADDRESS}").data for _time in range(2))
        assert one == other


def test_provisional_file_says_so_in_its_name(worked: Flask, carla: Visitor) -> None:
    answer = carla.get(f"/reports/year-part.xlsx?{ADDRESS}&team=1")
    assert "-16417-to-1-tam-tinh.xlsx" in answer.headers["Content-Disposition"]


def test_page_holds_every_line_of_the_document(worked: Flask, carla: Visitor) -> None:
    found = part_report(worked)
    main = parse(carla.get(f"/reports/year-part?{ADDRESS}&lang=vi").text).find(".//main")
    assert main is not None
    text = words(main)
    assert found.letter
    lines = [line for line, _style in lines_of_letter(found.letter) if not line.strip("./")]
    with worked.test_request_context("/?lang=vi"):
        cells = [cell_text(cell) for annex in found.annexes for row in annex.rows for cell in row.cells]
    notes = [note for annex in found.annexes for note in annex.notes]
    shown = [" ".join(each.split()) for each in (found.title, *lines, *cells, *notes)]
    assert [each for each in shown if each not in text] == []
    assert f"chưa chốt: {THIRD.number:02d}/{THIRD.year}" in text


def test_english_report_names_the_same_figures(worked: Flask) -> None:
    found = part_report(worked, language="en")
    assert found.title.startswith("Report of quarter ")
    vietnamese = part_report(worked)
    rows = [[row.cells[2:] for row in annex_of(each, "areas").rows] for each in (found, vietnamese)]
    assert rows[0] == rows[1]
    assert headings_of(found, "areas") != headings_of(vietnamese, "areas")


def test_list_says_of_each_part_whether_it_is_closed(worked: Flask, carla: Visitor) -> None:
    page = parse(carla.get("/reports/year-parts?lang=vi").text)
    states = {each.get("data-part"): each.get("data-state") for each in page.iter("li") if each.get("data-part")}
    assert states[str(QUARTER)] == "open"
    assert set(states.values()) == {"open"}
    closed(worked, THIRD)
    page = parse(carla.get("/reports/year-parts?lang=vi").text)
    assert {each.get("data-part") for each in page.iter("li") if each.get("data-state") == "closed"} >= {str(QUARTER)}
    assert str(THIS.year) in {each.get("data-part") for each in page.iter("li")}


def test_list_says_that_the_own_template_is_used(app: Flask, carla: Visitor) -> None:
    own = "Bản Word theo mẫu riêng"
    assert own not in carla.get("/reports/year-parts?lang=vi").text
    keep(app, b"PK")
    assert own in carla.get("/reports/year-parts?lang=vi").text
    assert own not in Visitor(app, "leo").get("/reports/year-parts?lang=vi").text
    assert carla.get("/reports/year-part.docx").status_code == 200


def test_files_that_leave_are_recorded_by_their_part(worked: Flask, carla: Visitor) -> None:
    carla.get(f"/reports/year-part.pdf?{ADDRESS}")
    assert NAME in carla.get("/journal/?lang=vi").text


def test_month_without_an_edition_counts_what_was_approved(worked: Flask) -> None:
    before = part_report(worked)
    close_ward_month(worked, THIRD)
    found = part_report(worked)
    assert not found.is_provisional
    assert f"{THIRD.number:02d}/{THIRD.year}" in found.state
    visits = headings_of(found, "areas")[2]
    totals = [
        dict(zip(headings_of(each, "areas"), annex_of(each, "areas").rows[-1].cells, strict=True))[visits]
        for each in (before, found)
    ]
    assert totals == [4, 3]


def test_closed_quarter_takes_few_statements(worked: Flask, carla: Visitor) -> None:
    running = len(statements_for(worked, lambda: carla.get(f"/reports/year-part?{ADDRESS}")))
    closed(worked, THIRD)
    over = len(statements_for(worked, lambda: carla.get(f"/reports/year-part?{ADDRESS}")))
    listed = len(statements_for(worked, lambda: carla.get("/reports/year-parts")))
    assert running <= 30, running
    assert over <= 16, over
    assert listed <= 5, listed
