"""``month.xlsx``: the annexes of the month's report, with the figures of the counters, ready to print."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.catalogue.models import Baseline
from app.catalogue.terms import Bound
from app.database import writer
from app.logbook.kinds import HEADLINES
from app.logbook.status import Action
from app.month import Month, today
from app.places.models import Neighbourhood, Population, Team, Ward
from app.reports.drawing.line_wrapping import wrapped_line_count
from app.tally.models import AreaMonth
from tests.cast import AREA_1, AREA_2, AREA_B, MARKET_A, TEAM_1, TEAM_2, TEAM_B, WARD_A
from tests.client import Visitor
from tests.factories import household, make_entry
from tests.months.steps import closed
from tests.overview.steps import THIS, add, log, page_of
from tests.sync.steps import close, decide, totals

pytestmark = pytest.mark.one_engine

WARD_SHEETS = ["Phụ lục I", "Phụ lục II", "Phụ lục III", "Phụ lục IVa", "Phụ lục IVb", "Phụ lục V"]
TEAM_SHEETS = ["Phụ lục I", "Phụ lục IIa", "Phụ lục IIb", "Phụ lục III"]
FORMULAS = ["=1+1", "+84", "-2+3", "@SUM(A1)", '=HYPERLINK("http://evil.example";"x")']


def download(visitor: Visitor, query: str = "", month: Any = THIS, language: str = "vi") -> Workbook:
    response = visitor.get(f"/reports/month.xlsx?month={month}&lang={language}{query}")
    assert response.status_code == 200
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return load_workbook(io.BytesIO(response.data))


def texts(sheet: Worksheet) -> list[str]:
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    """Return the rows beneath the headings, up to the first empty line, by heading."""
    rows = list(sheet.iter_rows(values_only=True))
    start = next(number for number, row in enumerate(rows) if row[0] in {"STT", "No."})
    found = []
    for row in rows[start + 1 :]:
        if not any(value is not None for value in row):
            break
        found.append(dict(zip(map(str, rows[start]), row, strict=True)))
    return found


def results(book: Workbook) -> dict[str, dict[str, Any]]:
    rows = [row for row in table(book["Phụ lục I"]) if isinstance(row["STT"], int)]
    assert len(rows) == len({row["Nội dung"] for row in rows})
    return {row["Nội dung"]: row for row in rows}


def areas(book: Workbook) -> dict[str, dict[str, Any]]:
    return {row["Tổ dân phố"]: row for row in table(book["Phụ lục II"])}


def one_of_each(**common: Any) -> list[dict[str, Any]]:
    return [
        make_entry(household=household(), people=3, **common),
        make_entry("installation", people=4, **common),
        make_entry("training", attendees=1500, women=800, elderly=20, **common),
        make_entry("merchant", place=MARKET_A, **common),
    ]


def headline_names() -> dict[str, str]:
    return {each.measure: str(each.label) for each in HEADLINES}


def test_the_figures_are_those_of_the_counters(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log(ana, *one_of_each(), make_entry(people=2, neighbourhood=AREA_2), make_entry(happened_on="2025-01-10"))
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


def test_the_figures_are_those_of_the_entries(ana: Visitor, carla: Visitor) -> None:
    log(ana, *one_of_each(), make_entry("training", attendees=25, women=5, elderly=1))
    text = carla.get(f"/reports/entries.csv?month={THIS}").data.decode().removeprefix("\ufeff")
    entries = list(csv.DictReader(io.StringIO(text)))
    rows = results(download(carla))
    attendees = sum(int(row["attendees"] or 0) for row in entries)
    assert rows["Lượt người dự"]["Trong tháng"] == attendees == 1525
    assert rows["Lượt đến hộ"]["Trong tháng"] == sum(row["kind"] == "visit" for row in entries)


def test_the_figures_are_those_of_the_page(app: Flask, ana: Visitor, carla: Visitor) -> None:
    log(ana, *one_of_each(), make_entry(people=2, neighbourhood=AREA_2), make_entry(happened_on="2025-01-10"))
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


def test_the_list_of_activities_has_no_personal_data(ana: Visitor, carla: Visitor) -> None:
    log(ana, *one_of_each(note="một lời nhắn riêng"))
    book = download(carla)
    (training, total) = table(book["Phụ lục IVa"])
    assert list(training.values())[:4] == [1, datetime.combine(today(), datetime.min.time()), "Phố 1", "Tổ 1"]
    assert {"Cảnh giác lừa đảo", "Nhà văn hóa", 1500, 800, 20} <= set(training.values())
    assert 1500 in total.values()
    (merchant, _total) = table(book["Phụ lục IVb"])
    assert {"Chợ Quảng Thắng", "Sạp chợ", "Mã VietQR", "có", "không"} <= set(merchant.values())
    everything = " ".join(text for sheet in book for text in texts(sheet))
    for private in ("Quầy mẫu 1", "Số 5, ngõ 2", "một lời nhắn riêng", "970436", "1234"):
        assert private not in everything, private
    assert [sheet.title for sheet in book if any("Nguyễn Ví Dụ" in text for text in texts(sheet))] == ["Phụ lục V"]


def test_activities_are_in_the_order_of_their_days(ana: Visitor, carla: Visitor) -> None:
    days = [date(2025, 3, 20), date(2025, 3, 2), date(2025, 3, 11)]
    log(ana, *(make_entry("training", happened_on=day.isoformat()) for day in days))
    (*rows, _total) = table(download(carla, month="2025-03")["Phụ lục IVa"])
    assert [row["Ngày"].date() for row in rows] == sorted(days)


def test_an_open_month_is_provisional_and_a_closed_one_is_not(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = [make_entry("training", attendees=10, women=0, elderly=0), make_entry("training", attendees=20)]
    log(ana, *entries)
    decide(app, Action.APPROVE, entries[0])
    book = download(carla)
    assert all(any("Số liệu tạm tính, đến" in text for text in texts(sheet)) for sheet in book)
    assert results(book)["Lượt người dự"]["Trong tháng"] == 30
    assert len(table(book["Phụ lục IVa"])) == 3
    close(app, THIS)
    book = download(carla)
    assert not any("tạm tính" in text for sheet in book for text in texts(sheet))
    state = f"Đã chốt ngày {today():%d/%m/%Y}"
    assert all(any(text.startswith(state) for text in texts(sheet)) for sheet in book)
    assert results(book)["Lượt người dự"]["Trong tháng"] == 10
    assert len(table(book["Phụ lục IVa"])) == 2


def test_a_closed_month_gives_the_same_bytes_again(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entries = one_of_each()
    log(ana, *entries)
    decide(app, Action.APPROVE, *entries)
    close(app, THIS)
    first, second = (carla.http.get(f"/reports/month.xlsx?month={THIS}").data for _ in range(2))
    assert first == second
    properties = load_workbook(io.BytesIO(first)).properties
    assert properties.created == properties.modified == datetime.combine(THIS.last, datetime.min.time())


def test_a_voided_entry_is_nowhere(app: Flask, ana: Visitor, carla: Visitor) -> None:
    entry = make_entry("training")
    log(ana, entry)
    decide(app, Action.VOID, entry)
    book = download(carla)
    assert results(book)["Lượt người dự"]["Trong tháng"] == 0
    assert [row["STT"] for row in table(book["Phụ lục IVa"])] == [None], "one line says that there is nothing"


def test_a_ratio_is_what_its_two_figures_give(app: Flask, ana: Visitor, carla: Visitor) -> None:
    day = date(2023, 12, 31)
    common: dict[str, Any] = {"ward_id": WARD_A, "unit_then": "", "as_of": day, "source": "bài báo ví dụ"}
    add(
        app,
        Baseline(id=1, indicator_code="health_record", numerator=9547, denominator=9658, **common),
        Baseline(id=2, indicator_code="public_service_account", numerator=2800, bound=Bound.MORE_THAN, **common),
        Population(id=1, ward_id=WARD_A, group="residents", figure=9658, as_of=day, source="dân số ví dụ"),
        Population(id=2, ward_id=WARD_A, group="adults", figure=7000, as_of=day, source="dân số ví dụ"),
    )
    sheet = download(carla)["Phụ lục I"]
    rows = {row["Nội dung"]: row for row in table(sheet)}
    record = rows["Hồ sơ sức khỏe điện tử"]
    assert (record["Đã đạt"], record["Tổng đối tượng"], record["Tỷ lệ (%)"]) == (9547, 9658, 98.9)
    bounded = rows["Tài khoản Cổng Dịch vụ công"]
    assert (bounded["Đã đạt"], bounded["Tổng đối tượng"], bounded["Tỷ lệ (%)"]) == ("hơn 2.800", 7000, None)
    assert rows["Tư vấn và khám chữa bệnh từ xa"]["Đã đạt"] is None, "what is not known is empty"
    sources = " ".join(texts(sheet))
    assert "Tổng đối tượng, ngày 31/12/2023, dân số ví dụ: " in sources
    log(ana, make_entry("installation", service="health_record", people=200))
    record = results(download(carla))["Hồ sơ sức khỏe điện tử"]
    assert record["Tỷ lệ (%)"] == 100.9
    assert record["Ghi chú"].startswith("Vượt tổng số")


def test_numbers_are_numbers_and_days_are_days(ana: Visitor, carla: Visitor) -> None:
    log(ana, *one_of_each())
    for language, locale in (("vi", "42A"), ("en", "409")):
        book = download(carla, language=language)
        cells = {cell.value: cell for sheet in book for row in sheet.iter_rows() for cell in row}
        assert cells[1500].number_format == f"[$-{locale}]#,##0"
        assert cells[datetime.combine(today(), datetime.min.time())].number_format == "dd/mm/yyyy"
        assert cells[1500].font.name == "Times New Roman"


def test_no_cell_is_a_formula_or_a_link(app: Flask, ana: Visitor, carla: Visitor) -> None:
    """Also names of places: an import from Excel may bring such ones."""
    add(app, Neighbourhood(id=AREA_1, ward_id=WARD_A, name=FORMULAS[0]), Team(id=TEAM_1, ward_id=WARD_A, name="+1"))
    entries = [make_entry("training", title=text, venue=f"http://{number}") for number, text in enumerate(FORMULAS)]
    log(ana, *entries, make_entry("merchant", merchant={"id": str(uuid4()), "name": "=1"}))
    book = download(carla)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    assert set(FORMULAS) <= {cell.value for cell in cells}


def test_long_names_wrap_and_the_rows_are_as_high(app: Flask, ana: Visitor, carla: Visitor) -> None:
    long = "Tổ công nghệ số cộng đồng của khu dân cư có tên rất dài " * 2
    add(app, Team(id=TEAM_1, ward_id=WARD_A, name=long[:120]))
    log(ana, make_entry("training", title="Buổi hướng dẫn " * 12))
    sheet = download(carla)["Phụ lục IVa"]
    (row,) = (cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == long[:120])
    assert sheet.row_dimensions[row].height > 5 * 15
    widths = [each.width for each in sheet.column_dimensions.values()]
    assert max(widths) < 35


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("Phố 1", 10, 1),
        ("Buổi tập huấn", 8, 2),
        ("một hai ba bốn năm sáu bảy", 6, 6),
        ("m" * 50, 10, 9),
        ("Đơn vị tính", 11, 1),
    ],
)
def test_how_many_lines_a_text_takes(text: str, width: float, lines: int) -> None:
    assert wrapped_line_count(text, width) == lines


def test_a_page_prints_as_a_document_does(ana: Visitor, carla: Visitor) -> None:
    log(ana, *one_of_each())
    book = download(carla)
    for sheet in book:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        margins = sheet.page_margins
        sides = [round(each * 25.4) for each in (margins.left, margins.right, margins.top, margins.bottom)]
        assert sides == [30, 15, 20, 20]
        assert sheet.oddHeader.center.text == "&P"
        head = next(cell.row for row in sheet.iter_rows() for cell in row if cell.value == "STT")
        assert sheet.print_title_rows == f"${head}:${head}"
        assert sheet.freeze_panes == f"A{head + 1}"
        title = f"Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng {THIS.number:02d}/{THIS.year}"
        assert title in texts(sheet)
        assert "ỦY BAN NHÂN DÂN PHƯỜNG ĐÔNG QUANG" in texts(sheet)
        assert "Số liệu của Phường Quảng Thắng (tên trước đây)" in texts(sheet)
        assert "Nguồn số liệu" in texts(sheet)


def test_the_file_is_named_after_what_it_is(app: Flask, ana: Visitor, carla: Visitor) -> None:
    def name(visitor: Visitor, query: str = "") -> str:
        header = visitor.http.get(f"/reports/month.xlsx?month=2026-03{query}").headers["Content-Disposition"]
        return header.removeprefix('attachment; filename="bao-cao-thang-03-2026-16417').removesuffix('.xlsx"')

    assert name(carla) == "-tam-tinh"
    assert name(carla, f"&team={TEAM_1}") == f"-to-{TEAM_1}-tam-tinh"
    assert name(ana) == "-ca-nhan-tam-tinh"
    log(ana, make_entry(happened_on="2026-03-02"))
    closed(app, Month(2026, 3))
    assert name(carla) == "-ban-1"


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2020-02"])
@pytest.mark.parametrize("name", ["ana", "leo", "carla"])
def test_a_month_in_which_nothing_was_is_empty(sqlite_app: Flask, name: str, month: str) -> None:
    book = download(Visitor(sqlite_app, name), month=month)
    assert all(row["Trong tháng"] in {0, None} for row in results(book).values())
    lists = [sheet for sheet in book.sheetnames if sheet[-1] in "ab"]
    assert [len(table(book[sheet])) for sheet in lists] == [1, 1]


def test_each_gets_what_is_theirs(app: Flask, visitor: Callable[..., Visitor]) -> None:
    people = {"ana": 1, "leo": 2, "carla": 4, "bruno": 8}
    for name, number in people.items():
        area = AREA_2 if name == "bruno" else AREA_1
        log(visitor(name), make_entry("training", attendees=number, women=0, elderly=0, neighbourhood=area))
    log(visitor("bo"), make_entry("training", attendees=16, women=0, elderly=0, neighbourhood=AREA_B))
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
        ("eva", "&ward=16417", WARD_SHEETS[:3], 15),
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
def test_what_is_not_theirs_is_not_there(sqlite_app: Flask, name: str, query: str, status: int) -> None:
    response = Visitor(sqlite_app, name).get(f"/reports/month.xlsx?{query}")
    assert response.status_code == status
    assert "Location" not in response.headers


def test_a_ward_calls_its_teams_as_it_likes(app: Flask, carla: Visitor) -> None:
    with app.app_context():
        ward = writer().get_one(Ward, WARD_A)
        ward.team_word, ward.neighbourhood_word = "Tổ CNSCĐ và Đề án 06", "khu phố"
        writer().commit()
    sheet = download(carla)["Phụ lục II"]
    assert any(text.startswith("Kết quả hoạt động của Tổ CNSCĐ và Đề án 06 tháng") for text in texts(sheet))
    assert "Khu phố" in texts(sheet)


def test_in_english_the_sheets_have_english_names(ana: Visitor, carla: Visitor) -> None:
    log(ana, *one_of_each())
    assert download(carla, language="en").sheetnames == [
        "Annex I",
        "Annex II",
        "Annex III",
        "Annex IVa",
        "Annex IVb",
        "Annex V",
    ]


def test_the_page_offers_what_one_may_have(app: Flask, visitor: Callable[..., Visitor]) -> None:
    for name, has_entries in (("ana", True), ("leo", True), ("carla", True), ("vera", True)):
        page = visitor(name).get("/reports/?month=2026-03").text
        assert "/reports/month.xlsx?month=2026-03" in page
        assert ("/reports/entries.csv?month=2026-03" in page) is has_entries
    eva = visitor("eva")
    page = eva.get("/reports/?month=2026-03").text
    for code in ("16417", "14812"):
        assert f"/reports/month.xlsx?month=2026-03&amp;ward={code}" in page
    assert "20305" not in page
    assert "entries.csv" not in page + eva.get("/reports/?ward=16417").text


def test_the_page_says_how_final_the_month_is(app: Flask, carla: Visitor) -> None:
    assert 'data-state="open"' in carla.get("/reports/").text
    close(app, THIS)
    assert 'data-state="closed"' in carla.get("/reports/").text
