"""Sixty entries that were counted by hand: page, letter, annexes, PDF, workbook, csv and shared text say the same."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import docx
import pytest
from flask import Flask
from openpyxl import load_workbook
from pypdf import PdfReader

from app.catalogue.models import Baseline
from app.logbook.kinds import headlines_with
from app.logbook.status import Action
from app.places.models import Population
from app.reports.document import Document
from app.reports.share_text import share_text
from tests.actions import add_rows, log_entries, review_entries
from tests.cast import WARD_A
from tests.client import Visitor
from tests.households.steps import merge
from tests.months.steps import LAST, turn_flags_off
from tests.overview.steps import page_of
from tests.reports import hand_counted
from tests.reports.hand_counted import FIGURES, KEPT, MERGED, OF_AREAS
from tests.reports.steps import cells_of, report_of
from tests.reports.test_same_figures import squeezed

pytestmark = pytest.mark.one_engine


@pytest.fixture
def counted(app: Flask, ana: Visitor, carla: Visitor) -> Flask:
    """Return the app with the sixty entries, and 160 of 160 firms published for 2023 of 180 that there are now."""
    turn_flags_off(app)
    common: dict[str, Any] = {"ward_id": WARD_A, "source": "Báo mẫu"}
    of_2023 = {"as_of": date(2023, 12, 31), "unit_then": "", **common}
    add_rows(
        app,
        Population(id=1000, group="businesses", figure=180, as_of=date(2024, 6, 30), **common),
        Baseline(id=1000, indicator_code="business_cashless", numerator=160, denominator=160, **of_2023),
        Baseline(id=1001, indicator_code="health_record", numerator=9547, denominator=9658, **of_2023),
    )
    visits, helped, classes = hand_counted.visits_of_ana(), hand_counted.helped_by_ana(), hand_counted.classes_of_ana()
    sign_ups, bruno = hand_counted.sign_ups_of_ana(), Visitor(app, "bruno")
    log_entries(ana, *visits, *helped, *classes, *sign_ups)
    help_of_bruno = hand_counted.helped_by_bruno()
    others = [*hand_counted.visits_of_bruno(), *hand_counted.classes_of_bruno(), *hand_counted.sign_ups_of_bruno()]
    log_entries(bruno, *others, *help_of_bruno)
    assert len([*visits, *helped, *classes, *sign_ups, *others, *help_of_bruno]) == 60
    review_entries(
        app, Action.VOID, *(group[-1] for group in (visits, classes, sign_ups, help_of_bruno)), reason="trial"
    )
    review_entries(app, Action.RETURN, visits[10], reason="unclear")
    merge(app, carla, KEPT, MERGED)
    return app


def rows_of(found: Document) -> dict[str, Any]:
    return {row.code: row for section in found.results for row in section.rows}


def test_the_rows_of_the_report_are_the_hand_count(counted: Flask) -> None:
    rows = rows_of(report_of(counted))
    assert {code: row.period for code, row in rows.items() if row.period} == FIGURES
    assert {code: row.cumulative for code, row in rows.items() if row.cumulative} == FIGURES, "all was in one month"
    firms = rows["business_cashless"]
    assert (firms.reached, firms.population, round(firms.ratio, 1)) == (162, 180, 90)
    assert rows["service.digital_literacy"].note == "Đã đăng ký hoặc đang học, cộng từ tháng 1: 9"
    records = rows["health_record"]
    assert (records.period, records.reached, records.population) == (None, 9547, 9658)


def test_the_page_of_the_ward_is_the_hand_count(counted: Flask, carla: Visitor) -> None:
    page = page_of(carla, month=LAST)
    headlines = [*(headline.measure for headline in headlines_with(())), "households"]
    assert {measure: page.total(measure) for measure in headlines} == {each: FIGURES[each] for each in headlines}
    shown = page.parts("data-code")
    for code in FIGURES.keys() - set(headlines):
        assert shown[code]["period"] == str(FIGURES[code]), code
    for area, figures in OF_AREAS.items():
        assert [page.places()[area][measure] for measure in headlines] == [str(figure) for figure in figures], area
    course = page.funnel("digital_literacy")
    for step in ("Đã đăng ký: 12", "Đang học: 7", "Hoàn thành: 3", "Được xác nhận trên VNeID: 1"):
        assert step in course, step
    assert "Đã cài: 10" in page.funnel("vneid_2"), "2 installed, 7 activated, 1 alone"
    text = page.text()
    for part in ("Gặp được 14", "Vắng nhà 3", "Hộ kinh doanh 5", "Sạp chợ 4", "Hợp tác xã 2", "Đã kích hoạt: 1"):
        assert part in text, part


def test_every_document_is_the_hand_count(counted: Flask, carla: Visitor) -> None:
    found = report_of(counted)
    book = load_workbook(io.BytesIO(carla.get(f"/reports/month.xlsx?month={LAST}&lang=vi").data)).worksheets[0]
    at = [column.heading for column in found.annexes[0].columns].index("Trong tháng")
    sheet = {line[1]: line for line in book.iter_rows(values_only=True)}
    word = docx.Document(io.BytesIO(carla.get(f"/reports/month.docx?month={LAST}&lang=vi").data))
    lines = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    results = {cells[1]: cells for cells in lines if len(cells) > 5}
    pdf = PdfReader(io.BytesIO(carla.get(f"/reports/month.pdf?month={LAST}&lang=vi").data))
    paper = squeezed("".join(page.extract_text() for page in pdf.pages))
    for code, row in rows_of(found).items():
        if code not in FIGURES:
            continue
        figure = FIGURES[code]
        cells = cells_of(found, "results", row.name)
        assert (cells["Trong tháng"], cells["Lũy kế từ tháng 1"]) == (figure, figure), code
        assert list(sheet[row.name][at : at + 2]) == [figure, figure], code
        assert results[row.name][at : at + 2] == [str(figure)] * 2, code
        assert squeezed(f"{row.name}{row.unit}{row.target or ''}{figure}{figure}") in paper, code


def test_every_sentence_is_the_hand_count(counted: Flask) -> None:
    sentences = _paragraphs(report_of(counted))
    for sentence in (
        "các tổ đã đến 13 hộ",
        "19 lượt đến hộ",
        "28 lượt người",
        "38 lượt người cài đặt, sử dụng ứng dụng",
        "5 buổi",
        "105 lượt người",
        "13 lượt đăng ký thanh toán không dùng tiền mặt",
        "9 lượt đăng ký nhận thanh toán qua mã VietQR",
        "Sổ sức khỏe điện tử kích hoạt trên VNeID: trong tháng 1 người",
        "Hộ kinh doanh đăng ký thanh toán không dùng tiền mặt: trong tháng 5 lượt hộ",
        "162/180 doanh nghiệp (90,0%)",
        "gồm số công bố (31/12/2023) và số ghi thêm từ sau đó",
    ):
        assert sentence in sentences, sentence
    english = _paragraphs(report_of(counted, language="en"))
    for sentence in (
        "The teams reached 13 different households",
        "They made 19 household visits",
        "They helped people with apps and online services 38 times",
        "They signed up merchants for cashless payment 13 times",
        "what was published (31/12/2023) and what was counted after that",
    ):
        assert sentence in english, sentence


def _paragraphs(found: Document) -> str:
    assert found.letter is not None
    return "\n".join(text for each in found.letter.chapters for part in each.parts for text in part.paragraphs)


def test_the_shared_text_is_the_hand_count(counted: Flask) -> None:
    with counted.test_request_context("/?lang=vi"):
        lines = share_text(report_of(counted)).splitlines()
    activities = [headline.measure for headline in headlines_with(())] + ["households"]
    shown = [line.partition(": ")[2].split(" ")[0] for line in lines if line.startswith("•")]
    assert shown[: len(activities)] == [str(FIGURES[code]) for code in activities]
    firms = next(line for line in lines if "Doanh nghiệp thanh toán" in line)
    assert firms.endswith("162/180 (90,0%), gồm số công bố (31/12/2023) và số ghi thêm từ sau đó")


def test_the_entries_add_up_to_the_hand_count(counted: Flask, carla: Visitor) -> None:
    text = carla.get(f"/reports/entries.csv?month={LAST}").data.decode("utf-8-sig")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row["status"] != "void"]
    assert len(rows) == 56, "sixty without four that are void"
    of = {
        kind: [row for row in rows if row["kind"] == kind] for kind in ("visit", "installation", "training", "merchant")
    }
    assert {kind: len(found) for kind, found in of.items()} == {
        "visit": 19,
        "installation": 19,
        "training": 5,
        "merchant": 13,
    }
    assert sum(int(row["people"]) for row in of["visit"]) == 28
    not_helped = {"declined", "ineligible"}
    assert sum(int(row["people"]) for row in of["installation"] if row["outcome"] not in not_helped) == 38
    assert [sum(int(row[name] or 0) for row in of["training"]) for name in ("attendees", "women", "elderly")] == [
        105,
        45,
        19,
    ]
    assert sum("vietqr" in row["methods"] for row in of["merchant"]) == 9
    homes = {(row["neighbourhood"], row["household"]) for row in of["visit"] if row["household"]}
    assert len(homes) == 13, "the merged one stands under the name of what stays"
