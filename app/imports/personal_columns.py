"""Which columns say of single people what no list may bring in, by their headings and their cells. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from app.figures import narrowed
from app.imports.days import written_day
from app.imports.full_names import is_full_name
from app.imports.sheets import CellType, ListCell
from app.people.phones import new_phone
from app.roster.list_headings import PersonalType
from app.text import clean, fold

_SIGNS = re.compile(r"[ .\-]")
_BIRTH_YEARS = range(1900, 2013)
"""The years of birth by which a column is known; what lists here hold of days is later."""

_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_INSURANCE = re.compile(r"[A-Z]{2}\d{13}")
_ILLNESS = re.compile(
    r"\b(?:tieu duong|dai thao duong|cao huyet ap|tang huyet ap|huyet ap|ung thu|tam than|khuyet tat|hiv|lao phoi"
    r"|viem gan|suy than|tim mach|dot quy|hen suyen|dong kinh|mang thai|benh|diabetes|cancer|hypertension|disabled)\b"
)
_MOST = 0.6
"""The part of the filled cells of a column that have to look alike."""


def personal_by_content(cells: Sequence[ListCell], *, is_read: bool) -> PersonalType | None:
    """Return what most of the filled cells of a column say of single people, ``None`` where they say nothing of them.

    In a column that the kind reads (``is_read``) only what cannot be anything else counts: it may hold house numbers
    that look like years.
    """
    for type, holds in (_SURE if is_read else _LIKELY).items():
        if cells and sum(map(holds, cells)) >= _MOST * len(cells):
            return type
    return None


def holds_citizen_number(cell: ListCell) -> bool:
    """Return whether a cell holds nothing but a citizen number of twelve digits, of which a zero may be lost."""
    digits = _digits(cell)
    if len(digits) == 12:
        return digits.startswith("0") or cell.type is CellType.TEXT
    return len(digits) == 11 and not digits.startswith(("0", "84"))


def _holds_identity(cell: ListCell) -> bool:
    is_card = len(_digits(cell)) == 9 and not _holds_contact(cell)
    return is_card or holds_citizen_number(cell) or bool(_INSURANCE.fullmatch(_bare(cell).upper()))


def _holds_contact(cell: ListCell) -> bool:
    if cell.type not in {CellType.TEXT, CellType.NUMBER}:
        return False
    text = narrowed(cell.text)
    return bool(_MAIL.fullmatch(text)) or (len(_digits(cell)) in {9, 10, 11} and new_phone(text) is not None)


def _holds_account(cell: ListCell) -> bool:
    return 13 <= len(_digits(cell)) <= 19


def _holds_birth(cell: ListCell) -> bool:
    text = narrowed(cell.text)
    if len(text) == 4 and text.isdecimal():
        return int(text) in _BIRTH_YEARS
    day = written_day(cell) if cell.type is not CellType.NUMBER else None
    return day is not None and day.year in _BIRTH_YEARS


def _holds_health(cell: ListCell) -> bool:
    return cell.type is CellType.TEXT and bool(_ILLNESS.search(fold(cell.text)))


def _holds_resident(cell: ListCell) -> bool:
    return cell.type is CellType.TEXT and is_full_name(clean(cell.text))


def _bare(cell: ListCell) -> str:
    return _SIGNS.sub("", narrowed(cell.text).removeprefix("'"))


def _digits(cell: ListCell) -> str:
    """Return the digits of a cell that holds nothing else, but signs between them."""
    text = _bare(cell) if cell.type in {CellType.TEXT, CellType.NUMBER} else ""
    is_fraction = cell.type is CellType.NUMBER and not cell.text.isdecimal()
    return text if text.isdecimal() and not is_fraction else ""


_SURE: Mapping[PersonalType, Callable[[ListCell], bool]] = {
    PersonalType.IDENTITY: holds_citizen_number,
    PersonalType.CONTACT: _holds_contact,
    PersonalType.ACCOUNT: _holds_account,
}
_LIKELY: Mapping[PersonalType, Callable[[ListCell], bool]] = {
    PersonalType.IDENTITY: _holds_identity,
    PersonalType.CONTACT: _holds_contact,
    PersonalType.BIRTH: _holds_birth,
    PersonalType.HEALTH: _holds_health,
    PersonalType.ACCOUNT: _holds_account,
    PersonalType.RESIDENT: _holds_resident,
}
