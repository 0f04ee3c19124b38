"""A sheet of an .ods workbook that is being read. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from app.imports.file_reader.extent import Extent, place_name
from app.imports.file_reader.limits import MOST_MERGED
from app.imports.file_reader.merged_areas import areas_within
from app.imports.packed_rows import PackedSheet, RowPacker
from app.imports.sheets import EMPTY_CELL, ListCell


class OdsTable:
    """A sheet that is being read. Repeated empty cells and rows are only counted until one follows that is not."""

    def __init__(self, name: str, is_hidden: bool) -> None:
        self.is_hidden = is_hidden
        self._name = name
        self._extent = Extent()
        self._packer = RowPacker()
        self._merged: list[tuple[int, int, int, int]] = []
        self._row = 0
        self._times = 1
        self._cells: list[ListCell] = []
        self._column = 0

    @property
    def place(self) -> str:
        """The name of the cell that comes next."""
        return place_name(self._name, self._row, self._column)

    def start_row(self, times: int) -> None:
        """Begin a row that is there ``times`` times."""
        self._times, self._cells, self._column = times, [], 0

    def add(self, cell: ListCell, times: int, spans: tuple[int, int] | None) -> None:
        """Add a cell ``times`` times; where it is merged, it ``spans`` so many rows and columns."""
        first, self._column = self._column, self._column + times
        if spans and len(self._merged) < MOST_MERGED:
            self._merged.append((self._row, first, self._row + spans[0] - 1, first + spans[1] - 1))
        if cell == EMPTY_CELL:
            return
        self._extent.add(self._row + self._times - 1, self._column - 1, self._name)
        self._cells += [EMPTY_CELL] * (first - len(self._cells))
        self._cells += [cell] * times

    def end_row(self) -> None:
        """End a row, which is packed once it is known not to be empty."""
        if self._cells:
            while len(self._packer.ends) < self._row:
                self._packer.add([])
            for _time in range(self._times):
                self._packer.add(list(self._cells))
        self._row += self._times

    def packed(self) -> Iterator[PackedSheet]:
        """Yield the sheet, unless it is hidden."""
        if not self.is_hidden:
            yield self._packer.packed(self._name, areas_within(self._merged, self._extent))
