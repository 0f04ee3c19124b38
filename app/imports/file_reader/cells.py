"""Values of cells as texts: numbers in their shortest exact form, days as ISO 8601. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.sheets import EMPTY_CELL, CellType, ListCell
from app.text import clean

Value: TypeAlias = int | float | str | bool | time | date | datetime | timedelta

_EXACT = 2**53
_LARGEST = 1e30
_FIRST_YEAR = 1900
"""The year in which the calendar of spreadsheets begins: what is earlier is a time or a zero."""
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def cell_of(value: Value) -> ListCell:
    """Return the cell that holds ``value``. Times of a day and lengths of time are texts."""
    match value:
        case str():
            return text_cell(value)
        case bool():
            return ListCell(CellType.YES_NO, "true" if value else "false")
        case int() | float():
            return number_cell(value)
        case datetime():
            return ListCell(CellType.DAY, value.date().isoformat())
        case date():
            return ListCell(CellType.DAY, value.isoformat())
    return ListCell(CellType.TEXT, str(value))


def text_cell(text: str) -> ListCell:
    """Return the cell of a text, on one line."""
    cleaned = clean(text) if text else ""
    return ListCell(CellType.TEXT, cleaned) if cleaned else EMPTY_CELL


def number_cell(value: float) -> ListCell:
    """Return the cell of a number; what is no number, such as infinity, or beyond all that is counted, is broken."""
    if not abs(value) < _LARGEST:
        return ListCell(CellType.BROKEN, "#NUM!")
    return ListCell(CellType.NUMBER, _digits(value))


def _digits(value: float) -> str:
    """Return a number as a spreadsheet shows it, which knows fifteen digits: 0.1 + 0.2 is ``0.3``."""
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    return f"{Decimal(f'{value:.15g}'):f}"


def is_day(text: str) -> bool:
    """Return whether ``text`` is a day as ISO 8601 writes it, which spreadsheets know."""
    try:
        return len(text) == len("2026-10-31") and date.fromisoformat(text).year >= _FIRST_YEAR
    except ValueError:
        return False


def place_of(reference: str) -> tuple[int, int]:
    """Return row and column from 0 of ``D7``; raises :class:`UnreadableFileError`."""
    found = _PLACE.fullmatch(reference)
    if not found:
        raise UnreadableFileError(Refusal.DAMAGED, reference[:20])
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def name_of(row: int, column: int) -> str:
    """Return the name of a cell: ``D7``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
