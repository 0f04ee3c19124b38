"""The figures in the workbook of a month: those of the counters, the entries and the ward page."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.logbook.kinds import HEADLINES
from app.logbook.status import Action
from app.month import today
from app.places.models import Population
from app.tally.models import AreaMonth
from tests.actions import add_rows, close_ward_month, log_entries, review_entries
from tests.cast import AREA_2, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.overview.steps import THIS, page_of
from tests.reports.drawing.workbook_reading import WARD_SHEETS, areas, download, one_of_each, results, table, texts
from tests.sync.steps import totals

pytestmark = pytest.mark.one_engine


def headline_names() -> dict[str, str]:
    return {each.measure: str(each.label) for each in HEADLINES}


def test_figures_are_those_of_the_counters(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, *one_of_each(), make_entry(people=2, neighbourhood=AREA_2), make_entry(happened_on="2025-01-10"))
    log_entries(ana, make_entry("assistance", people=6))
    counted = totals(app, AreaMonth)
    book = download(carla)
    assert book.sheetnames == WARD_SHEETS
    rows, by_area = results(book), areas(book)
    with app.test_request_context("/?lang=vi"):
        names = headline_names()
    for measure, name in names.items():
        in_month = counted[measure] - (measure == "visit") - 2 * (measure == "visit.people")
        assert rows[name]["Trong tháng"] == in_month, measure
        (heading,) = (each for each in by_area["Tổng"] if each.split(" (")[0] == name)
        assert by_area["Tổng"][heading] == in_month
        assert sum(row[heading] for area, row in by_area.items() if area != "Tổng") == in_month
    assert rows["Tài khoản định danh điện tử"]["Trong tháng"] == 4
    assert rows["Số hộ khác nhau đã đến"]["Trong tháng"] == 1


def test_figures_are_those_of_the_entries(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, *one_of_each(), make_entry("training", attendees=25, women=5, elderly=1))
    text = carla.get(f"/reports/entries.csv?month={THIS}").data.decode().removeprefix("\ufeff")
    entries = list(csv.DictReader(io.StringIO(text)))
    rows = results(download(carla))
    attendees = sum(int(row["attendees"] or 0) for row in entries)
    assert rows["Lượt người dự"]["Trong tháng"] == attendees == 1525
    assert rows["Lượt đến hộ"]["Trong tháng"] == sum(row["kind"] == "visit" for row in entries)


def test_figures_are_those_of_the_ward_page(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, *one_of_each(), make_entry(people=2, neighbourhood=AREA_2), make_entry(happened_on="2025-01-10"))
    log_entries(ana, make_entry("assistance", people=6))
    page, book = page_of(carla), download(carla)
    rows, by_area = results(book), areas(book)
    with app.test_request_context("/?lang=vi"):
        names = headline_names()
    for measure, name in names.items():
        row = rows[name]
        assert row["Trong tháng"] == page.total(measure), measure
        assert row["Lũy kế từ tháng 1"] == page.total(measure, "cumulative"), measure
        for area, figures in page.places(0).items():
            (heading,) = (each for each in by_area[area] if each.split(" (")[0] == name)
            assert number(by_area[area][heading]) == figures[measure], (area, measure)


def number(figure: int) -> str:
    return f"{figure:,}".replace(",", ".")


def test_activity_list_has_no_personal_data(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, *one_of_each(note="một lời nhắn riêng"))
    book = download(carla)
    (training, total) = table(book["Phụ lục IIIa"])
    assert list(training.values())[:4] == [1, datetime.combine(today(), datetime.min.time()), "Phố 1", "Tổ 1"]
    assert {"Cảnh giác lừa đảo", "Nhà văn hóa", 1500, 800, 20} <= set(training.values())
    assert 1500 in total.values()
    (merchant, _total) = table(book["Phụ lục IIIb"])
    assert {"Chợ Quảng Thắng", "Sạp chợ", "Mã VietQR", "có", "không"} <= set(merchant.values())
    everything = " ".join(text for sheet in book for text in texts(sheet))
    for private in ("Quầy mẫu 1", "Số 5, ngõ 2", "một lời nhắn riêng", "970436", "1234"):
        assert private not in everything, private
    assert "Nguyễn Ví Dụ" not in everything


def test_activities_are_in_the_order_of_their_days(ana: Visitor, carla: Visitor) -> None:
    days = [date(2025, 3, 20), date(2025, 3, 2), date(2025, 3, 11)]
    log_entries(ana, *(make_entry("training", happened_on=day.isoformat()) for day in days))
    (*rows, _total) = table(download(carla, month="2025-03")["Phụ lục IIIa"])
    assert [row["Ngày"].date() for row in rows] == sorted(days)


def test_open_month_is_provisional_and_closed_month_is_not(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = [make_entry("training", attendees=10, women=0, elderly=0), make_entry("training", attendees=20)]
    log_entries(ana, *entries)
    review_entries(app, Action.APPROVE, entries[0])
    book = download(carla)
    assert all(any("Số liệu tạm tính, đến" in text for text in texts(sheet)) for sheet in book)
    assert results(book)["Lượt người dự"]["Trong tháng"] == 30
    assert len(table(book["Phụ lục IIIa"])) == 3
    close_ward_month(app, THIS)
    book = download(carla)
    assert not any("tạm tính" in text for sheet in book for text in texts(sheet))
    state = f"Đã chốt ngày {today():%d/%m/%Y}"
    assert all(any(text.startswith(state) for text in texts(sheet)) for sheet in book)
    assert results(book)["Lượt người dự"]["Trong tháng"] == 10
    assert len(table(book["Phụ lục IIIa"])) == 2


def test_closed_month_gives_the_same_bytes_again(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = one_of_each()
    log_entries(ana, *entries)
    review_entries(app, Action.APPROVE, *entries)
    close_ward_month(app, THIS)
    first, second = (carla.http.get(f"/reports/month.xlsx?month={THIS}").data for _ in range(2))
    assert first == second
    properties = load_workbook(io.BytesIO(first)).properties
    assert properties.created == properties.modified == datetime.combine(THIS.last, datetime.min.time())


def test_voided_entry_is_nowhere(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entry = make_entry("training")
    log_entries(ana, entry)
    review_entries(app, Action.VOID, entry)
    book = download(carla)
    assert results(book)["Lượt người dự"]["Trong tháng"] == 0
    assert [row["STT"] for row in table(book["Phụ lục IIIa"])] == [None], "one line says that there is nothing"


def test_ratio_is_that_of_its_two_figures(app: Flask, ana: Visitor, carla: Visitor) -> None:
    day = date(2023, 12, 31)
    common: dict[str, Any] = {"ward_id": WARD_A, "unit_then": "", "as_of": day, "source": "bài báo ví dụ"}
    add_rows(
        app,
        Baseline(id=1, indicator_code="health_book_in_vneid", numerator=9547, denominator=9658, **common),
        Baseline(id=2, indicator_code="public_service_account", numerator=2800, bound=Bound.MORE_THAN, **common),
        Population(id=1, ward_id=WARD_A, group="residents", figure=9658, as_of=day, source="dân số ví dụ"),
        Population(id=2, ward_id=WARD_A, group="adults", figure=7000, as_of=day, source="dân số ví dụ"),
    )
    sheet = download(carla)["Phụ lục I"]
    rows = {row["Nội dung"]: row for row in table(sheet)}
    record = rows["Sổ sức khỏe điện tử kích hoạt trên VNeID"]
    assert (record["Đã đạt"], record["Tổng đối tượng"], record["Tỷ lệ (%)"]) == (9547, 9658, 98.9)
    bounded = rows["Tài khoản Cổng Dịch vụ công"]
    assert (bounded["Đã đạt"], bounded["Tổng đối tượng"], bounded["Tỷ lệ (%)"]) == ("hơn 2.800", 7000, None)
    assert rows["Tư vấn và khám chữa bệnh từ xa"]["Đã đạt"] is None, "what is not known is empty"
    sources = " ".join(texts(sheet))
    assert "Tổng đối tượng, ngày 31/12/2023, dân số ví dụ: " in sources
    log_entries(ana, make_entry("installation", service="health_record", people=200))
    record = results(download(carla))["Sổ sức khỏe điện tử kích hoạt trên VNeID"]
    assert record["Tỷ lệ (%)"] == 100.9
    assert record["Ghi chú"].startswith("Vượt tổng số")
