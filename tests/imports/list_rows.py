"""The rows of a list, sorted by what became of each."""

from __future__ import annotations

from typing import NamedTuple

from app.imports.list_kind import ListKind, ListRow
from app.imports.recognition import Recognised
from app.imports.rows import UnreadRow, WrongRow, rows_of
from app.imports.sheets import ListSheet
from app.imports.unread_rows import UnreadReason
from tests.imports.sheet_makers import ExampleKind


class SortedRows(NamedTuple):
    """Rows that were read, and those that cannot be or are no rows of the list, each in their order."""

    read: list[ListRow]
    wrong: list[WrongRow]
    unread: list[UnreadRow]

    @property
    def problems(self) -> dict[int, str]:
        """What is wrong with rows, by their numbers."""
        return {row.number: row.problem for row in self.wrong}

    @property
    def reasons(self) -> dict[int, UnreadReason]:
        """Why rows are no rows of the list, by their numbers."""
        return {row.number: row.reason for row in self.unread}


def sorted_rows(sheet: ListSheet, recognised: Recognised, kind: ListKind | ExampleKind) -> SortedRows:
    """Return the rows of a list by what became of them."""
    rows = list(rows_of(sheet, recognised, kind))
    return SortedRows(
        [row for row in rows if isinstance(row, ListRow)],
        [row for row in rows if isinstance(row, WrongRow)],
        [row for row in rows if isinstance(row, UnreadRow)],
    )
