"""The workbook of a month: the annexes of its report, each on a sheet that prints as official documents do.

Every text is written as text, so nothing that somebody typed becomes a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from itertools import accumulate, pairwise

from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from app.localisation import selected_language
from app.reports.document import Annex, Cell, Document, Row, RowStyle
from app.reports.drawing.fonts import BOLD, DIGITS_ON_SCREEN, PLAIN, wrapped_lines
from app.reports.page_layout import (
    AUTHOR,
    FONT,
    KEPT_ROWS,
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PAGE_NUMBER_FROM_EDGE,
    ROW_TO_SIGN_IN,
    text_area,
)
from app.text import sheet_text

A4 = 9
_SIZE = 12
_LOCALES = {"vi": "[$-42A]", "en": "[$-409]"}
_INCH = 25.4  # mm
_LINE, _EDGES = 15.8, 3.0  # points that a line of text takes at 12 points, and the edges of a cell
_DIGIT, _BESIDE = 6.0, 5 / 7
"""The width in points of a digit of 12 points on a screen, and that of a column's edges in such digits."""
_ROOM_TO_SIGN = 72  # points beneath the titles of those who sign
_MOST_UPRIGHT = 85
"""The width in digits that an upright page holds without making letters much smaller."""


def draw_workbook(document: Document) -> bytes:
    """Return the annexes of a report as a workbook. The same report gives the same bytes: it carries no other time."""
    file = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(file, options | {"default_format_properties": {"font_name": FONT, "font_size": _SIZE}})
    created = datetime.combine(document.created, time())
    workbook.set_properties({"title": document.title, "author": AUTHOR, "created": created})
    formats = _Formats(workbook)
    for annex in document.annexes:
        _Sheet(workbook, formats, annex).draw(document)
    workbook.close()
    return file.getvalue()


def wrapped_line_count(text: str, width: float, *, bold: bool = False) -> int:
    """Return the number of lines of ``text`` in a column of ``width`` digits.

    Spreadsheet programs do not agree on fitting rows to wrapped text when they open a file, and none fits joined
    cells, so the heights are written. The file makes each column as much wider as the edges of its cells take.
    """
    return len(wrapped_lines(text, BOLD if bold else PLAIN, width / DIGITS_ON_SCREEN))


