"""The merged cells of a sheet, as far as they lie among its cells. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from app.imports.file_reader.extent import Extent
from app.imports.file_reader.refusals import Refusal, UnreadableFileError

Area: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column; all from 0."""


def areas_within(areas: Iterable[Area], extent: Extent) -> list[Area]:
    """Return merged areas cut off where the cells with content end.

    No two of them overlap in what a spreadsheet writes, so that all of them have at most as many cells as the sheet:
    whoever goes through their cells does no more than that. Raises :class:`UnreadableFileError` where they have more.
    """
    within, cells = [], 0
    for first_row, first_column, last_row, last_column in areas:
        area = first_row, first_column, min(last_row, extent.rows - 1), min(last_column, extent.columns - 1)
        rows, columns = area[2] - first_row + 1, area[3] - first_column + 1
        if rows < 1 or columns < 1 or rows * columns == 1:
            continue
        cells += rows * columns
        if cells > extent.rows * extent.columns:
            raise UnreadableFileError(Refusal.DAMAGED)
        within.append(area)
    return within
