"""The workbook of the wrong rows of a list: it can be mended, and imported again as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

from flask_babel import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.imports.headings import is_own_heading
from app.imports.list_kind import ListKind
from app.imports.merged_cells import Area, MergedCells
from app.imports.recognition import Recognised
from app.imports.rows import WrongRow
from app.imports.sheets import CellType, ListCell, ListSheet
from app.text import harmless, sheet_text

_FRONT = 2
"""The columns in front: the number of the row, and what is to be mended."""

_NUMBER_WIDTH, _PROBLEM_WIDTH, _WIDTH = 11, 60, 20
_SLACK = 2
"""How many characters of a line stay free where a word goes to the next one."""

_LINE, _HEAD_LINES, _MOST_LINES = 15.0, 3, 20
_A4 = 9
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def wrong_rows_workbook(sheet: ListSheet, recognised: Recognised, wrong: Sequence[WrongRow], kind: ListKind) -> bytes:
    """Return a workbook with the wrong rows as they were, in front of each its number and what is wrong with it.

    Personal columns are not in it. Its head is that of the list, so that it is recognised as the list was.
    """
    file = BytesIO()
    workbook = Workbook(file, _OPTIONS)
    _WrongRows(workbook, sheet, recognised, kind).write(wrong)
    workbook.close()
    return file.getvalue()


class _WrongRows:
    """Writes wrong rows below the head of their list."""

    def __init__(self, workbook: Workbook, sheet: ListSheet, recognised: Recognised, kind: ListKind) -> None:
        self._rows = MergedCells(sheet)
        self._sheet, self._recognised, self._kind = sheet, recognised, kind
        own = {place for place, heading in recognised.headings.items() if is_own_heading(heading)}
        self._columns = sorted({*recognised.headings, *recognised.columns} - {*recognised.personal, *own})
        self._out: Worksheet = workbook.add_worksheet(_("Wrong rows")[:31])
        wrapped = {"text_wrap": True, "valign": "top"}
        self._head: Format = workbook.add_format({**wrapped, "bold": True, "border": 1, "valign": "vcenter"})
        self._plain: Format = workbook.add_format({**wrapped, "num_format": "@"})
        self._day: Format = workbook.add_format({**wrapped, "num_format": "dd/mm/yyyy"})
        self._number: Format = workbook.add_format(wrapped)

    def write(self, wrong: Sequence[WrongRow]) -> None:
        """Write the head and all wrong rows."""
        first = self._write_head()
        self._out.set_column(0, 0, _NUMBER_WIDTH)
        self._out.set_column(1, 1, _PROBLEM_WIDTH)
        self._out.set_column(_FRONT, _FRONT + max(len(self._columns) - 1, 0), _WIDTH)
        self._out.freeze_panes(first, _FRONT)
        self._out.repeat_rows(0, first - 1)
        self._out.set_landscape()
        self._out.set_paper(_A4)
        self._out.fit_to_pages(1, 0)
        for number, row in enumerate(wrong, first):
            self._out.set_row(number, _LINE * self._lines(row))
            self._out.write_number(number, 0, row.number, self._number)
            self._out.write_string(number, 1, sheet_text(harmless(row.problem)), self._number)
            for place, column in enumerate(self._columns, _FRONT):
                self._write_cell(number, place, self._rows.cell(row.number - 1, column))

    def _lines(self, wrong: WrongRow) -> int:
        """Return how many lines a row takes: not every program makes rows as high as their texts when it opens them."""
        texts = [(wrong.problem, _PROBLEM_WIDTH)]
        texts += [(self._rows.cell(wrong.number - 1, column).text, _WIDTH) for column in self._columns]
        return min(max(1 + len(text) // (width - _SLACK) for text, width in texts), _MOST_LINES)

    def _write_head(self) -> int:
        """Write the head, and return the number of its rows."""
        first = self._recognised.header_row
        rows = [] if first is None else range(first, self._recognised.first_row)
        labels = {column.code: str(column.label) for column in self._kind.columns}
        last = max(len(rows) - 1, 0)
        for place, heading in enumerate((_("Row in the first list"), _("To be mended"))):
            self._write_heading((0, place, last, place), heading)
        if not rows:
            for place, column in enumerate(self._columns, _FRONT):
                self._write_heading((0, place, 0, place), labels.get(self._recognised.columns.get(column, ""), ""))
            self._out.set_row(0, _HEAD_LINES * _LINE)
            return 1
        for area, text in self._headings(rows).items():
            self._write_heading(area, text)
        for number in range(len(rows)):
            self._out.set_row(number, _HEAD_LINES * _LINE / len(rows))
        return len(rows)

    def _headings(self, rows: Sequence[int]) -> Mapping[Area, str]:
        """Return the texts of the head of the list by the areas in which they stand in the workbook."""
        found: dict[Area, str] = {}
        for row in rows:
            for place, column in enumerate(self._columns, _FRONT):
                area = self._rows.area(row, column) or (row, column, row, column)
                places = [_FRONT + n for n, each in enumerate(self._columns) if area[1] <= each <= area[3]]
                in_head = (max(area[0], rows[0]) - rows[0], places[0], min(area[2], rows[-1]) - rows[0], places[-1])
                if (row - rows[0], place) == in_head[:2]:
                    found[in_head] = self._rows.cell(row, column).text
        return found

    def _write_heading(self, area: Area, text: str) -> None:
        if area[:2] != area[2:]:
            self._out.merge_range(*area, "", self._head)
        self._out.write_string(area[0], area[1], sheet_text(harmless(text)), self._head)

    def _write_cell(self, row: int, place: int, cell: ListCell) -> None:
        match cell.type:
            case CellType.NUMBER:
                self._out.write_number(row, place, float(cell.text), self._number)
            case CellType.DAY:
                self._out.write_datetime(row, place, date.fromisoformat(cell.text[:10]), self._day)
            case _ if cell.text:
                self._out.write_string(row, place, sheet_text(harmless(cell.text)), self._plain)
