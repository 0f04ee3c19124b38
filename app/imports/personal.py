"""What a list says of single people that must not come in: it is blotted out before anything is stored. Pure rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from app.identity_digits import LEAST_DIGITS, holds_identity_digits
from app.imports.blots import blotted, without_identity
from app.imports.lazy_rows import LazyRows
from app.imports.list_kind import ListCode, ListKind, ValueType
from app.imports.personal_columns import holds_citizen_number
from app.imports.phone_cells import phones_in
from app.imports.recognition import Recognised
from app.imports.sheets import EMPTY_CELL, CellType, ListCell, ListSheet
from app.text import clean


def without_personal(sheet: ListSheet, kind: ListKind, recognised: Recognised) -> ListSheet:
    """Return a sheet that may be stored: without the cells of personal columns, and numbers of people blotted out.

    Only phone numbers of people whom a list invites stay. A blotted number in a column that is read makes its row
    wrong, so that it is named.
    """
    values = {column.code: column.value for column in kind.columns}
    figures = {column for column, code in recognised.columns.items() if values[code] is ValueType.FIGURE}
    phones = {column for column, code in recognised.columns.items() if values[code] is ValueType.PHONE}
    if not phones:
        phones = set(recognised.headings).difference(recognised.columns)
    eraser = _Eraser(recognised, figures, phones if kind.code is ListCode.PEOPLE else ())
    return msgspec.structs.replace(
        sheet,
        name=without_identity(sheet.name),
        rows=LazyRows(len(sheet.rows), lambda number: eraser.row(number, sheet.rows[number])),
    )


class _Eraser:
    """Takes out of rows what must not be stored."""

    def __init__(self, recognised: Recognised, figures: Iterable[int], phones: Iterable[int]) -> None:
        self._first = recognised.first_row
        self._personal = frozenset(recognised.personal)
        self._figures, self._phones = frozenset(figures), frozenset(phones)

    def row(self, number: int, cells: Sequence[ListCell]) -> Sequence[ListCell]:
        """Return a row, given its number from 0."""
        is_below_head = number >= self._first
        return [
            EMPTY_CELL if is_below_head and column in self._personal else self._cell(cell, column)
            for column, cell in enumerate(cells)
        ]

    def _cell(self, cell: ListCell, column: int) -> ListCell:
        is_short = len(cell.text) < LEAST_DIGITS
        if is_short or cell.type in {CellType.DAY, CellType.YES_NO} or not self._is_of_people(cell, column):
            return cell
        return ListCell(CellType.TEXT, blotted(cell.text))

    def _is_of_people(self, cell: ListCell, column: int) -> bool:
        if column in self._phones and phones_in(cell):
            return holds_citizen_number(cell)
        if cell.type is CellType.NUMBER:
            digits = cell.text.partition(".")[0].lstrip("-")
            return len(digits) >= (LEAST_DIGITS + 1 if column in self._figures else LEAST_DIGITS)
        return holds_identity_digits(clean(cell.text))
