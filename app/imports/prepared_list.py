"""A list that was read, made ready to be stored: recognised, and without what must not be stored. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.imports.choices import ListChoices, SheetEntry
from app.imports.list_kind import ListKind
from app.imports.part_contents import MOST_PARTS, sheet_parts
from app.imports.personal import without_personal
from app.imports.recognition import best_sheet, recognise
from app.imports.sheets import ListSheet


class PreparedList(NamedTuple):
    """What is stored of a list: what was recognised, and its cells by the numbers of their parts."""

    choices: ListChoices
    parts: Mapping[int, bytes]


def prepare_list(sheets: Sequence[ListSheet], kind: ListKind) -> PreparedList:
    """Return what is stored of the sheets of a list, each of which is recognised by itself."""
    parts: dict[int, bytes] = {}
    entries = []
    recognised = [recognise(sheet, kind) for sheet in sheets]
    for number, (sheet, found) in enumerate(zip(sheets, recognised, strict=True)):
        stored = without_personal(sheet, kind, found)
        contents = list(sheet_parts(stored))
        parts |= {number * MOST_PARTS + place: content for place, content in enumerate(contents)}
        entries.append(SheetEntry(stored.name, len(contents), len(sheet.rows)))
    best = best_sheet(sheets, kind)
    return PreparedList(ListChoices(entries, best, recognised[best].to_json()), parts)
