"""Looks through a sheet of an .xlsx workbook before its reader does: how far it reaches, what is broken. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.imports.file_reader.cells import place_of
from app.imports.file_reader.extent import Extent
from app.imports.file_reader.limits import MOST_MERGED
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.file_reader.xml_events import read_xml

_ERROR = "e"
_DIGITS = "0123456789"


class SheetScan:
    """What stands in a sheet besides values. What the sheet says of its own size is not believed."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.extent = Extent()
        self.merged: list[tuple[int, int, int, int]] = []
        self.errors: dict[tuple[int, int], str] = {}
        """The errors that formulas ended in, by row and column."""
        self.formulas = 0
        self.uncomputed: list[tuple[int, int]] = []
        """The formulas without a value, by row and column."""
        self._row = self._column = -1
        self._row_digits = ""
        """The digits of the last cell's name, as long as its row goes on."""
        self._columns: dict[str, int] = {}
        self._type = ""
        self._has_formula = self._has_value = self._is_read = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take in the beginning of an element."""
        if name == "c":
            self._start_cell(attributes)
        elif name == "v" or name == "is":
            self._has_value = True
            self._is_read = self._type == _ERROR
            self.extent.add(self._row, self._column, self.name)
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self._row = place_of(f"A{attributes['r']}")[0] if "r" in attributes else self._row + 1
            self._column = -1
            self._row_digits = ""
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        if name == "v":
            self._is_read = False
        elif name == "c" and self._has_formula:
            self.formulas += 1
            if not self._has_value:
                self.extent.add(self._row, self._column, self.name)
                self.uncomputed.append((self._row, self._column))

    def text(self, text: str) -> None:
        """Take in the text of an error."""
        if self._is_read:
            place = (self._row, self._column)
            self.errors[place] = (self.errors.get(place, "") + text)[:20]

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip(_DIGITS)
            if reference[len(letters) :] != self._row_digits or letters not in self._columns:
                self._row, self._columns[letters] = place_of(reference)
                self._row_digits = reference[len(letters) :]
            self._column = self._columns[letters]
        self._type = attributes.get("t", "")
        self._has_formula = self._has_value = False

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        if len(self.merged) >= MOST_MERGED:
            raise UnreadableFileError(Refusal.TOO_MANY_CELLS, reference[:20])
        self.merged.append((*place_of(first), *place_of(last or first)))


def scan_sheet(name: str, pieces: Iterable[bytes]) -> SheetScan:
    """Return what stands in a sheet; raises :class:`UnreadableFileError` where it reaches too far."""
    scan = SheetScan(name)
    read_xml(pieces, scan)
    return scan
