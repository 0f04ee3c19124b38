"""A cell of an .ods workbook that is being read. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from app.imports.file_reader.cells import is_day, number_cell, text_cell
from app.imports.file_reader.refusals import Refusal, UnreadableFileError
from app.imports.sheets import EMPTY_CELL, CellType, ListCell

_ERROR = re.compile(r"#(?:REF|VALUE|NAME|NUM|NULL|N/A|DIV/0|SPILL)[!?]?|Err:\d{3}")
_SPANNED_ROWS, _SPANNED_COLUMNS = "table:number-rows-spanned", "table:number-columns-spanned"


class OdsCell:
    """A cell that is being read: its value from its attributes, or its text from its paragraphs."""

    def __init__(self, attributes: Mapping[str, str], is_covered: bool) -> None:
        self._attributes = attributes
        self._is_covered = is_covered
        self._parts: list[str] = []
        self._is_in_text = 0
        self.times = number_of(attributes, "table:number-columns-repeated")

    def start(self, name: str) -> None:
        """Take in the beginning of an element in the cell."""
        if name == "p" or name == "h":
            if self._parts:
                self._parts.append("\n")
            self._is_in_text += 1
        elif name == "s":
            self._parts.append(" ")
        elif name in {"tab", "line-break"}:
            self._parts.append("\n")

    def end(self, name: str) -> None:
        """Take in the end of an element in the cell."""
        if name == "p" or name == "h":
            self._is_in_text -= 1

    def text(self, text: str) -> None:
        """Take in text in the cell."""
        if self._is_in_text:
            self._parts.append(text)

    @property
    def raw(self) -> str:
        """The text as it was typed."""
        return "".join(self._parts)

    @property
    def spans(self) -> tuple[int, int] | None:
        """How many rows and columns a merged cell has."""
        if _SPANNED_COLUMNS not in self._attributes:
            return None
        rows, columns = number_of(self._attributes, _SPANNED_ROWS), number_of(self._attributes, _SPANNED_COLUMNS)
        return (rows, columns) if rows * columns > 1 else None

    @property
    def is_formula(self) -> bool:
        """Whether a formula stands in the cell."""
        return "table:formula" in self._attributes

    @property
    def is_computed(self) -> bool:
        """Whether the cell has a value, even if it is an empty text."""
        return "office:value-type" in self._attributes or bool(self._parts)

    @property
    def typed(self) -> ListCell:
        """The cell as it is passed on. What a merged cell covers is not seen, and is left out."""
        if self._is_covered:
            return EMPTY_CELL
        if self.is_formula and not self.is_computed:
            return ListCell(CellType.BROKEN, "")
        if self._is_error:
            return ListCell(CellType.BROKEN, self.raw.strip()[:20])
        read = _VALUES.get(self._attributes.get("office:value-type", ""))
        return read(self._attributes) if read else text_cell(self._attributes.get("office:string-value") or self.raw)

    @property
    def _is_error(self) -> bool:
        is_marked = self._attributes.get("calcext:value-type") == "error"
        return is_marked or (self.is_formula and bool(_ERROR.fullmatch(self.raw.strip())))


def _number(attributes: Mapping[str, str]) -> ListCell:
    try:
        return number_cell(float(attributes.get("office:value", "")))
    except ValueError as error:
        raise UnreadableFileError(Refusal.DAMAGED) from error


def _day(attributes: Mapping[str, str]) -> ListCell:
    text = attributes.get("office:date-value", "")
    day, _t, _time = text.partition("T")
    return ListCell(CellType.DAY, day) if is_day(day) else text_cell(text)


def _yes_no(attributes: Mapping[str, str]) -> ListCell:
    return ListCell(CellType.YES_NO, "true" if attributes.get("office:boolean-value") == "true" else "false")


_VALUES: Mapping[str, Callable[[Mapping[str, str]], ListCell]] = {
    "float": _number,
    "percentage": _number,
    "currency": _number,
    "date": _day,
    "boolean": _yes_no,
}


def number_of(attributes: Mapping[str, str], name: str) -> int:
    """Return how many cells or rows an attribute names, one if it is missing; raises :class:`UnreadableFileError`."""
    number = attributes.get(name)
    if number is None:
        return 1
    if not (number.isascii() and number.isdecimal()) or len(number) > 8:
        raise UnreadableFileError(Refusal.DAMAGED, number[:20])
    return max(int(number), 1)
