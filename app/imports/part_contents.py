"""What stands in the parts of an import: rows as compressed JSON, unpacked a part at a time. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

import msgspec

from app.imports.lazy_rows import LazyRows
from app.imports.list_kind import ImportChange, PlannedRow
from app.imports.sheets import ListCell, ListSheet

ROWS_AT_ONCE = 500
"""How many rows of a sheet one part holds."""

MOST_PARTS = 1000
"""How many parts a sheet has at most: those of the sheet number n begin with n times as many."""

_LEVEL = 3


def packed(value: object) -> bytes:
    """Return a value as compressed JSON."""
    return zlib.compress(msgspec.json.encode(value), _LEVEL)


def planned_rows(content: bytes) -> list[PlannedRow]:
    """Return the rows of a part of a plan."""
    return msgspec.json.decode(zlib.decompress(content), type=list[PlannedRow])


def change_of(content: bytes) -> ImportChange:
    """Return what a part of an import did."""
    return msgspec.json.decode(zlib.decompress(content), type=ImportChange)


def sheet_parts(sheet: ListSheet) -> Iterator[bytes]:
    """Yield the parts of a sheet; the first one, which there always is, holds its merged areas too."""
    for start in range(0, max(len(sheet.rows), 1), ROWS_AT_ONCE):
        rows = sheet.rows[start : start + ROWS_AT_ONCE]
        yield packed(ListSheet(sheet.name, rows, () if start else sheet.merged))


def sheet_of(parts: Sequence[bytes]) -> ListSheet:
    """Return the sheet that has these parts, in little memory."""
    first, last = _unpacked(parts[0]), _unpacked(parts[-1])
    length = (len(parts) - 1) * ROWS_AT_ONCE + len(last.rows)
    return ListSheet(first.name, LazyRows(length, _StoredRows(parts).row), first.merged)


class _StoredRows:
    """The rows of a stored sheet by their numbers from 0; one part at a time is unpacked."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._parts = parts
        self._number, self._rows = -1, _NO_ROWS

    def row(self, place: int) -> Sequence[ListCell]:
        number, row = divmod(place, ROWS_AT_ONCE)
        if number != self._number:
            self._number, self._rows = number, _unpacked(self._parts[number]).rows
        return self._rows[row]


_NO_ROWS: Sequence[Sequence[ListCell]] = ()


def _unpacked(content: bytes) -> ListSheet:
    return msgspec.json.decode(zlib.decompress(content), type=ListSheet)
