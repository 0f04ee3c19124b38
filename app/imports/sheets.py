"""The cells of a file or of a pasted table, as they were typed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec


class CellType(StrEnum):
    """What a spreadsheet holds in a cell. A pasted table and a CSV file hold texts alone."""

    TEXT = "t"
    NUMBER = "n"
    DAY = "d"
    YES_NO = "b"
    BROKEN = "e"
    """A formula that was never computed, or that ended in an error."""


class ListCell(msgspec.Struct, frozen=True, array_like=True):
    """A cell: its type and its text.

    The text of a number is its shortest exact form with a decimal point, ``9547`` or ``1.204``; that of a day is ISO
    8601. Of a text nothing is changed but that it is NFC and that spaces and line breaks in a row are one space.
    """

    type: CellType
    text: str


EMPTY_CELL = ListCell(CellType.TEXT, "")


class ListSheet(msgspec.Struct, frozen=True):
    """A sheet: its name, and its rows as they stand in it, empty ones too, so that numbers from 1 are those on screen.

    Cells at the end of a row may be missing. A merged cell stands in the first of its places, and ``merged`` are the
    areas as (first row, first column, last row, last column), all from 0.
    """

    name: str
    rows: Sequence[Sequence[ListCell]]
    merged: Sequence[tuple[int, int, int, int]] = ()
