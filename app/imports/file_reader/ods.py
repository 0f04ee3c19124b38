"""Reads .ods workbooks as a stream. Pure.

LibreOffice fills a sheet up to its last row and column with repeated empty cells, which python-calamine 0.9 lays out
one by one where a far cell is not empty, and it returns neither merged cells nor errors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.imports.file_reader.legacy_encodings import LegacySearch
from app.imports.file_reader.limits import MOST_SHEETS
from app.imports.file_reader.ods_cell import OdsCell, number_of
from app.imports.file_reader.ods_table import OdsTable
from app.imports.file_reader.package import Package
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.file_reader.xml_events import read_xml
from app.imports.packed_rows import PackedSheet
from app.imports.sheets import CellType

CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_CELLS = {"table-cell", "covered-table-cell"}
_NOT_IN_CELL = {"annotation", "table", "frame", "custom-shape", "g"}
"""What may stand in a cell and hold texts that are not the cell's: notes, tables within it, drawings."""


def read_ods(package: Package, search: LegacySearch) -> Iterator[PackedSheet]:
    """Yield the sheets of a workbook that are not hidden; raises :class:`UnreadableFileError`."""
    package.check_all()
    if _MANIFEST in package:
        read_xml(package.unpacked(_MANIFEST), _Manifest())
    content = OdsContent(search)
    read_xml(package.unpacked(CONTENT), content)
    content.refuse_uncomputed()
    yield from content.sheets


class _Manifest:
    """Refuses what is locked with a password."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "encryption-data":
            raise UnreadableFileError(Refusal.ENCRYPTED)

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class OdsContent:
    """Makes sheets of what stands in a workbook."""

    def __init__(self, search: LegacySearch) -> None:
        self.sheets: list[PackedSheet] = []
        self._search = search
        self._path: list[str] = []
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._table: OdsTable | None = None
        self._cell: OdsCell | None = None
        self._ignored = 0
        """How many elements deep it is within one that does not belong to its cell."""
        self._formulas = 0
        self._uncomputed: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take in the beginning of an element."""
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if self._cell is not None:
            if self._ignored or name in _NOT_IN_CELL:
                self._ignored += 1
            else:
                self._cell.start(name)
        elif self._table is not None:
            self._start_in_table(self._table, name, attributes)
        elif name == "table" and parent == "spreadsheet":
            self._start_table(attributes)
        elif name == "style":
            self._style = attributes.get("style:name", "")
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def end(self, name: str) -> None:
        """Take in the end of an element."""
        self._path.pop()
        if self._ignored:
            self._ignored -= 1
        elif self._cell is not None:
            if name in _CELLS:
                self._end_cell(self._cell)
            else:
                self._cell.end(name)
        elif self._table is not None:
            if name == "table-row":
                self._table.end_row()
            elif name == "table":
                self.sheets += self._table.packed()
                self._table = None

    def text(self, text: str) -> None:
        """Take in text."""
        if self._cell is not None and not self._ignored:
            self._cell.text(text)

    def refuse_uncomputed(self) -> None:
        """Refuse a workbook that a program has written and no spreadsheet has computed since."""
        if self._uncomputed and len(self._uncomputed) == self._formulas:
            raise UnreadableFileError(Refusal.NEVER_COMPUTED, self._uncomputed[0])

    def _start_table(self, attributes: Mapping[str, str]) -> None:
        is_hidden = attributes.get("table:style-name", "") in self._hidden_styles
        self._table = OdsTable(attributes.get("table:name", ""), is_hidden)
        if len(self.sheets) >= MOST_SHEETS:
            raise UnreadableFileError(Refusal.TOO_MANY_SHEETS)

    def _start_in_table(self, table: OdsTable, name: str, attributes: Mapping[str, str]) -> None:
        if name == "table-row":
            table.start_row(number_of(attributes, "table:number-rows-repeated"))
        elif name in _CELLS:
            self._cell = OdsCell(attributes, is_covered=name == "covered-table-cell")

    def _end_cell(self, cell: OdsCell) -> None:
        self._cell = None
        assert self._table is not None
        if self._table.is_hidden:
            return
        if cell.is_formula:
            self._formulas += 1
            if not cell.is_computed:
                self._uncomputed.append(self._table.place)
        typed = cell.typed
        self._table.add(typed, cell.times, cell.spans)
        if typed.type is CellType.TEXT:
            self._search.add(cell.raw)
