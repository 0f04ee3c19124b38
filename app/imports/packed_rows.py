"""The rows of a large sheet in little memory. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

import msgspec

from app.imports.file_reader.limits import MOST_PACKED
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.lazy_rows import LazyRows
from app.imports.sheets import EMPTY_CELL, ListCell

_DECODER = msgspec.msgpack.Decoder(list[ListCell])
_ENCODER = msgspec.msgpack.Encoder()


class PackedSheet(msgspec.Struct, frozen=True, array_like=True):
    """A sheet as the process that reads files sends it: ``cells`` of all rows, and where each row ``ends``."""

    name: str
    merged: list[tuple[int, int, int, int]]
    ends: bytes
    cells: bytes


class ReadFile(msgspec.Struct, frozen=True, array_like=True):
    """What came of reading a file: its sheets, or why it is refused and which place of it that is about."""

    sheets: list[PackedSheet] = []
    refusal: Refusal | None = None
    place: str = ""


class RowPacker:
    """Packs rows one after another."""

    def __init__(self) -> None:
        self.ends = array("Q")
        self.cells = bytearray()

    def add(self, row: list[ListCell]) -> None:
        """Add a row, without the empty cells at its end; raises :class:`UnreadableFileError` when all get too large."""
        while row and row[-1] == EMPTY_CELL:
            row.pop()
        _ENCODER.encode_into(row, self.cells, -1)
        self.ends.append(len(self.cells))
        if len(self.cells) > MOST_PACKED:
            raise UnreadableFileError(Refusal.UNPACKS_TOO_LARGE)

    def packed(self, name: str, merged: list[tuple[int, int, int, int]]) -> PackedSheet:
        """Return the sheet, without the empty rows at its end."""
        ends, empty = self.ends, _ENCODER.encode([])
        while ends and self.cells.endswith(empty) and ends[-1] - (ends[-2] if len(ends) > 1 else 0) == len(empty):
            ends.pop()
            del self.cells[-len(empty) :]
        return PackedSheet(name, merged, ends.tobytes(), bytes(self.cells))


def unpacked_rows(sheet: PackedSheet) -> LazyRows:
    """Return the rows of a packed sheet, each unpacked when it is asked for."""
    ends, cells = array("Q"), memoryview(sheet.cells)
    ends.frombytes(sheet.ends)

    def row(number: int) -> Sequence[ListCell]:
        return _DECODER.decode(cells[ends[number - 1] if number else 0 : ends[number]])

    return LazyRows(len(ends), row)
