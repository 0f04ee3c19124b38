"""Days and months as people and spreadsheets write them. Pure rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from app.figures import narrowed
from app.imports.day_order import DayOrder
from app.imports.sheets import CellType, ListCell
from app.month import Month
from app.text import fold

_SERIALS = range(36_526, 73_051)
"""The numbers that a spreadsheet gives to the days from 2000 to 2099."""

_SERIAL_ZERO = date(1899, 12, 30)
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_TIME = re.compile(r"[ ,t]+\d{1,2}(?::| gio )\d\d(?::\d\d(?:\.\d+)?)?(?: ?(?:[ap]m|sa|ch))?z?")
_NUMBERS = re.compile(r"(?:ngay )?(\d{1,2}) ?([/.\- ]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{1,2})")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) ?thang ?(\d{1,2}) ?(?:nam |[/,-] ?)?(\d{4})")
_DAY_AND_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?[ ,-]+(\d{4}|\d{2})")
_NAME_AND_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTH = re.compile(r"(?:thang |t)?(\d{1,2}) ?(?:/|-|\.|,| nam | )(?: ?nam)? ?(\d{4})")
_YEAR_AND_MONTH = re.compile(r"(\d{4}) ?[/.-] ?(\d{1,2})")
_NAME_AND_YEAR = re.compile(r"([a-z]{3,9})[ .,/-]+(\d{4})")
_MONTH_ALONE = re.compile(r"(?:thang |t)?(\d{1,2})")

_LONGEST = 80
"""The most characters of a cell that holds a day, with its time; no rule looks at more."""


class WrittenDay(NamedTuple):
    """A day as it was written. Where ``has_order`` is false, day and month may be the other way round."""

    day: int
    month: int
    year: int
    has_order: bool = True

    @property
    def may_be_either(self) -> bool:
        """Whether it is another day when the month stands first."""
        return not self.has_order and self.day <= 12 and self.month <= 12 and self.day != self.month

    def as_date(self, order: DayOrder = DayOrder.DAY_FIRST) -> date | None:
        """Return the day, or ``None`` where there is none, or where nobody knows which of two it is."""
        if self.may_be_either and order in {DayOrder.UNCLEAR, DayOrder.MIXED}:
            return None
        day, month = self.day, self.month
        if not self.has_order and (month > 12 or (self.may_be_either and order is DayOrder.MONTH_FIRST)):
            day, month = month, day
        try:
            return date(self.year, month, day)
        except ValueError:
            return None


def written_day(cell: ListCell) -> WrittenDay | None:
    """Return the day that a cell holds; ``None`` where it holds none. A time of day behind it does not matter."""
    text = _bare(cell)
    if found := _YEAR_FIRST.fullmatch(text):
        return WrittenDay(int(found[4]), int(found[3]), int(found[1]))
    if found := _NUMBERS.fullmatch(text):
        return WrittenDay(int(found[1]), int(found[3]), _year(found[4]), has_order=False)
    if found := _IN_WORDS.fullmatch(text):
        return WrittenDay(int(found[1]), int(found[2]), int(found[3]))
    if (found := _DAY_AND_NAME.fullmatch(text)) and (month := _month_number(found[2])):
        return WrittenDay(int(found[1]), month, _year(found[3]))
    if (found := _NAME_AND_DAY.fullmatch(text)) and (month := _month_number(found[1])):
        return WrittenDay(int(found[2]), month, int(found[3]))
    return _in_digits(text)


def _in_digits(text: str) -> WrittenDay | None:
    """Return the day that a number is: as spreadsheets count days, or eight digits with or without the year first."""
    if not text.isdecimal():
        return None
    if int(text) in _SERIALS:
        day = _SERIAL_ZERO + timedelta(days=int(text))
        return WrittenDay(day.day, day.month, day.year)
    if len(text) != 8:
        return None
    if text.startswith(("19", "20")) and 1 <= int(text[4:6]) <= 12:
        return WrittenDay(int(text[6:]), int(text[4:6]), int(text[:4]))
    return WrittenDay(int(text[:2]), int(text[2:4]), int(text[4:]), has_order=False)


def written_month(cell: ListCell, order: DayOrder, year: int | None = None) -> Month | None:
    """Return the month that a cell holds, or that of its day. ``year`` stands in a column of its own, if in any."""
    text = _bare(cell)
    if found := _YEAR_AND_MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    if cell.type is CellType.NUMBER and (found := re.fullmatch(r"(\d{1,2})\.(20\d{1,2})", text)):
        # Of 10.2020, typed for a month, a spreadsheet makes a number and takes the last zero away.
        return _month(int(found[2].ljust(4, "0")), int(found[1]))
    if found := _MONTH.fullmatch(text):
        return _month(int(found[2]), int(found[1]))
    if (found := _NAME_AND_YEAR.fullmatch(text)) and (number := _month_number(found[1])):
        return _month(int(found[2]), number)
    if found := _MONTH_ALONE.fullmatch(text):
        return _month(year, int(found[1])) if year else None
    written = written_day(cell)
    day = written.as_date(order) if written else None
    return Month.of(day) if day else None


def day_order(cells: Iterable[ListCell]) -> DayOrder | None:
    """Return how the days of a column are written; ``None`` where no day in it could be read in two ways.

    A spreadsheet that takes the month first makes days of 05/10/2026 and leaves 31/10/2026 a text, so days beside such
    texts may have been turned round by it.
    """
    written = [(cell.type, day) for cell in cells if (day := written_day(cell))]
    texts = [day for type, day in written if type is not CellType.DAY and not day.has_order]
    has_day_first, has_month_first = any(day.day > 12 for day in texts), any(day.month > 12 for day in texts)
    if has_day_first and has_month_first:
        return DayOrder.MIXED
    if has_day_first and _were_turned([day for type, day in written if type is CellType.DAY]):
        return DayOrder.TURNED
    if not any(day.may_be_either for day in texts):
        return None
    if has_day_first:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if has_month_first else DayOrder.UNCLEAR


def _were_turned(days: list[WrittenDay]) -> bool:
    return all(day.day <= 12 for day in days) and any(day.day != day.month for day in days)


def may_be_turned(cell: ListCell) -> bool:
    """Return whether a spreadsheet may have taken the month of a day for its day."""
    day = written_day(cell) if cell.type is CellType.DAY else None
    return day is not None and day.day <= 12 and day.day != day.month


def _bare(cell: ListCell) -> str:
    """Return the text of a cell for search, without a time of day at its end; nothing of one that is too long."""
    text = " ".join(fold(narrowed(cell.text)).replace("\u2013", "-").split()) if len(cell.text) <= _LONGEST else ""
    found = _TIME.search(text)
    return text[: found.start()] if found and found.end() == len(text) else text


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month(year: int, number: int) -> Month | None:
    return Month(year, number) if 1 <= number <= 12 and 1900 <= year <= 2100 else None


def _month_number(name: str) -> int:
    return next((number for number, each in enumerate(_MONTH_NAMES, 1) if each.startswith(name)), 0)
