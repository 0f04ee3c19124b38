"""The rows of a list as they are read, and those that cannot be. Pure rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flask_babel import gettext as _

from app.imports.column_cells import year_of
from app.imports.day_order import DayOrder
from app.imports.list_kind import KindColumn, ListKind, ListRow, ValueType
from app.imports.merged_cells import cell_at
from app.imports.recognition import Recognised
from app.imports.sheets import ListSheet
from app.imports.unread_rows import SheetRows, UnreadReason
from app.imports.values import ColumnReading, PercentScale, UnclearCellError, percent_scale, read_cell


class WrongRow(NamedTuple):
    """A row that cannot be read, by its number from 1, and why, in sentences in the reader's language."""

    number: int
    problem: str


class UnreadRow(NamedTuple):
    """A row that is no row of the list, by its number from 1."""

    number: int
    reason: UnreadReason


def rows_of(sheet: ListSheet, recognised: Recognised, kind: ListKind) -> Iterator[ListRow | WrongRow | UnreadRow]:
    """Yield the rows below the head that hold something, in their order; each is read, wrong, or no row of the list."""
    rows = SheetRows(sheet, recognised, kind)
    reader = _RowReader(sheet, recognised, kind, rows)
    for row, reason in rows.reasons():
        yield reader.read(row) if reason is None else UnreadRow(row + 1, reason)


class _RowReader:
    """Reads one row after the other by what was recognised of their columns."""

    def __init__(self, sheet: ListSheet, recognised: Recognised, kind: ListKind, rows: SheetRows) -> None:
        self._sheet = sheet
        self._rows = rows
        self._year_column = recognised.year_column
        self._labels = {column.code: str(column.label) for column in kind.columns}
        self._needed = [column.code for column in kind.columns if column.is_needed]
        self._columns: dict[str, list[int]] = {}
        for place, code in sorted(recognised.columns.items()):
            self._columns.setdefault(code, []).append(place)
        by_code = {column.code: column for column in kind.columns}
        self._readings = {
            code: self._reading(by_code[code], recognised, places) for code, places in self._columns.items()
        }

    def _reading(self, column: KindColumn, recognised: Recognised, places: Sequence[int]) -> ColumnReading:
        cells = (
            cell_at(self._sheet.rows, row, places[0]) for row in range(recognised.first_row, len(self._sheet.rows))
        )
        scale = percent_scale(cells) if column.value is ValueType.PERCENT else PercentScale.PERCENT
        return ColumnReading(column, recognised.day_orders.get(places[0], DayOrder.DAY_FIRST), scale)

    def read(self, row: int) -> ListRow | WrongRow:
        """Return what a row says, or all that is wrong with it."""
        values, problems = self._values(row)
        missing = [code for code in self._needed if code not in values and code not in problems]
        sentences = [f"{self._labels[code]}: {problem}" for code, problem in problems.items()]
        sentences += [
            _("%(column)s: this must not be empty. Fill it in.", column=self._labels[code]) for code in missing
        ]
        return WrongRow(row + 1, " ".join(sentences)) if sentences else ListRow(row + 1, values)

    def _values(self, row: int) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return what the columns say, and what is wrong with some of them, both by their codes."""
        values, problems = {}, {}
        year = None if self._year_column is None else year_of(self._rows.cell(row, self._year_column))
        for code, places in self._columns.items():
            try:
                parts = [read_cell(self._rows.cell(row, place), self._readings[code], year) for place in places]
            except UnclearCellError as error:
                problems[code] = str(error)
            else:
                if text := " ".join(filter(None, parts)):
                    values[code] = text
        return values, problems
