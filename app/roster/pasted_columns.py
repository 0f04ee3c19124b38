"""The lines, cells and columns of a pasted list: what its header says, or what the cells look like. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.figures import narrowed
from app.people.phones import normalised_phone
from app.roster.list_headings import HEADINGS, ListColumn, heading_key

SEPARATORS = ("\t", ";", "|", ",")


_COLUMNS = {header: column for column, headers in HEADINGS.items() for header in headers}
_BEGINNINGS = {
    beginning: _COLUMNS[beginning]
    for beginning in ("ho va ten", "ho ten", "so dien thoai", "dien thoai", "sdt", "chuc danh", "chuc vu", "vai tro")
}
_PARTS_OF_NAME = frozenset({"ten", "first name", "last name"})
_LINE_IN_CELL = re.compile(r'(?<![^\t\n])"([^"\t\n]*(?:\n[^"\t\n]*){1,3})"(?![^\t\n])')
_LONGEST_LINE = 2_000  # characters
_MOST_CELLS = 60
_KEPT_BREAK = "\v"
_READ = frozenset({ListColumn.NAME, ListColumn.PHONE})
_ONCE = frozenset({ListColumn.PHONE, ListColumn.ROLE, ListColumn.TEAM, ListColumn.AREA})

_NUMBER_LIKE = re.compile(r"[+(]?[0-9][0-9 .()-]*\.?")
_DAY = re.compile(r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2}|(?:19|20)\d\d)")
_CITIZEN = re.compile(r"\d{12}|(?!84)[1-9]\d{10}")
_MOBILE = re.compile(r"\+84[35789]\d{8}")


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold anything, with their numbers from 1; a cell of a spreadsheet may hold several lines."""
    text = "\n".join(text.splitlines())
    text = _LINE_IN_CELL.sub(lambda found: found[1].replace("\n", _KEPT_BREAK), text)
    number = 1
    for line in text.split("\n"):
        if line.strip("".join(SEPARATORS) + " \v"):
            yield number, line
        number += 1 + line.count(_KEPT_BREAK)


def separator_of(line: str) -> str:
    """Return the sign that sets the cells of a line apart: a comma only where there is no other one."""
    return next((sign for sign in SEPARATORS if sign in line), "\t")


def cells_of(line: str, separator: str) -> list[str]:
    """Return the cells of a line, cleaned; a dash is an empty one. What is longer than a line of a list is one cell."""
    if len(line) > _LONGEST_LINE or line.count(separator) > _MOST_CELLS:
        return [line]
    cells = [narrowed(cell.strip('"')) for cell in line.split(separator)]
    return ["" if cell in {"-", "–", "—", "/", "x"} else cell for cell in cells]


def header_of(cells: Sequence[str]) -> list[ListColumn] | None:
    """Return what the columns of a list are, when a line is its header: it names the column of names or of numbers."""
    keys = [heading_key(cell) for cell in cells]
    known = [column for column in map(_column, keys) if column]
    if len(known) < 2 or not _READ.intersection(known) or any(map(normalised_phone, cells)):
        return None
    columns: list[ListColumn] = []
    for key in keys:
        column = _column(key) or ListColumn.OTHER
        if not key and columns and columns[-1] is ListColumn.NAME:
            # A header above two columns, one for the family name and one for the given name, fills the first one.
            column = ListColumn.NAME
        elif column in columns and (column in _ONCE or (column is ListColumn.NAME and key not in _PARTS_OF_NAME)):
            column = ListColumn.OTHER
        columns.append(column)
    if ListColumn.TEAM in columns:
        # Where a person lives may be another area than those of the team.
        return [ListColumn.OTHER if column is ListColumn.AREA else column for column in columns]
    return columns


def _column(key: str) -> ListColumn | None:
    if key in _COLUMNS:
        return _COLUMNS[key]
    return next((column for beginning, column in _BEGINNINGS.items() if key.startswith(beginning + " ")), None)


def is_number(cell: str) -> bool:
    """Return whether a cell holds nothing but a number of any kind."""
    return bool(_NUMBER_LIKE.fullmatch(cell))


def is_small(cell: str) -> bool:
    """Return whether a cell holds a number as those of lines and of teams are."""
    return cell.rstrip(".").isdecimal() and len(cell.rstrip(".")) <= 3


def is_day(cell: str) -> bool:
    """Return whether a cell holds a day, or a year: of birth, as lists of people have it."""
    return bool(_DAY.fullmatch(cell))


def is_citizen_number(cell: str) -> bool:
    """Return whether a cell holds a citizen ID, of which a spreadsheet may have lost the zero."""
    return bool(_CITIZEN.fullmatch(re.sub(r"[ .]", "", cell)))


def is_mobile(cell: str) -> bool:
    """Return whether a cell holds the number of a mobile phone."""
    return bool(_MOBILE.fullmatch(normalised_phone(cell) or ""))
