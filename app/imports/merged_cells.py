"""The merged cells of a sheet: what stands in places that a merged cell covers. Pure rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from app.imports.sheets import EMPTY_CELL, ListCell, ListSheet

Area: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column; all from 0."""

_MOST_AREAS = 20_000
_MOST_ROWS = 1_000
_MOST_COLUMNS = 200


class MergedCells:
    """Looks up which merged cell covers a place. Areas beyond what a list has are passed over."""

    def __init__(self, sheet: ListSheet) -> None:
        self._rows = sheet.rows
        self._by_row: Mapping[int, Sequence[Area]] = _by_row(sheet.merged[:_MOST_AREAS])

    def area(self, row: int, column: int) -> Area | None:
        """Return the merged area that covers a place, if one does."""
        return next((area for area in self._by_row.get(row, ()) if area[1] <= column <= area[3]), None)

    def areas_from(self, row: int) -> Sequence[Area]:
        """Return the merged areas that begin in a row."""
        return [area for area in self._by_row.get(row, ()) if area[0] == row]

    def covers(self, row: int) -> bool:
        """Return whether any place of a row is covered by a merged cell of a row above it."""
        return any(area[0] < row for area in self._by_row.get(row, ()))

    def cell(self, row: int, column: int) -> ListCell:
        """Return the cell at a place; where a merged cell covers it, that one."""
        if row in self._by_row and (area := self.area(row, column)):
            row, column = area[0], area[1]
        return cell_at(self._rows, row, column)


def cell_at(rows: Sequence[Sequence[ListCell]], row: int, column: int) -> ListCell:
    """Return the cell that stands at a place itself, an empty one beyond the end of its row or of the sheet."""
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else EMPTY_CELL


def _by_row(areas: Sequence[Area]) -> Mapping[int, Sequence[Area]]:
    found: dict[int, list[Area]] = defaultdict(list)
    for area in areas:
        first_row, first_column, last_row, last_column = area
        if last_row - first_row < _MOST_ROWS and last_column - first_column < _MOST_COLUMNS:
            for row in range(first_row, last_row + 1):
                found[row].append(area)
    return dict(found)
