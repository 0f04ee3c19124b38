"""Reads .xlsx workbooks with python-calamine, once nothing in them can make it take too much."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat
from posixpath import join, normpath
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from app.imports.file_reader.cells import Value, cell_of
from app.imports.file_reader.extent import place_name
from app.imports.file_reader.legacy_encodings import LegacySearch
from app.imports.file_reader.limits import MOST_SHEETS
from app.imports.file_reader.merged_areas import areas_within
from app.imports.file_reader.package import Package
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.file_reader.xlsx_scan import SheetScan, scan_sheet
from app.imports.file_reader.xml_events import read_xml
from app.imports.packed_rows import PackedSheet, RowPacker
from app.imports.sheets import EMPTY_CELL, CellType, ListCell

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def read_xlsx(package: Package, file: IO[bytes], search: LegacySearch) -> Iterator[PackedSheet]:
    """Yield the sheets of a workbook that are not hidden; raises :class:`UnreadableFileError`."""
    package.check_all()
    paths = _visible_sheets(package)
    if len(paths) > MOST_SHEETS:
        raise UnreadableFileError(Refusal.TOO_MANY_SHEETS)
    scans = [scan_sheet(name, package.unpacked(path)) for name, path in paths.items()]
    _refuse_uncomputed(scans)
    file.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        for scan in scans:
            yield _packed(scan, workbook.get_sheet_by_name(scan.name), search)
    except CalamineError as error:
        raise UnreadableFileError(Refusal.DAMAGED) from error


class _Elements:
    """Collects the attributes of the elements of one name."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.found: list[Mapping[str, str]] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == self._name:
            self.found.append(attributes)

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


def _elements(package: Package, member: str, name: str) -> list[Mapping[str, str]]:
    elements = _Elements(name)
    read_xml(package.unpacked(member), elements)
    return elements.found


def _visible_sheets(package: Package) -> dict[str, str]:
    """Return by the names of the sheets that are not hidden the members that hold them; charts are no sheets."""
    targets = {
        relation.get("Id"): normpath(join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _elements(package, _RELATIONS, "Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    paths = {}
    for sheet in _elements(package, WORKBOOK, "sheet"):
        key = next((value for name, value in sheet.items() if name.endswith(":id")), None)
        if key in targets and sheet.get("state", "visible") == "visible":
            paths[sheet.get("name", "")] = targets[key]
    return paths


def _refuse_uncomputed(scans: Iterable[SheetScan]) -> None:
    """Refuse a workbook that a program has written and no spreadsheet has computed since."""
    with_formulas = [scan for scan in scans if scan.formulas]
    if with_formulas and all(len(scan.uncomputed) == scan.formulas for scan in with_formulas):
        scan = with_formulas[0]
        raise UnreadableFileError(Refusal.NEVER_COMPUTED, place_name(scan.name, *scan.uncomputed[0]))


def _packed(scan: SheetScan, sheet: CalamineSheet, search: LegacySearch) -> PackedSheet:
    packer = RowPacker()
    broken = _broken_by_row(scan)
    rows = _rows_of(sheet)
    for number in range(scan.extent.rows):
        values = next(rows, [])
        row = []
        for value in values:
            if isinstance(value, str):
                search.add(value)
            row.append(cell_of(value))
        for column, cell in broken.get(number, {}).items():
            row.extend(repeat(EMPTY_CELL, column + 1 - len(row)))
            row[column] = cell
        packer.add(row)
    return packer.packed(scan.name, areas_within(scan.merged, scan.extent))


def _rows_of(sheet: CalamineSheet) -> Iterator[list[Value]]:
    """Yield the rows from the first one on; python-calamine leaves out the columns before the first filled one."""
    _row, column = sheet.start or (0, 0)
    empty: list[Value] = [""] * column
    return (empty + values for values in sheet.iter_rows())


def _broken_by_row(scan: SheetScan) -> dict[int, dict[int, ListCell]]:
    broken: dict[int, dict[int, ListCell]] = {}
    for (row, column), text in (dict.fromkeys(scan.uncomputed, "") | scan.errors).items():
        broken.setdefault(row, {})[column] = ListCell(CellType.BROKEN, text)
    return broken
