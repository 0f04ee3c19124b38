"""How far the cells of a sheet that are not empty reach. Pure."""

from __future__ import annotations

from app.imports.file_reader.cells import name_of
from app.imports.file_reader.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from app.imports.file_reader.refusals import Refusal, UnreadableFileError


class Extent:
    """The number of rows and columns up to the furthest cell with content; it refuses a sheet as soon as it must."""

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0

    def add(self, row: int, column: int, sheet: str = "") -> None:
        """Take in a cell by its row and column from 0; raises :class:`UnreadableFileError`, which names it."""
        if row < self.rows and column < self.columns:
            return
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)
        if self.rows > MOST_ROWS:
            raise UnreadableFileError(Refusal.TOO_MANY_ROWS, place_name(sheet, row, column))
        if self.columns > MOST_COLUMNS:
            raise UnreadableFileError(Refusal.TOO_MANY_COLUMNS, place_name(sheet, row, column))
        if self.rows * self.columns > MOST_CELLS:
            raise UnreadableFileError(Refusal.TOO_MANY_CELLS, place_name(sheet, row, column))


def place_name(sheet: str, row: int, column: int) -> str:
    """Return the name of a cell with that of its sheet: ``Danh sách!D7``."""
    return f"{sheet}!{name_of(row, column)}" if sheet else name_of(row, column)
