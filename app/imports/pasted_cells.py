"""Cells that were copied from a spreadsheet or a document, and pasted. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from app.imports.file_reader.cells import text_cell
from app.imports.file_reader.extent import Extent
from app.imports.file_reader.legacy_encodings import LegacySearch
from app.imports.file_reader.limits import LONGEST_CELL, MOST_PASTED
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.packed_rows import RowPacker, unpacked_rows
from app.imports.sheets import ListCell

_SEPARATORS = ("\t", ";", "|", ",")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# A spreadsheet puts a cell into quotation marks when it holds line breaks; others keep the marks that they have.
_QUOTED = re.compile(rf'(?<![^\t\n])"((?:[^"]|""){{1,{LONGEST_CELL}}})"(?![^\t\n])')
_BREAK, _TAB = "\v", "\f"
"""What stands for a line break and a tab within a cell, until the cells are apart."""
_LOOKED_AT = 50  # lines


def pasted_rows(text: str) -> Sequence[Sequence[ListCell]]:
    """Return the rows of pasted cells; raises :class:`UnreadableFileError`."""
    if len(text) > MOST_PASTED:
        raise UnreadableFileError(Refusal.PASTED_TOO_LARGE)
    lines = _QUOTED.sub(_in_one_line, _LINE_ENDS.sub("\n", text)).split("\n")
    separator = _separator_of(lines)
    search, packer, extent = LegacySearch(), RowPacker(), Extent()
    for number, line in enumerate(lines):
        cells = []
        for raw in line.split(separator):
            search.add(raw)
            cells.append(text_cell(raw))
        packer.add(cells)
        if cells:
            extent.add(number, len(cells) - 1)
    search.refuse()
    sheet = packer.packed("", [])
    if not sheet.ends:
        raise UnreadableFileError(Refusal.EMPTY)
    return unpacked_rows(sheet)


def _in_one_line(quoted: re.Match[str]) -> str:
    cell = quoted[1]
    if not {"\n", "\t"}.intersection(cell):
        return quoted[0]
    return cell.replace('""', '"').replace("\n", _BREAK).replace("\t", _TAB)


def _separator_of(lines: Sequence[str]) -> str:
    """Return what sets cells apart: a tab where there is one, else the sign that stands in most of the first lines."""
    found = Counter(sign for line in lines[:_LOOKED_AT] for sign in _SEPARATORS if sign in line)
    if found["\t"]:
        return "\t"
    return max(_SEPARATORS, key=lambda sign: found[sign])
