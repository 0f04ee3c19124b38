"""How the workbook of a month prints, and what kinds of cells it has."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.month import today
from app.places.models import Neighbourhood, Team
from app.reports.document import Column, Row, RowStyle
from app.reports.drawing.workbook import draw_workbook
from tests.actions import add_rows, log_entries
from tests.cast import AREA_1, TEAM_1, WARD_A
from tests.client import Visitor
from tests.factories import make_entry
from tests.overview.steps import THIS
from tests.reports.drawing.workbook_reading import download, one_of_each, texts
from tests.reports.sample_document import sample_document

pytestmark = pytest.mark.one_engine

FORMULAS = ["=1+1", "+84", "-2+3", "@SUM(A1)", '=HYPERLINK("http://evil.example";"x")']
RICH = "<r>&<t>x</t></r>"
"""What XlsxWriter takes for a text of its own with several formats, and would write into the file as it is."""


def test_numbers_are_numbers_and_days_are_days(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, *one_of_each())
    for language, locale in (("vi", "42A"), ("en", "409")):
        book = download(carla, language=language)
        cells = {cell.value: cell for sheet in book for row in sheet.iter_rows() for cell in row}
        assert cells[1500].number_format == f"[$-{locale}]#,##0"
        assert cells[datetime.combine(today(), datetime.min.time())].number_format == "dd/mm/yyyy"
        assert cells[1500].font.name == "Times New Roman"


def test_cells_are_no_formula_and_no_link(app: Flask, ana: Visitor, carla: Visitor) -> None:
    """Also names of places: an import from Excel may bring such ones."""
    add_rows(
        app, Neighbourhood(id=AREA_1, ward_id=WARD_A, name=FORMULAS[0]), Team(id=TEAM_1, ward_id=WARD_A, name="+1")
    )
    titles = [*FORMULAS, RICH]
    entries = [make_entry("training", title=text, venue=f"http://{number}") for number, text in enumerate(titles)]
    log_entries(ana, *entries, make_entry("merchant", merchant={"id": str(uuid4()), "name": "=1"}))
    book = download(carla)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in cells)
    assert set(titles) <= {cell.value.strip() for cell in cells if isinstance(cell.value, str)}


def test_long_names_wrap_and_the_rows_are_as_high(app: Flask, ana: Visitor, carla: Visitor) -> None:
    long = "Tổ công nghệ số cộng đồng của khu dân cư có tên rất dài " * 2
    add_rows(app, Team(id=TEAM_1, ward_id=WARD_A, name=long[:120]))
    log_entries(ana, make_entry("training", title="Buổi hướng dẫn " * 12))
    sheet = download(carla)["Phụ lục IIIa"]
    (row,) = (cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == long[:120])
    assert sheet.row_dimensions[row].height > 5 * 15
    widths = [each.width for each in sheet.column_dimensions.values()]
    assert max(widths) < 35


@pytest.mark.parametrize(
    "name",
    [
        "Chợ Mỹ Hưng",
        "Hội trường UBND",
        "Khu phố Mỹ Hưng 1",
        "Tập huấn VNeID mức 2",
        "Trường THCS Nguyễn Du",
        "WWWWWWWW",
    ],
)
def test_names_with_wide_letters_stand_on_one_line(app: Flask, ana: Visitor, carla: Visitor, name: str) -> None:
    add_rows(app, Neighbourhood(id=AREA_1, ward_id=WARD_A, name=name), Team(id=TEAM_1, ward_id=WARD_A, name=name))
    log_entries(ana, make_entry("training", title=name, venue=name))
    sheet = download(carla)["Phụ lục IIIa"]
    (row,) = {cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == name}
    assert sheet.row_dimensions[row].height < 20


def test_pages_print_as_official_documents(ana: Visitor, carla: Visitor) -> None:
    log_entries(ana, *one_of_each())
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


@pytest.mark.usefixtures("vietnamese_reader")
def test_narrow_tables_stand_on_an_upright_page() -> None:
    """A table that an upright page would make smaller stays on a wide one."""
    wide = sample_document().annexes[1]
    narrow = replace(wide, is_wide=False, columns=[replace(each, width=8) for each in wide.columns])
    annexes = [wide, replace(narrow, number="V"), replace(wide, is_wide=False, number="VI")]
    book = load_workbook(BytesIO(draw_workbook(replace(sample_document(), annexes=annexes))))
    assert [sheet.page_setup.orientation for sheet in book] == ["landscape", "portrait", "landscape"]
    assert all(sheet.print_options.horizontalCentered for sheet in book)


@pytest.mark.usefixtures("vietnamese_reader")
def test_rows_to_be_signed_in_are_high_enough() -> None:
    attendance = sample_document().annexes[-1]
    columns = [replace(each, is_written_by_hand=each.heading == "Ký nhận") for each in attendance.columns]
    for annex, height in ((attendance, 18.75), (replace(attendance, columns=columns), 19.5)):
        (sheet,) = load_workbook(BytesIO(draw_workbook(replace(sample_document(), annexes=[annex]))))
        rows = [row[1].row for row in sheet.iter_rows() if str(row[1].value).startswith("Trần Ví Dụ")]
        assert [sheet.row_dimensions[row].height for row in rows] == pytest.approx([height] * 3, abs=0.01)


@pytest.mark.usefixtures("vietnamese_reader")
def test_long_heading_of_a_group_has_the_lines_that_it_needs() -> None:
    areas = sample_document().annexes[1]
    rows = [Row(["", "Tổ công nghệ số cộng đồng " * 6], RowStyle.SECTION), *areas.rows]
    (sheet,) = load_workbook(BytesIO(draw_workbook(replace(sample_document(), annexes=[replace(areas, rows=rows)]))))
    (row,) = (row[1].row for row in sheet.iter_rows() if row[1].value == rows[0].cells[1])
    assert sheet.row_dimensions[row].height > 30


@pytest.mark.usefixtures("vietnamese_reader")
def test_who_signs_has_room_beneath_a_table_of_few_columns() -> None:
    columns = [Column("STT", 4), Column("Tổ", 28), Column("Bản ghi", 8)]
    narrow = replace(sample_document().annexes[-1], columns=columns, rows=[Row([1, "Tổ 1", 3])])
    narrow = replace(narrow, signed_by=["Người lập biểu", "Xác nhận của Ủy ban nhân dân"])
    (sheet,) = load_workbook(BytesIO(draw_workbook(replace(sample_document(), annexes=[narrow]))))
    last = sheet.max_row
    assert [sheet.cell(last, column).value for column in (1, 3)] == narrow.signed_by
    assert f"A{last}:B{last}" in {str(each) for each in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[last].height > 3 * 15 + 70, "no page ends between a title and the signature beneath it"


@pytest.mark.usefixtures("vietnamese_reader")
@pytest.mark.parametrize(
    ("people", "begins_with"),
    [(8, None), (14, 12), (18, 16), (22, None), (30, None), (42, 40), (48, None)],
    ids=["one page", "full page", "over the page", "far over it", "two pages", "two full pages", "far over two"],
)
def test_last_rows_stay_on_the_page_of_who_signs(people: int, begins_with: int | None) -> None:
    """The numbers of rows are what LibreOffice makes pages of, with letters as wide as those of Times New Roman."""
    attendance = sample_document().annexes[-1]
    rows = [Row([number, *attendance.rows[1].cells[1:]]) for number in range(1, people + 1)]
    (sheet,) = load_workbook(
        BytesIO(draw_workbook(replace(sample_document(), annexes=[replace(attendance, rows=rows)])))
    )
    assert [sheet.cell(each.id + 1, 1).value for each in sheet.row_breaks.brk] == ([begins_with] if begins_with else [])
