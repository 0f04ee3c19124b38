"""A workbook that prints as official documents do: A4, Times New Roman, repeated headings, dated sources.

Every text is written as text, so nothing that somebody typed becomes a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.localisation import selected_language
from app.reports.document import Cell, Column
from app.reports.drawing.fonts import BOLD, PLAIN, wrapped_lines
from app.reports.page_layout import (
    AUTHOR,
    FONT,
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PAGE_NUMBER_FROM_EDGE,
)

A4 = 9
_LOCALES = {"vi": "[$-42A]", "en": "[$-409]"}
_INCH = 25.4  # mm
_MARGINS = {
    "left": MARGIN_LEFT / _INCH,
    "right": MARGIN_RIGHT / _INCH,
    "top": MARGIN_TOP / _INCH,
    "bottom": MARGIN_BOTTOM / _INCH,
}
_LINE, _EDGES = 15.8, 3.0  # points that a line of text takes at 12 points, and the edges of a cell
_CELL_EDGES = 0.8  # digits that the two edges of a cell take
_DIGITS_ON_SCREEN = 2.1  # digits as wide as a text is high


class Book:
    """A workbook in memory. The same cells give the same bytes: it carries ``created`` and no other time."""

    def __init__(self, title: str, created: datetime) -> None:
        self._bytes = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": {"font_name": FONT, "font_size": 12},
        }
        self._workbook = Workbook(self._bytes, options)
        self._workbook.set_properties({"title": title, "author": AUTHOR, "created": created})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._locale = _LOCALES[selected_language()]

    def sheet(self, name: str, columns: Sequence[Column]) -> Sheet:
        """Add a sheet for one table."""
        return Sheet(self, self._workbook.add_worksheet(name), columns)

    def cell_format(self, **properties: Any) -> Format:
        """Return the format with some properties, the same one for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            common = {"font_name": FONT, "font_size": 12, "text_wrap": True, "valign": "vcenter"}
            self._formats[key] = self._workbook.add_format(common | properties)
        return self._formats[key]

    def pattern(self, cell: Cell) -> dict[str, str]:
        """Return the format of a number or a day in the reader's language."""
        match cell:
            case int():
                return {"num_format": f"{self._locale}#,##0"}
            case Decimal():
                return {"num_format": f'{self._locale}0.0"%"'}
            case date():
                return {"num_format": "dd/mm/yyyy", "align": "center"}
            case _:
                return {}

    def finished(self) -> bytes:
        """Return the file."""
        self._workbook.close()
        return self._bytes.getvalue()


class Sheet:
    """One table with its head above and its sources beneath, written from the top down."""

    def __init__(self, book: Book, page: Worksheet, columns: Sequence[Column]) -> None:
        self._book, self._page, self._columns = book, page, columns
        self._row = 0
        self._cell_formats: dict[tuple[type, str, bool], Format] = {}
        self._width = sum(column.width for column in columns)
        for position, column in enumerate(columns):
            page.set_column(position, position, column.width)
        page.set_paper(A4)
        page.set_landscape()
        page.set_margins(**_MARGINS)
        page.set_header(f'&C&"{FONT}"&13&P', {"margin": PAGE_NUMBER_FROM_EDGE / _INCH})
        page.fit_to_pages(1, 0)
        page.hide_gridlines(2)

    def line(self, text: str, **properties: Any) -> None:
        """Write a line over the whole width."""
        cell_format = self._book.cell_format(**properties)
        size = properties.get("font_size", 12) / 12
        self._set_height(wrapped_line_count(text, self._width / size, bold="bold" in properties) * size)
        self._page.merge_range(self._row, 0, self._row, len(self._columns) - 1, "", cell_format)
        self._page.write_string(self._row, 0, text, cell_format)
        self._row += 1

    def gap(self) -> None:
        """Leave a line empty."""
        self._row += 1

    def headings(self) -> None:
        """Write the headings: they stay in sight and are printed on every page."""
        cell_format = self._book.cell_format(bold=True, border=1, align="center")
        for position, column in enumerate(self._columns):
            self._page.write_string(self._row, position, column.heading, cell_format)
        self._set_height(max(wrapped_line_count(column.heading, column.width, bold=True) for column in self._columns))
        self._page.repeat_rows(self._row)
        self._page.freeze_panes(self._row + 1, 0)
        self._row += 1

    def section(self, number: str, text: str) -> None:
        """Write the heading of a group of rows."""
        cell_format = self._book.cell_format(bold=True, border=1)
        _write(self._page, self._row, 0, number, self._book.cell_format(bold=True, border=1, align="center"))
        self._page.merge_range(self._row, 1, self._row, len(self._columns) - 1, "", cell_format)
        self._page.write_string(self._row, 1, text, cell_format)
        self._set_height(1)
        self._row += 1

    def cells(self, cells: Iterable[Cell], *, bold: bool = False) -> None:
        """Write a row of the table, with the height that its texts need."""
        lines = 1
        for position, (cell, column) in enumerate(zip(cells, self._columns, strict=True)):
            _write(self._page, self._row, position, cell, self._cell_format(cell, column.align, bold))
            if isinstance(cell, str):
                lines = max(lines, wrapped_line_count(cell, column.width, bold=bold))
        self._set_height(lines)
        self._row += 1

    def signatures(self, titles: Sequence[str]) -> None:
        """Write the titles of those who sign, side by side."""
        cell_format = self._book.cell_format(bold=True, align="center")
        columns, number = len(self._columns), len(titles)
        for position, title in enumerate(titles):
            first, last = columns * position // number, columns * (position + 1) // number - 1
            self._page.merge_range(self._row, first, self._row, last, "", cell_format)
            self._page.write_string(self._row, first, title, cell_format)
        self._set_height(1)
        self._row += 1

    def _cell_format(self, cell: Cell, align: str, bold: bool) -> Format:
        # A list has thousands of rows and a handful of formats.
        key = (type(cell), align, bold)
        if key not in self._cell_formats:
            properties: dict[str, Any] = {"border": 1, "align": align} | self._book.pattern(cell)
            self._cell_formats[key] = self._book.cell_format(**properties | ({"bold": True} if bold else {}))
        return self._cell_formats[key]

    def _set_height(self, lines: float) -> None:
        self._page.set_row(self._row, lines * _LINE + _EDGES)


def wrapped_line_count(text: str, width: float, *, bold: bool = False) -> int:
    """Return the number of lines of ``text`` in a column of ``width`` digits.

    Spreadsheet programs do not agree on fitting rows to wrapped text when they open a file, and none fits joined
    cells, so the heights are written. On a screen letters are a little wider than on paper.
    """
    return len(wrapped_lines(text, BOLD if bold else PLAIN, (width - _CELL_EDGES) / _DIGITS_ON_SCREEN))


def _write(page: Worksheet, row: int, position: int, cell: Cell, cell_format: Format) -> None:
    match cell:
        case None | "":
            page.write_blank(row, position, None, cell_format)
        case str():
            page.write_string(row, position, cell, cell_format)
        case int():
            page.write_number(row, position, cell, cell_format)
        case Decimal():
            # One decimal, as it is shown everywhere else, so that a reader who sums finds what is printed.
            page.write_number(row, position, float(cell.quantize(Decimal("0.1"), ROUND_HALF_UP)), cell_format)
        case date():
            page.write_datetime(row, position, cell, cell_format)