class _Formats:
    """The formats of a workbook, one for the same properties: a list has thousands of rows and a handful of formats."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[object, Format] = {}
        self._locale = _LOCALES[selected_language()]

    def of(self, **properties: object) -> Format:
        """Return the format with some properties."""
        key = frozenset(properties.items())
        if key not in self._made:
            common = {"font_name": FONT, "font_size": _SIZE, "text_wrap": True, "valign": "vcenter"}
            self._made[key] = self._workbook.add_format({**common, **properties})
        return self._made[key]

    def of_cell(self, cell: Cell, align: str, *, bold: bool) -> Format:
        """Return the format of a cell of a table."""
        key = type(cell), align, bold
        if key not in self._made:
            self._made[key] = self.of(**{"border": 1, "bold": bold, "align": align, **self._pattern(cell)})
        return self._made[key]

    def _pattern(self, cell: Cell) -> dict[str, object]:
        match cell:
            case int():
                return {"num_format": f"{self._locale}#,##0"}
            case Decimal():
                return {"num_format": f'{self._locale}0.0"%"'}
            case date():
                return {"num_format": "dd/mm/yyyy", "align": "center"}
            case _:
                return {}


class _Sheet:
    """The sheet of an annex, written from the top down."""

    def __init__(self, workbook: Workbook, formats: _Formats, annex: Annex) -> None:
        self._formats, self._annex, self._row = formats, annex, 0
        self._heights: dict[int, float] = {}
        self._name = _("Annex %(number)s", number=annex.number) if annex.number else annex.title
        self._last = len(annex.columns) - 1
        self._page = page = workbook.add_worksheet(self._name)
        for position, column in enumerate(annex.columns):
            page.set_column(position, position, column.width)
        page.set_paper(A4)
        self._is_wide = annex.is_wide or sum(column.width for column in annex.columns) > _MOST_UPRIGHT
        if self._is_wide:
            page.set_landscape()
        page.center_horizontally()
        page.set_margins(*(margin / _INCH for margin in (MARGIN_LEFT, MARGIN_RIGHT, MARGIN_TOP, MARGIN_BOTTOM)))
        page.set_header(f'&C&"{FONT}"&13&P', {"margin": PAGE_NUMBER_FROM_EDGE / _INCH})
        page.fit_to_pages(1, 0)
        page.hide_gridlines(2)

    def draw(self, document: Document) -> None:
        """Write the table with its head above, and its sources and who signs beneath."""
        self._line(document.issuer, 13, bold=True)
        if document.subject:
            self._line(document.subject, 13)
        if self._annex.number:
            self._line(self._name.upper(), 14, bold=True, align="center")
        self._line(document.title, 14, bold=True, align="center")
        if self._annex.number:
            self._line(self._annex.title, 13, align="center")
        self._line(document.state, 13, italic=True, align="center")
        self._row += 1
        self._headings()
        headings = self._row - 1
        for row in self._annex.rows:
            self._cells(row)
        last_rows = max(self._row - KEPT_ROWS, headings + 1)
        if self._annex.sum_in_words:
            self._line(self._annex.sum_in_words, bold=True, italic=True)
        self._row += 1
        self._line(_("Sources of the figures"), bold=True)
        for note in self._annex.notes:
            self._line(f"– {note}")
        if self._annex.signed_by:
            self._row += 1
            self._signatures(self._annex.signed_by)
            self._keep_together(headings, last_rows)

    def _line(self, text: str, size: float = _SIZE, **properties: object) -> None:
        """Write a line over the whole width."""
        self._joined(0, self._last, text, self._formats.of(font_size=size, **properties))
        width, scale = sum(column.width for column in self._annex.columns), size / _SIZE
        self._end_row(wrapped_line_count(text, width / scale, bold="bold" in properties) * scale)

    def _joined(self, first: int, last: int, text: str, cell_format: Format) -> None:
        if first < last:
            self._page.merge_range(self._row, first, self._row, last, "", cell_format)
        self._page.write_string(self._row, first, sheet_text(text), cell_format)

    def _headings(self) -> None:
        """Write the headings: they stay in sight and are printed on every page."""
        self._page.repeat_rows(self._row)
        self._page.freeze_panes(self._row + 1, 0)
        for position, column in enumerate(self._annex.columns):
            self._page.write_string(
                self._row, position, column.heading, self._formats.of(bold=True, border=1, align="center")
            )
        columns = self._annex.columns
        self._end_row(max(wrapped_line_count(column.heading, column.width, bold=True) for column in columns))

    def _cells(self, row: Row) -> None:
        """Write a row of the table, with the height that its texts need."""
        if row.style is RowStyle.SECTION:
            number, name = map(str, row.cells)
            self._write(0, number, self._formats.of(bold=True, border=1, align="center"))
            self._joined(1, self._last, name, self._formats.of(bold=True, border=1))
            joined_width = sum(column.width for column in self._annex.columns[1:])
            self._end_row(wrapped_line_count(name, joined_width, bold=True))
            return
        lines, bold = 1, row.style is RowStyle.TOTAL
        for position, (cell, column) in enumerate(zip(row.cells, self._annex.columns, strict=True)):
            self._write(position, cell, self._formats.of_cell(cell, column.align, bold=bold))
            if isinstance(cell, str):
                lines = max(lines, wrapped_line_count(cell, column.width, bold=bold))
        is_signed_in = self._annex.is_written_in and row.style is RowStyle.PLAIN
        self._end_row(lines, ROW_TO_SIGN_IN / _INCH * 72 if is_signed_in else 0)

    def _write(self, position: int, cell: Cell, cell_format: Format) -> None:
        match cell:
            case None | "":
                self._page.write_blank(self._row, position, None, cell_format)
            case str():
                self._page.write_string(self._row, position, sheet_text(cell), cell_format)
            case int():
                self._page.write_number(self._row, position, cell, cell_format)
            case Decimal():
                # One decimal, as it is shown everywhere else, so that a reader who sums finds what is printed.
                rounded = float(cell.quantize(Decimal("0.1"), ROUND_HALF_UP))
                self._page.write_number(self._row, position, rounded, cell_format)
            case date():
                self._page.write_datetime(self._row, position, cell, cell_format)

    def _signatures(self, titles: Sequence[str]) -> None:
        """Write the titles of those who sign, side by side, in a row with space for their signatures.

        A page never ends within a row, so that nobody's title stands at its foot without that space.
        """
        widths, lines = [column.width for column in self._annex.columns], 1
        for title, (first, end) in zip(titles, pairwise(_ends_of_parts(widths, len(titles))), strict=True):
            self._joined(first, end - 1, title, self._formats.of(bold=True, align="center", valign="top"))
            lines = max(lines, wrapped_line_count(title, sum(widths[first:end]), bold=True))
        self._end_row(lines, lines * _LINE + _ROOM_TO_SIGN)

    def _keep_together(self, headings: int, first: int) -> None:
        """Begin a page with row ``first`` where one would else end between it and who signs, at the very end.

        Programs differ a little in how much a page holds, so it may be up to a twentieth less than computed here.
        """
        across, down = (side / _INCH * 72 for side in text_area(is_wide=self._is_wide))
        width = sum(column.width + _BESIDE for column in self._annex.columns) * _DIGIT
        room = down * max(1, width / across)
        if any(first < begin for held in (room, 0.95 * room) for begin in self._page_begins(headings, held)):
            self._page.set_h_pagebreaks([first])

    def _page_begins(self, headings: int, room: float) -> Iterator[int]:
        """Yield the rows with which pages begin that hold a height of ``room`` points, headings of the table in it."""
        used = 0.0
        for row in range(self._row):
            height = self._heights.get(row, _LINE)
            if used + height > room:
                yield row
                used = self._heights[headings]
            used += height

    def _end_row(self, lines: float, least_height: float = 0) -> None:
        self._heights[self._row] = max(lines * _LINE + _EDGES, least_height)
        self._page.set_row(self._row, self._heights[self._row])
        self._row += 1


def _ends_of_parts(widths: Sequence[float], parts: int) -> list[int]:
    """Return where the parts of a table's columns end, which are about as wide as each other; the first end is 0."""
    reached, ends = list(accumulate(widths)), [0]
    for part in range(1, parts):
        share = reached[-1] * part / parts
        possible = range(ends[-1] + 1, len(widths) - (parts - part) + 1)
        ends.append(min((abs(reached[end - 1] - share), end) for end in possible)[1])
    return [*ends, len(widths)]
