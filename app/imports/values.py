"""What the cells of a list say, by what their column holds. Pure rules.

What may mean two things is named with how to mend it, and never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import Enum, auto
from typing import NamedTuple

from flask_babel import gettext as _

from app.figures import MOST_FIGURE, MULTIPLIERS, narrowed, read_figure
from app.identity_digits import holds_identity_digits
from app.imports.blots import is_blotted
from app.imports.day_order import DayOrder
from app.imports.days import may_be_turned, written_day, written_month
from app.imports.list_kind import KindColumn, ValueType
from app.imports.phone_cells import phones_in
from app.imports.sheets import CellType, ListCell
from app.text import clean, fold

_NOTHING = frozenset({"", "-", "--", "---", "–", "—", "_", "__", ".", "..", "...", "…", "/", "\\", "n/a"})
_YES = frozenset(["x", "v", "c", "co", "yes", "y", "true", "dung", "da", "1", "✓", "✔", "☑", "√", "✅", "on"])
_NO = frozenset(["khong", "ko", "k", "kh", "no", "n", "false", "sai", "chua", "0", "✗", "✘", "☐", "off"])
_UNIT = re.compile(
    rf"(?<=\d)(?:\s+|(?=[^\W\d_]{{2}}))(?!{MULTIPLIERS})(?:[^\W\d_]+|m²)(?:\s+[^\W\d_]+){{0,2}}\.?$", re.IGNORECASE
)
"""What is counted, behind a figure; words that make it larger are none."""

_DECIMALS_OF_NOTHING = re.compile(r"(?<=\d)[.,]0{1,2}$")
_PERCENT = re.compile(r"(?P<number>\d{1,4}(?:[.,]\d{1,4})?)\s*%?")
_LONGEST_QUOTE = 60
_LONGEST_NOTHING = max(map(len, _NOTHING))
_MARKED = re.compile(r"'[=+@0-9-]")


class UnclearCellError(Exception):
    """A cell cannot be read; its text says why and how to mend it, in the reader's language."""


class PercentScale(Enum):
    """What the numbers of a column of percentages are."""

    PERCENT = auto()
    FRACTION = auto()
    """One means a hundred percent, as a spreadsheet keeps cells with the sign for percent."""

    UNCLEAR = auto()


class ColumnReading(NamedTuple):
    """What a column is read by: what the kind says of it, and what all of its cells decide together."""

    column: KindColumn
    day_order: DayOrder = DayOrder.DAY_FIRST
    percent_scale: PercentScale = PercentScale.PERCENT


def is_nothing(cell: ListCell) -> bool:
    """Return whether a cell is empty, or holds a dash or another sign for nothing."""
    if not cell.text:
        return True
    is_short = cell.type is CellType.TEXT and len(cell.text) <= _LONGEST_NOTHING
    return is_short and narrowed(cell.text).lower() in _NOTHING


def read_cell(cell: ListCell, reading: ColumnReading, year: int | None = None) -> str:
    """Return what a cell says as a :class:`ListRow` holds it, ``""`` where it says nothing.

    ``year`` is what a column of years says in the same row. Raises :class:`UnclearCellError`.
    """
    cell = _without_apostrophe(cell)
    if cell.type is CellType.BROKEN:
        raise UnclearCellError(
            _("the formula in this cell has no value. Open the file, save it again, or type the value itself.")
        )
    if is_nothing(cell):
        return ""
    if reading.column.value is ValueType.MONTH:
        return _read_month(cell, reading, year)
    return _READERS[reading.column.value](cell, reading)


def _without_apostrophe(cell: ListCell) -> ListCell:
    """Return a cell without the sign by which spreadsheets, and this app, keep a text from being a formula."""
    is_marked = cell.type is CellType.TEXT and _MARKED.match(cell.text)
    return ListCell(CellType.TEXT, cell.text[1:]) if is_marked else cell


def percent_scale(cells: Iterable[ListCell]) -> PercentScale:
    """Return what the numbers of a column of percentages are, as all of its cells decide."""
    numbers = [abs(Decimal(cell.text)) for cell in cells if cell.type is CellType.NUMBER and cell.text]
    small = [number for number in numbers if 0 < number <= 1]
    if not small:
        return PercentScale.PERCENT
    if any(number > 1 for number in numbers) or all(number == 1 for number in small):
        return PercentScale.UNCLEAR
    return PercentScale.FRACTION


def _read_text(cell: ListCell, reading: ColumnReading) -> str:
    if cell.type is CellType.DAY:
        raise UnclearCellError(
            _("a spreadsheet has made a day of what was typed. Give the column the format Text, and type it again.")
        )
    text = clean(cell.text)
    if is_blotted(text) or holds_identity_digits(text):
        raise UnclearCellError(_("citizen ID, account and phone numbers must not stand here. Remove the number."))
    if len(text) > reading.column.longest:
        raise UnclearCellError(
            _("this is too long. The limit of characters is %(number)s.", number=reading.column.longest)
        )
    return text


