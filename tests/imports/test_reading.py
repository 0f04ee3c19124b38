"""What was written into a workbook, a CSV file or a pasted table is what is read, whatever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO

import pytest

from app.imports.file_reader.file_type import read
from app.imports.packed_rows import unpacked_rows
from app.imports.part_contents import ROWS_AT_ONCE, sheet_of, sheet_parts
from app.imports.reading import read_file, read_pasted
from app.imports.sheets import CellType, ListCell, ListSheet
from tests.imports.workbooks import Rows, csv_of, ods, xlsx

TEXT, NUMBER, DAY, YES_NO = CellType.TEXT, CellType.NUMBER, CellType.DAY, CellType.YES_NO

PEOPLE: Rows = [
    ["Danh sách tổ viên", None, None],
    [],
    ["Họ và tên", "Điện thoại", "Ngày vào tổ"],
    ["Nguyễn Thị  Hoà", 912345678, date(2026, 1, 5)],
    ["Lê\nĐức Thọ", "0912 345 679", None],
    [None, 9547.0, True],
]


def cells(sheet: ListSheet) -> list[list[tuple[CellType, str]]]:
    return [[(cell.type, cell.text) for cell in row] for row in sheet.rows]


def texts(sheet: ListSheet) -> list[list[str]]:
    return [[cell.text for cell in row] for row in sheet.rows]


@pytest.mark.parametrize("make", [xlsx, ods])
def test_workbook_is_read_as_it_stands_on_screen(make: Callable[..., BytesIO]) -> None:
    [sheet] = read_file(make({"Tổ 1": PEOPLE}, merged=[(0, 0, 0, 2)]), "danh sách")
    assert sheet.name == "Tổ 1"
    assert cells(sheet) == [
        [(TEXT, "Danh sách tổ viên")],
        [],
        [(TEXT, "Họ và tên"), (TEXT, "Điện thoại"), (TEXT, "Ngày vào tổ")],
        [(TEXT, "Nguyễn Thị Hoà"), (NUMBER, "912345678"), (DAY, "2026-01-05")],
        [(TEXT, "Lê Đức Thọ"), (TEXT, "0912 345 679")],
        [(TEXT, ""), (NUMBER, "9547"), (YES_NO, "true")],
    ]
    assert list(sheet.merged) == [(0, 0, 0, 2)]


@pytest.mark.parametrize("make", [xlsx, ods])
def test_all_sheets_are_read_but_hidden_and_empty_ones(make: Callable[..., BytesIO]) -> None:
    sheets = read_file(make({"A": [["x"]], "B": [["y"]], "C": [], "Đ": [["z"]]}, hidden=["B"]), "x")
    assert [sheet.name for sheet in sheets] == ["A", "Đ"]


def test_list_that_begins_further_down_and_to_the_right_keeps_its_places() -> None:
    [sheet] = read_file(xlsx([[], [], [None, None, "x"], [None, None, None, 5]]), "x.xlsx")
    assert texts(sheet) == [[], [], ["", "", "x"], ["", "", "", "5"]]


def test_rows_are_read_one_or_several_at_a_time() -> None:
    [sheet] = read_file(xlsx([[1], [2], [3]]), "x.xlsx")
    assert sheet.rows[-1] == [ListCell(NUMBER, "3")]
    assert sheet.rows[1:] == [[ListCell(NUMBER, "2")], [ListCell(NUMBER, "3")]]
    with pytest.raises(IndexError):
        sheet.rows[3]


def test_stored_rows_are_those_that_were_read() -> None:
    rows: Rows = [[number, "x"] for number in range(2 * ROWS_AT_ONCE + 3)]
    [sheet] = read_file(xlsx(rows, merged=[(0, 0, 1, 0)]), "x.xlsx")
    stored = sheet_of(list(sheet_parts(sheet)))
    assert (len(stored.rows), stored.name, list(stored.merged)) == (len(rows), sheet.name, list(sheet.merged))
    assert list(stored.rows) == list(sheet.rows)
    assert stored.rows[-4:] == sheet.rows[-4:]
    assert stored.rows[ROWS_AT_ONCE - 1 : ROWS_AT_ONCE + 1] == sheet.rows[ROWS_AT_ONCE - 1 : ROWS_AT_ONCE + 1]
    with pytest.raises(IndexError):
        stored.rows[len(rows)]


@pytest.mark.parametrize("separator", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_is_read_whatever_its_separator_and_encoding(separator: str, encoding: str) -> None:
    rows: Rows = [["Họ tên", "Địa chỉ"], ["Nguyễn Văn Đức", "số 3, ngõ 5"], ["", 'nhà "Hoa; Sen"\nlầu 2'], ["Ư", "1|2"]]
    [sheet] = read(csv_of(rows, separator, encoding), "tổ 1.csv")
    assert sheet.name == "tổ 1"
    assert texts(ListSheet("", unpacked_rows(sheet))) == [
        ["Họ tên", "Địa chỉ"],
        ["Nguyễn Văn Đức", "số 3, ngõ 5"],
        ["", 'nhà "Hoa; Sen" lầu 2'],
        ["Ư", "1|2"],
    ]


def test_pasted_cells_are_read_with_their_line_breaks() -> None:
    sheet = read_pasted('Họ tên\tĐịa chỉ\r\n"Nguyễn\nVăn ""Đức"""\tsố 3\r\n\r\n"Hoa Sen" 2\t5"\r\n')
    assert texts(sheet) == [["Họ tên", "Địa chỉ"], ['Nguyễn Văn "Đức"', "số 3"], [], ['"Hoa Sen" 2', '5"']]


def lines(*rows: str) -> BytesIO:
    return BytesIO("\n".join(rows).encode())


@pytest.mark.parametrize(
    ("file", "read"),
    [
        (lines("sep=;", "a;b,c"), [["a", "b,c"]]),
        (lines("a", "", "b"), [["a"], [], ["b"]]),
        (lines("a,b", "c"), [["a", "b"], ["c"]]),
        (lines("Tổ 1; 5,5", "Tổ 2; 6,5"), [["Tổ 1", "5,5"], ["Tổ 2", "6,5"]]),
    ],
)
def test_csv_of_other_programs(file: BytesIO, read: Sequence[Sequence[str]]) -> None:
    assert texts(read_file(file, "x.txt")[0]) == read
