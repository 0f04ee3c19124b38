"""Rows of a sheet that are no rows of its list: totals, subheadings, heads once more, its foot. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import partial
from itertools import pairwise

from app.figures import narrowed, read_figure
from app.imports.headings import is_own_heading
from app.imports.list_kind import ListKind, ValueType
from app.imports.merged_cells import MergedCells, cell_at
from app.imports.recognition import Recognised
from app.imports.sheets import CellType, ListCell, ListSheet
from app.imports.values import is_nothing
from app.text import clean, fold


class UnreadReason(StrEnum):
    """Why a row is no row of the list."""

    TOTAL = "total"
    SUBHEADING = "subheading"
    REPEATED_HEAD = "repeated_head"
    COLUMN_NUMBERS = "column_numbers"
    FOOTER = "footer"


_TOTAL = re.compile(r"(?:tổng|tong|grand) (?:cộng|cong|số|so|total)(?: .*)?")
_PERHAPS_TOTAL = re.compile(
    r"(?:tổng|tong|cộng|cong|total|totals|sum|lũy kế|luỹ kế|luy ke)"
    r"|(?:tổng|cộng|cong|total|toàn|cả|lũy kế|luỹ kế|luy ke|toan (?:phuong|xa)) .+"
)
"""What may also be a name: an area may be called Cộng Hòa, and a member Cộng."""

_NUMERAL = re.compile(r"(?:[ivx]{1,5}|[a-h])(?:[.)\-/:]|$)")
_NUMERAL_AND_NAME = re.compile(r"(?:[IVX]{1,5}|[A-H])\s*[.)\-/:]\s*\S.*")
_COLUMN_NUMBER = re.compile(r"\(?(?P<number>\d{1,2}|[a-z])\)?(?:\s*=[\d\s()+:/*%x=-]+)?")
_PAGE = re.compile(r"(?:trang|page) \d+(?: ?(?:/|tren|of) ?\d+)?")
_FOOT = re.compile(
    r"\(?(?:nguoi (?:lap|tong hop|bao cao|duyet|kiem tra|ky|cung cap)|lap bieu|ke toan|thu truong|tm\b|t/m\b|kt\b|k/t\b"
    r"|chu tich|pho chu tich|xac nhan|noi nhan|ghi chu\s*:|luu y\s*:|ky,? |ky ten|can bo lap|truong ban"
    r"|danh sach (?:nay|co)|prepared by|signature|signed|notes?\s*:|source\s*:|nguon\s*:)"
    r"|.*\bngay\b.*\bthang\b.*\bnam\b"
)


class SheetRows:
    """The rows of a sheet below its head, and why some of them are no rows of the list."""

    def __init__(self, sheet: ListSheet, recognised: Recognised, kind: ListKind) -> None:
        self._rows = sheet.rows
        self._first = recognised.first_row
        self._merged = MergedCells(sheet)
        self._values = {column.code: column.value for column in kind.columns}
        self._columns = recognised.columns
        needed = {column.code for column in kind.columns if column.is_needed}
        self._needed = [column for column, code in self._columns.items() if code in needed]
        self._figures = [column for column, code in self._columns.items() if self._values[code] is ValueType.FIGURE]
        no_words = {ValueType.FIGURE, ValueType.PERCENT, ValueType.DAY, ValueType.MONTH, ValueType.PHONE}
        self._numbers = [column for column, code in self._columns.items() if self._values[code] in no_words]
        self._own = {column for column in recognised.ignored if is_own_heading(recognised.headings.get(column, ""))}
        self._running = [column for column in recognised.ignored if column not in self._own]
        self._head = [_keys(row) for row in sheet.rows[recognised.header_row or 0 : self._first]]

    def reasons(self) -> Iterator[tuple[int, UnreadReason | None]]:
        """Yield the rows that hold something, from 0, each with why it is no row of the list, or ``None``."""
        sums = _Sums()
        foot = self._first_row_of_foot()
        previous = UnreadReason.REPEATED_HEAD if self._head else None
        for row in range(self._first, len(self._rows)):
            filled = self._filled(row)
            if all(map(partial(self._is_own_or_running, row), filled)):
                continue
            reason = UnreadReason.FOOTER if row >= foot else self._reason(row, filled, previous, sums)
            if reason is None:
                sums.add(self._figures_of(row))
            elif reason is UnreadReason.TOTAL:
                sums.begin()
            yield row, reason
            previous = reason

    def cell(self, row: int, column: int) -> ListCell:
        """Return the cell of a row; a text that is merged over several rows stands in each, a figure in the first."""
        if self._values.get(self._columns.get(column, "")) is ValueType.FIGURE:
            return cell_at(self._rows, row, column)
        return self._merged.cell(row, column)

    def _reason(
        self, row: int, filled: Sequence[int], previous: UnreadReason | None, sums: _Sums
    ) -> UnreadReason | None:
        if self._is_head(row, filled):
            return UnreadReason.REPEATED_HEAD
        if previous is UnreadReason.REPEATED_HEAD and self._is_column_numbers(row, filled):
            return UnreadReason.COLUMN_NUMBERS
        if self._is_total(row, filled, sums):
            return UnreadReason.TOTAL
        if len(filled) == 1 and _PAGE.fullmatch(self._folded(row, filled[0])):
            return UnreadReason.FOOTER
        return UnreadReason.SUBHEADING if self._is_subheading(row, filled) else None

    def _filled(self, row: int) -> Sequence[int]:
        return [column for column, cell in enumerate(self._rows[row]) if not is_nothing(cell)]

    def _folded(self, row: int, column: int) -> str:
        return fold(narrowed(cell_at(self._rows, row, column).text))

    def _is_own_or_running(self, row: int, column: int) -> bool:
        """Return whether a cell says nothing of the list: its running number, or what this app has added."""
        return column in self._own or (column in self._running and self._folded(row, column)[:1].isdecimal())

    def _is_head(self, row: int, filled: Sequence[int]) -> bool:
        first = self._folded(row, filled[0])
        if not any(head.get(filled[0]) == first for head in self._head):
            return False
        keys = _keys(self._rows[row])
        return any(
            all(head.get(column) == keys[column] for column in filled) and (len(filled) > 1 or len(head) == 1)
            for head in self._head
        )

    def _is_column_numbers(self, row: int, filled: Sequence[int]) -> bool:
        """Return whether a row numbers the columns: A, B, 1, 2, 3, as many tables of the state do."""
        found = [_COLUMN_NUMBER.fullmatch(self._folded(row, column)) for column in filled]
        numbers = [
            (int(each["number"]), column)
            for each, column in zip(found, filled, strict=True)
            if each and each["number"].isdecimal()
        ]
        rises = all(before < after for (before, _column), (after, _other) in pairwise(numbers))
        return all(found) and len(found) > 2 and rises and all(0 < number <= column + 1 for number, column in numbers)

    def _is_total(self, row: int, filled: Sequence[int], sums: _Sums) -> bool:
        """Return whether a row is a total: by its words, or, where they may be a name, because its figures are sums."""
        cells = (cell_at(self._rows, row, column) for column in filled)
        words = (clean(cell.text) for cell in cells if cell.type is CellType.TEXT)
        label = next((text.lower().strip(" :.-()") for text in words if text[:1].isalpha()), "")
        if _TOTAL.fullmatch(label):
            return True
        if not label or _PERHAPS_TOTAL.fullmatch(label):
            is_numbered = self._is_numbered(row)
            has_no_number = bool(label) and bool(self._running) and not is_numbered
            return has_no_number or (not is_numbered and sums.match(self._figures_of(row)))
        return False

    def _is_subheading(self, row: int, filled: Sequence[int]) -> bool:
        """Return whether a row heads those below it: "I. Khu A", or a text where the running numbers stand."""
        texts = [column for column in filled if column not in self._own]
        if len(texts) > 2 or any(self._has_figure(row, column) for column in texts if column not in self._running):
            return False
        first = cell_at(self._rows, row, texts[0])
        if len(texts) == 2:
            return texts[0] in self._running and bool(_NUMERAL.fullmatch(self._folded(row, texts[0])))
        area = self._merged.area(row, texts[0])
        is_wide = area is not None and area[3] - area[1] >= 2
        is_numbered = bool(_NUMERAL_AND_NAME.fullmatch(first.text))
        return is_wide or is_numbered or (texts[0] in self._running and first.type is CellType.TEXT)

    def _is_numbered(self, row: int) -> bool:
        return any(self._folded(row, column)[:1].isdecimal() for column in self._running)

    def _has_figure(self, row: int, column: int) -> bool:
        cell = cell_at(self._rows, row, column)
        return cell.type is not CellType.TEXT or read_figure(cell.text) is not None

    def _figures_of(self, row: int) -> Mapping[int, Decimal]:
        cells = {column: cell_at(self._rows, row, column) for column in self._figures}
        return {column: figure for column, cell in cells.items() if (figure := _figure(cell)) is not None}

    def _first_row_of_foot(self) -> int:
        """Return the first row behind the last full one that a foot begins with; beyond the end where there is none."""
        if not self._needed:
            return len(self._rows)
        for row in range(len(self._rows) - 1, self._first - 1, -1):
            if self._is_full(row):
                return next(
                    (each for each in range(row + 1, len(self._rows)) if self._begins_foot(each)), len(self._rows)
                )
        return len(self._rows)

    def _is_full(self, row: int) -> bool:
        filled = self._filled(row)
        has_all = all(not is_nothing(self.cell(row, column)) for column in self._needed)
        numbers = [column for column in self._numbers if column in filled]
        has_numbers = all(any(map(str.isdecimal, self._folded(row, column))) for column in numbers)
        is_numbered = not self._running or self._is_numbered(row)
        return has_all and has_numbers and is_numbered and not self._begins_foot(row)

    def _begins_foot(self, row: int) -> bool:
        filled = self._filled(row)
        return 0 < len(filled) <= 3 and any(_FOOT.match(self._folded(row, column)) for column in filled)


class _Sums:
    """The sums of the rows above, since the last total and since the beginning."""

    def __init__(self) -> None:
        self._since: dict[int, Decimal] = {}
        self._all: dict[int, Decimal] = {}
        self._rows = self._rows_since = 0

    def add(self, figures: Mapping[int, Decimal]) -> None:
        """Add a row."""
        for column, figure in figures.items():
            self._since[column] = self._since.get(column, Decimal(0)) + figure
            self._all[column] = self._all.get(column, Decimal(0)) + figure
        self._rows += 1
        self._rows_since += 1

    def begin(self) -> None:
        """Begin again behind a total."""
        self._since, self._rows_since = {}, 0

    def match(self, figures: Mapping[int, Decimal]) -> bool:
        """Return whether figures are the sums of at least two rows above."""
        if not figures or not any(figures.values()):
            return False
        since = self._rows_since > 1 and all(self._since.get(column) == each for column, each in figures.items())
        return since or (self._rows > 1 and all(self._all.get(column) == each for column, each in figures.items()))


def _figure(cell: ListCell) -> Decimal | None:
    if cell.type is CellType.NUMBER:
        return Decimal(cell.text)
    figure = read_figure(cell.text) if cell.type is CellType.TEXT else None
    return None if figure is None else Decimal(figure)


def _keys(cells: Sequence[ListCell]) -> Mapping[int, str]:
    return {column: fold(clean(cell.text)) for column, cell in enumerate(cells) if cell.text}
