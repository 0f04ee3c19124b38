"""Whatever is written into a workbook or a CSV file is read from it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO

import msgspec
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app.imports.file_reader.cells import name_of, number_cell, place_of
from app.imports.file_reader.file_type import read
from app.imports.file_reader.legacy_encodings import LegacySearch
from app.imports.file_reader.refusals import UnreadableFileError
from app.imports.packed_rows import RowPacker, unpacked_rows
from app.imports.reading import read_pasted
from app.imports.sheets import EMPTY_CELL, CellType, ListCell
from app.text import clean
from tests.imports.workbooks import Cell, csv_of, ods, ods_of, xlsx, xlsx_of

# Letters of Vietnamese and of English, signs that separate, and what looks like something else to a spreadsheet.
TEXTS = st.text(
    st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạếềểễệABCĐ 0123456789,;|\t\n\"'.-/()=+@#&<>"), max_size=12
)
NUMBERS = st.one_of(
    st.integers(-(10**14), 10**14),
    st.decimals(-(10**9), 10**9, places=3, allow_nan=False).map(float),
    st.sampled_from([0, 9547.0, 0.1 + 0.2, 912345678, 1e-7, 1e21, 98.8]),
)
CELLS = st.one_of(st.none(), TEXTS, NUMBERS, st.booleans(), st.dates(date(1901, 1, 1), date(2100, 1, 1)))
ROWS = st.lists(st.lists(CELLS, max_size=6), min_size=1, max_size=8)


def expected_cell(value: Cell) -> ListCell:
    match value:
        case None | "":
            return EMPTY_CELL
        case str():
            return ListCell(CellType.TEXT, clean(value))
        case bool():
            return ListCell(CellType.YES_NO, "true" if value else "false")
        case date():
            return ListCell(CellType.DAY, value.isoformat())
    return number_cell(value)


def expected(rows: Sequence[Sequence[Cell]]) -> list[list[ListCell]]:
    return trimmed([[expected_cell(value) for value in row] for row in rows])


def trimmed(rows: Sequence[Sequence[ListCell]]) -> list[list[ListCell]]:
    """Return rows without empty cells at their ends, and without empty rows at the end."""
    cut = [list(row) for row in rows]
    for row in cut:
        while row and row[-1] == EMPTY_CELL:
            row.pop()
    while cut and not cut[-1]:
        cut.pop()
    return cut


def looks_old(rows: Sequence[Sequence[Cell]]) -> bool:
    """Return whether chance wrote mostly texts that could be Vietnamese in an old encoding, which is refused."""
    search = LegacySearch()
    for value in (value for row in rows for value in row if isinstance(value, str)):
        search.add(value)
    return search.found is not None


def rows_of(file: BytesIO) -> list[list[ListCell]]:
    [sheet] = read(file, "x")
    return [list(row) for row in unpacked_rows(sheet)]


@settings(max_examples=60)
@given(ROWS)
@example([[None, None], [], [None, "a"]])
@pytest.mark.parametrize("make", [xlsx, ods])
def test_workbook(make: Callable[..., BytesIO], rows: list[list[Cell]]) -> None:
    assume(expected(rows) and not looks_old(rows))
    assert rows_of(make(rows)) == expected(rows)


@settings(max_examples=100)
@given(
    st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=2, max_size=6),
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_csv(rows: list[list[str]], separator: str, encoding: str) -> None:
    # A heading says what the separator is; that of a list without any may be guessed wrong.
    table = [["Họ tên", "Số", "Tổ", "Chú"], *(["Nguyễn", "số", *row][:4] for row in rows)]
    others = [sign for sign in ",;\t|" if sign != separator]
    plain = [[cell.translate(dict.fromkeys(map(ord, others), " ")) for cell in row] for row in table]
    assert rows_of(csv_of(plain, separator, encoding)) == expected(plain)


@example([["", "Aá"]])
@given(st.lists(st.lists(TEXTS.filter(lambda text: '"' not in text), min_size=2, max_size=4), min_size=1, max_size=6))
def test_pasted_cells(rows: list[list[str]]) -> None:
    assume(expected(rows) and not looks_old(rows))
    text = "\n".join("\t".join(quoted(cell) for cell in row) for row in rows)
    assert trimmed(read_pasted(text).rows) == expected(rows)


def quoted(cell: str) -> str:
    return f'"{cell}"' if {"\n", "\t"}.intersection(cell) else cell


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_names_of_cells(row: int, column: int) -> None:
    assert place_of(name_of(row, column)) == (row, column)


@given(st.one_of(st.floats(-1e300, 1e300), st.sampled_from([float("inf"), float("nan")])))
def test_numbers_are_digits(value: float) -> None:
    cell = number_cell(value)
    if cell.type is CellType.NUMBER:
        assert abs(value) < 1e30
        assert set(cell.text) <= set("0123456789.-")
        assert float(cell.text) == pytest.approx(value, rel=1e-14)
        assert not cell.text.endswith((".0", "."))
    else:
        assert cell == ListCell(CellType.BROKEN, "#NUM!")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9547.0, "9547"),
        (912345678.0, "912345678"),
        (0.1 + 0.2, "0.3"),
        (1.204, "1.204"),
        (1e21, "1" + "0" * 21),
        (-0.0, "0"),
    ],
)
def test_number_is_as_short_as_it_is_exact(value: float, text: str) -> None:
    assert number_cell(value).text == text
    assert Decimal(text) == Decimal(f"{value:.15g}")


@given(st.lists(st.lists(TEXTS.map(lambda text: ListCell(CellType.TEXT, text)), max_size=4), max_size=8))
def test_packed_rows(rows: list[list[ListCell]]) -> None:
    packer = RowPacker()
    for row in rows:
        packer.add(list(row))
    packed = unpacked_rows(packer.packed("x", []))
    assert list(packed) == trimmed(rows)
    assert [packed[number] for number in range(len(packed))] == trimmed(rows)
    assert packed[1:3] == trimmed(rows)[1:3]
    assert msgspec.json.encode(packed[:]) == msgspec.json.encode(trimmed(rows))


THREE_TIMES = 'table:number-columns-repeated="3"'


def test_repeated_cells_and_rows_are_repeated() -> None:
    cell = '<table:table-cell {} office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = (
        f"<table:table-row>{cell.format(THREE_TIMES, 'a')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/>'
        f'</table:table-row><table:table-row table:number-rows-repeated="2">{cell.format("", "b")}</table:table-row>'
    )
    texts = [
        [cell.text for cell in row] for row in rows_of(ods_of(f'<table:table table:name="A">{rows}</table:table>'))
    ]
    assert texts == [["a"] * 3, [], [], ["b"], ["b"]]


def test_broken_cells_are_named_and_their_rows_are_read() -> None:
    file = xlsx_of(
        '<sheetData><row r="1"><c r="A1" t="str"><v>Tổ 1</v></c><c r="B1" t="e"><f>A9</f><v>#REF!</v></c></row>'
        '<row r="2"><c r="A2" t="str"><v>Tổ 2</v></c><c r="B2"><f>1+1</f><v>2</v></c><c r="D2"><f>9</f></c></row>'
        "</sheetData>"
    )
    broken = [
        [ListCell(CellType.TEXT, "Tổ 1"), ListCell(CellType.BROKEN, "#REF!")],
        [ListCell(CellType.TEXT, "Tổ 2"), ListCell(CellType.NUMBER, "2"), EMPTY_CELL, ListCell(CellType.BROKEN, "")],
    ]
    assert rows_of(file) == broken
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    error = (
        '<table:table-cell table:formula="of:=[.A9]" office:value-type="string" office:string-value="" '
        'calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
    )
    computed = '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    rows = (
        f"<table:table-row>{text.format('Tổ 1')}{error}</table:table-row>"
        f"<table:table-row>{text.format('Tổ 2')}{computed}"
        '<table:table-cell/><table:table-cell table:formula="of:=9"/></table:table-row>'
    )
    assert rows_of(ods_of(f'<table:table table:name="A">{rows}</table:table>')) == broken


def test_workbook_whose_formulas_all_ended_in_errors_is_read() -> None:
    file = xlsx_of('<sheetData><row><c t="e"><f>A9</f><v>#N/A</v></c></row></sheetData>')
    assert rows_of(file) == [[ListCell(CellType.BROKEN, "#N/A")]]


def test_merged_cells_end_where_the_cells_with_content_do() -> None:
    file = xlsx_of(
        '<sheetData><row><c t="str"><v>a</v></c></row><row r="3"><c r="B3"><v>1</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1"/><mergeCell ref="A2:A1048576"/><mergeCell ref="D1:E9"/></mergeCells>'
    )
    [sheet] = read(file, "x")
    assert sheet.merged == [(0, 0, 0, 1), (1, 0, 2, 0)]


def test_merged_cells_that_overlap_are_refused() -> None:
    overlapping = '<mergeCell ref="A1:A20"/>' * 1000
    file = xlsx_of(f'<sheetData><row r="20"><c><v>1</v></c></row></sheetData><mergeCells>{overlapping}</mergeCells>')
    with pytest.raises(UnreadableFileError):
        read(file, "x")


@pytest.mark.parametrize(
    ("attributes", "cell"),
    [
        ('"date" office:date-value="2026-10-05T07:30:00"', ListCell(CellType.DAY, "2026-10-05")),
        ('"date" office:date-value="2026-13-99"', ListCell(CellType.TEXT, "2026-13-99")),
        ('"date" office:date-value="0000-00-00"', ListCell(CellType.TEXT, "0000-00-00")),
        ('"date" office:date-value="1899-12-30"', ListCell(CellType.TEXT, "1899-12-30")),
        ('"percentage" office:value="0.988"', ListCell(CellType.NUMBER, "0.988")),
        ('"currency" office:value="9547"', ListCell(CellType.NUMBER, "9547")),
        ('"float" office:value="1e308"', ListCell(CellType.BROKEN, "#NUM!")),
        ('"float" office:value="NaN"', ListCell(CellType.BROKEN, "#NUM!")),
    ],
)
def test_values_of_ods(attributes: str, cell: ListCell) -> None:
    row = f"<table:table-row><table:table-cell office:value-type={attributes}/></table:table-row>"
    assert rows_of(ods_of(f'<table:table table:name="A">{row}</table:table>')) == [[cell]]
