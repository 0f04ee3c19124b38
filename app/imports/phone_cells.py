"""Phone numbers in the cells of lists: without their zero, or several in one cell. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.figures import narrowed
from app.imports.sheets import CellType, ListCell
from app.people.phones import new_phone, normalised_phone
from app.roster.pasted_columns import is_citizen_number

_APART = re.compile(r"[/;,|&]|\s(?:hoặc|hoac|và|va|or|and|-|–)\s", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\(?\+?\d[\d .()\-]{6,}\d")
_NO_SIGNS = re.compile(r"[ .()\-]")


def phones_in(cell: ListCell) -> Sequence[str]:
    """Return the phone numbers of a cell as they are written, each with its zero; numbers of citizens are none."""
    text = narrowed(cell.text).removeprefix("'")
    if cell.type is CellType.NUMBER:
        return [_with_zero(text)] if _is_phone(_with_zero(text)) else []
    if cell.type is not CellType.TEXT:
        return []
    found = [number[0].strip(" .-") for piece in _APART.split(text) for number in _NUMBER.finditer(piece)]
    phones = [_with_zero(number) for number in found]
    return [phone for phone in phones if _is_phone(phone)]


def _is_phone(phone: str) -> bool:
    return normalised_phone(phone) is not None and not (is_citizen_number(phone) and new_phone(phone) is None)


def _with_zero(number: str) -> str:
    """Return a number with the zero that it lost: one that begins with another digit and is a phone's only with it."""
    digits = _NO_SIGNS.sub("", number)
    is_short = len(digits) == 9 and digits[0] in "35789"
    is_of_home = len(digits) == 10 and digits[0] == "2"
    return f"0{number}" if digits.isdecimal() and (is_short or is_of_home) else number
