"""Widths of columns on paper: rows do not wrap where the page holds them. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import inf

from app.reports.document import Column, Row, RowStyle, cell_text
from app.reports.drawing.fonts import BOLD, PLAIN, text_width
from app.reports.page_layout import CELL_EDGE, TABLE_TEXT_SIZE, text_area

_DIGITS = 2
"""Digits as wide as a text is high."""

_POINT = 25.4 / 72  # mm

_TOLERANCE = 0.1
"""Digits that a column has to spare, as widths are rounded."""

_STEPS = 60
"""The number of halvings by which widths are found: they end far below the width of a dot."""


def unwrapped_digits(columns: Sequence[Column], rows: Sequence[Row]) -> float:
    """Return the width of a table in which every text but the headings stands on one line, without edges of cells."""
    return sum(of_texts for _of_words, of_texts in _needed_digits(columns, rows))


def fits_upright_page(columns: Sequence[Column], rows: Sequence[Row]) -> bool:
    """Return whether an upright page holds a table in which no row wraps, in letters of the usual size."""
    across, _down = text_area(is_wide=False)
    room = across - 2 * CELL_EDGE * len(columns)
    return unwrapped_digits(columns, rows) * TABLE_TEXT_SIZE / _DIGITS * _POINT <= room


def distribute_width(
    available_width: int, columns: Sequence[Column], rows: Sequence[Row], digit: float, padding: float
) -> list[int]:
    """Return the width of each column: its share, but no less than its longest words need.

    Where the page holds every text on one line, no column gets less than that; else none gets more.
    ``available_width`` and the widths are in one unit, of which a digit takes ``digit`` and the edges of a cell
    ``padding``.
    """
    needed = _needed_digits(columns, rows)
    least, most = ([each[end] * digit + padding for each in needed] for end in (0, 1))
    if sum(most) <= available_width:
        least, most = most, [inf] * len(columns)
    low, high = 0.0, float(available_width)
    for _step in range(_STEPS):
        unit = (low + high) / 2
        widths = [
            min(max(column.width * unit, at_least), at_most)
            for column, at_least, at_most in zip(columns, least, most, strict=True)
        ]
        low, high = (unit, high) if sum(widths) < available_width else (low, unit)
    return _whole_widths(available_width, widths)


def _needed_digits(columns: Sequence[Column], rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return what the longest word of each column needs, and its longest text.

    A word that is typed may be longer than a column: it is broken.
    """
    headings = [
        max((text_width(word, BOLD) * _DIGITS for word in column.heading.split()), default=0.0) for column in columns
    ]
    words = headings[:]
    texts = [column.width if column.is_written_by_hand else 0 for column in columns]
    for row in rows:
        if row.style is not RowStyle.SECTION:
            face = BOLD if row.style is RowStyle.TOTAL else PLAIN
            for position, text in enumerate(map(cell_text, row.cells)):
                texts[position] = max(texts[position], text_width(text, face) * _DIGITS)
                words[position] = max(words[position], *(text_width(word, face) * _DIGITS for word in text.split()), 0)
    return [
        (max(heading, min(word, column.width)) + _TOLERANCE, max(heading, text) + _TOLERANCE)
        for column, heading, word, text in zip(columns, headings, words, texts, strict=True)
    ]


def _whole_widths(available_width: int, widths: Sequence[float]) -> list[int]:
    """Return widths as whole numbers that fill the available width exactly."""
    ends = [round(end * available_width / sum(widths)) for end in accumulate(widths, initial=0.0)]
    return [end - start for start, end in pairwise(ends)]
