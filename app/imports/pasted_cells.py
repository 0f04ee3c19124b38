"""Cells that were copied from a spreadsheet or a document, and pasted. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from app.imports.file_reader.legacy_encodings import LegacySearch
from app.imports.file_reader.limits import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.sheets import CellType, ListCell
from app.text import clean

_SEPARATORS = ("\t", ";", "|", ",")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# A spreadsheet puts a cell into quotation marks when it holds line breaks; others keep the marks that they have.
_QUOTED = re.compile(rf'(?<![^\t\n])"((?:[^"]|""){{1,{LONGEST_CELL}}})"(?![^\t\n])')
_BREAK, _TAB = "\v", "\f"
"""What stands for a line break and a tab within a cell, until the cells are apart."""
_LOOKED_AT = 50  # lines


def pasted_rows(text: str) -> Sequence[Sequence[ListCell]]:
    """Return the rows of pasted cells; raises :class:`UnreadableFileError`."""
    lines = _QUOTED.sub(_in_one_line, _LINE_ENDS.sub("\n", text)).split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    separator = _separator_of(lines)
    search = LegacySearch()
    rows = list(_rows(lines, separator, search))
    search.refuse()
    if not any(cell.text for row in rows for cell in row):
        raise UnreadableFileError(Refusal.EMPTY)
    return rows


def _rows(lines: Sequence[str], separator: str, search: LegacySearch) -> Iterator[Sequence[ListCell]]:
    cells = 0
    for number, line in enumerate(lines, 1):
        texts = line.split(separator)
        cells += len(texts)
        if number > MOST_ROWS:
            raise UnreadableFileError(Refusal.TOO_MANY_ROWS, str(number))
        if len(texts) > MOST_COLUMNS:
            raise UnreadableFileError(Refusal.TOO_MANY_COLUMNS, str(number))
        if cells > MOST_CELLS:
            raise UnreadableFileError(Refusal.TOO_MANY_CELLS, str(number))
        for text in texts:
            search.add(text)
        yield [ListCell(CellType.TEXT, clean(text)) for text in texts]


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