def _read_figure(cell: ListCell, reading: ColumnReading) -> str:
    if cell.type is CellType.NUMBER:
        return _figure_of_number(cell.text)
    text = _DECIMALS_OF_NOTHING.sub("", _UNIT.sub("", narrowed(cell.text)))
    figure = read_figure(text) if cell.type is CellType.TEXT else None
    if figure is None:
        raise _no_whole_number(_quoted(cell))
    return _checked(figure)


def _figure_of_number(text: str) -> str:
    number = Decimal(text)
    if number < 0:
        raise UnclearCellError(_("“%(text)s” is below zero. Write a number from 0.", text=text))
    if number == number.to_integral_value():
        return _checked(int(number))
    thousands = number * 1000
    if thousands == thousands.to_integral_value():
        raise UnclearCellError(
            _(
                "the spreadsheet holds the number %(text)s. If it means %(figure)s, type it without a point or comma.",
                text=text,
                figure=int(thousands),
            )
        )
    raise _no_whole_number(text)


def _no_whole_number(text: str) -> UnclearCellError:
    return UnclearCellError(_("“%(text)s” is no whole number. Write digits alone, such as 1204.", text=text))


def _checked(figure: int) -> str:
    if figure > MOST_FIGURE:
        raise UnclearCellError(_("this number is too large: at most %(number)s.", number=MOST_FIGURE))
    return str(figure)


def _read_percent(cell: ListCell, reading: ColumnReading) -> str:
    if cell.type is CellType.NUMBER:
        number = Decimal(cell.text)
        is_small = 0 < number <= 1
        if is_small and reading.percent_scale is PercentScale.UNCLEAR:
            raise UnclearCellError(
                _(
                    "%(text)s may mean %(percent)s%%. Type it as a text with its sign, such as 95.5%%.",
                    text=cell.text,
                    percent=_plain(number * 100),
                )
            )
        number *= 100 if reading.percent_scale is PercentScale.FRACTION else 1
    elif cell.type is CellType.TEXT and (found := _PERCENT.fullmatch(narrowed(cell.text))):
        number = Decimal(found["number"].replace(",", "."))
    else:
        raise UnclearCellError(_("“%(text)s” is no percentage. Write it such as 95.5 or 95.5%%.", text=_quoted(cell)))
    if number < 0:
        raise UnclearCellError(_("“%(text)s” is below zero. Write a number from 0.", text=cell.text))
    return _plain(number)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _read_day(cell: ListCell, reading: ColumnReading) -> str:
    written = written_day(cell)
    if written is None:
        raise UnclearCellError(
            _("“%(text)s” is no day. Write day, month and year, such as 31/10/2026.", text=_quoted(cell))
        )
    if written.may_be_either and reading.day_order in {DayOrder.UNCLEAR, DayOrder.MIXED}:
        raise UnclearCellError(_two_days(cell.text))
    if reading.day_order is DayOrder.TURNED and may_be_turned(cell):
        raise UnclearCellError(_two_days(f"{written.day:02d}/{written.month:02d}/{written.year}"))
    day = written.as_date(reading.day_order)
    if day is None:
        raise UnclearCellError(_("there is no such day as “%(text)s”. Correct it.", text=_quoted(cell)))
    return day.isoformat()


def _two_days(text: str) -> str:
    message: str = _(
        "in “%(text)s” day and month may be the other way round: this list has both ways. "
        "Write the year first, such as 2026-10-31.",
        text=text,
    )
    return message


def _read_month(cell: ListCell, reading: ColumnReading, year: int | None) -> str:
    month = written_month(cell, reading.day_order, year)
    if reading.day_order is DayOrder.TURNED and may_be_turned(cell):
        raise UnclearCellError(_two_days(cell.text))
    if month is None:
        raise UnclearCellError(_("“%(text)s” is no month. Write month and year, such as 10/2026.", text=_quoted(cell)))
    return str(month)


def _read_phone(cell: ListCell, reading: ColumnReading) -> str:
    phones = phones_in(cell)
    if len(phones) > 1:
        raise UnclearCellError(_("more than one phone number stands here. Leave one."))
    if not phones:
        raise UnclearCellError(_("this is no phone number. A phone number has 10 digits, for example 0912 345 678."))
    return phones[0]


def _read_yes_no(cell: ListCell, reading: ColumnReading) -> str:
    key = fold(narrowed(cell.text)).strip(".")
    if key in _YES:
        return "yes"
    if key in _NO:
        return "no"
    raise UnclearCellError(_("“%(text)s” is neither yes nor no. Write x for yes, or nothing.", text=_quoted(cell)))


def _quoted(cell: ListCell) -> str:
    """Return the text of a cell to name it by, without what must not be shown, such as citizen numbers."""
    text = clean(cell.text)
    return "…" if holds_identity_digits(text) else text[:_LONGEST_QUOTE]


_READERS: Mapping[ValueType, Callable[[ListCell, ColumnReading], str]] = {
    ValueType.TEXT: _read_text,
    ValueType.FIGURE: _read_figure,
    ValueType.PERCENT: _read_percent,
    ValueType.DAY: _read_day,
    ValueType.PHONE: _read_phone,
    ValueType.YES_NO: _read_yes_no,
}
