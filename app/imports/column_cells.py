"""The cells of the columns of a list, and what a column without a heading can only be. Pure rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from app.figures import narrowed, read_figure
from app.imports.day_order import DayOrder
from app.imports.days import written_day, written_month
from app.imports.list_kind import KindColumn, ValueType
from app.imports.phone_cells import phones_in
from app.imports.sheets import CellType, ListCell, ListSheet
from app.people.phones import new_phone
from app.text import fold

_MOST_CELLS = 2_000
"""How many filled cells of a column are looked at, evenly over its length."""

_NEARLY_ALL = 0.8
_YEAR = re.compile(r"(?:nam |year )?(20\d\d)")
_MOST_COLUMNS = 200


def cells_by_column(sheet: ListSheet, first_row: int) -> Mapping[int, Sequence[ListCell]]:
    """Return filled cells of each column from a row on; of long lists enough of them to know the column by."""
    step = max((len(sheet.rows) - first_row) // _MOST_CELLS, 1)
    found: dict[int, list[ListCell]] = {}
    for row in sheet.rows[first_row::step]:
        for column, cell in enumerate(row[:_MOST_COLUMNS]):
            if cell.text:
                found.setdefault(column, []).append(cell)
    return found


def columns_by_content(columns: Sequence[KindColumn], cells: Mapping[int, Sequence[ListCell]]) -> Mapping[int, str]:
    """Return which column is which of those that a kind needs, where both sides have only one of a kind of value."""
    looks = {column: look for column, each in cells.items() if (look := _look(each)) and not is_running(each)}
    needed = Counter(column.value for column in columns if column.is_needed)
    present = Counter(looks.values())
    sure = {value for value, number in needed.items() if number == present[value] == 1}
    code_by_value = {column.value: column.code for column in columns if column.is_needed and column.value in sure}
    return {column: code_by_value[look] for column, look in looks.items() if look in sure}


def is_running(cells: Sequence[ListCell]) -> bool:
    """Return whether the cells of a column are running numbers: nearly all are one larger than the one above."""
    numbers = [read_figure(cell.text.rstrip(".)")) for cell in cells]
    steps = [after - before for before, after in pairwise(numbers) if before is not None and after is not None]
    starts_low = bool(numbers) and numbers[0] in {0, 1}
    return starts_low and len(steps) > 1 and sum(step == 1 for step in steps) >= _NEARLY_ALL * (len(numbers) - 1)


def holds_texts(cells: Sequence[ListCell]) -> bool:
    """Return whether nearly all cells of a column are words."""
    return _look(cells) is ValueType.TEXT


def holds_years(cells: Sequence[ListCell]) -> bool:
    """Return whether nearly all cells of a column are years of this century."""
    return bool(cells) and sum(bool(year_of(cell)) for cell in cells) >= _NEARLY_ALL * len(cells)


def year_of(cell: ListCell) -> int | None:
    """Return the year that a cell holds, such as 2026 or "Năm 2026"."""
    found = _YEAR.fullmatch(fold(narrowed(cell.text)))
    return int(found[1]) if found else None


def _look(cells: Sequence[ListCell]) -> ValueType | None:
    for value, looks_like in _LOOKS.items():
        if sum(map(looks_like, cells)) >= _NEARLY_ALL * len(cells):
            return value
    return None


def _looks_like_phone(cell: ListCell) -> bool:
    return any(new_phone(phone) for phone in phones_in(cell))


def _looks_like_month(cell: ListCell) -> bool:
    return cell.type is CellType.TEXT and written_day(cell) is None and bool(written_month(cell, DayOrder.DAY_FIRST))


def _looks_like_day(cell: ListCell) -> bool:
    return cell.type is CellType.DAY or (cell.type is CellType.TEXT and written_day(cell) is not None)


def _looks_like_figure(cell: ListCell) -> bool:
    return cell.type in {CellType.TEXT, CellType.NUMBER} and read_figure(cell.text) is not None


def _looks_like_text(cell: ListCell) -> bool:
    return cell.type is CellType.TEXT and any(map(str.isalpha, cell.text))


_LOOKS: Mapping[ValueType, Callable[[ListCell], bool]] = {
    ValueType.PHONE: _looks_like_phone,
    ValueType.MONTH: _looks_like_month,
    ValueType.DAY: _looks_like_day,
    ValueType.FIGURE: _looks_like_figure,
    ValueType.TEXT: _looks_like_text,
}
