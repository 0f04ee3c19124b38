"""Reads CSV files, whatever sets their cells apart. Pure."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from itertools import islice

from app.imports.file_reader.cells import text_cell
from app.imports.file_reader.encodings import decoded
from app.imports.file_reader.extent import Extent
from app.imports.file_reader.legacy_encodings import LegacySearch
from app.imports.file_reader.limits import LONGEST_CELL
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.packed_rows import PackedSheet, RowPacker

_SEPARATORS = ";\t|,"
_LOOKED_AT = 100  # rows
# Excel takes such a first line for a setting and does not show it.
_SETTING = re.compile('"?sep=([;\t|,])"?\r?\n', re.IGNORECASE)
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|table|meta|style|\?xml|!--)", re.IGNORECASE)


def read_csv(content: bytes, search: LegacySearch) -> PackedSheet:
    """Return the one sheet that a text file is; raises :class:`UnreadableFileError`."""
    text = decoded(content)
    if _MARKUP.match(text):
        raise UnreadableFileError(Refusal.WEB_PAGE)
    setting = _SETTING.match(text)
    separator = setting[1] if setting else _separator_of(text)
    packer, extent = RowPacker(), Extent()
    for number, row in enumerate(_rows(text[setting.end() if setting else 0 :], separator)):
        cells = []
        for raw in row:
            search.add(raw)
            cells.append(text_cell(raw))
        packer.add(cells)
        if cells:
            extent.add(number, len(cells) - 1)
    return packer.packed("", [])


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    rows = 0
    try:
        for row in reader:
            yield row
            rows += 1
    except csv.Error as error:
        raise UnreadableFileError(Refusal.OPEN_QUOTATION, str(rows + 1)) from error


def _separator_of(text: str) -> str:
    """Return the sign that divides most rows into the same number of cells, more than one."""
    return max(_SEPARATORS, key=lambda sign: _regularity(text, sign))


def _regularity(text: str, separator: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    # Where a quotation mark is not closed, the rows before it still show what divides them.
    with suppress(UnreadableFileError):
        for row in islice(_rows(text, separator), _LOOKED_AT):
            widths[len(row)] += len(row) > 1
    [(width, rows)] = widths.most_common(1) or [(0, 0)]
    return rows, width
