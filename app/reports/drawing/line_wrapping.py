"""The number of lines that a text takes in a cell. Pure rules.

Spreadsheet programs do not agree on fitting rows to wrapped text when they open a file, and none fits
joined cells, so the heights are written. Widths are in digits of Times New Roman, as columns are measured.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import combining, normalize

_NARROW, _WIDE = set("ijltfrI.,;:'()[]/|- !"), set("mwMW%–“”…")
_CELL_PADDING = 0.8  # digits that the two edges of a cell take


def wrapped_line_count(text: str, width: float, *, bold: bool = False) -> int:
    """Return the number of lines of ``text`` in a column of ``width`` digits, broken between words."""
    available_width = (width - _CELL_PADDING) / (1.08 if bold else 1.0)
    lines, used = 1, 0.0
    for word in text.split():
        needed = _width(word)
        gap = 0.5 if used else 0.0
        if used and used + gap + needed > available_width:
            lines, used, gap = lines + 1, 0.0, 0.0
        # A word longer than the column is broken.
        over = int((used + gap + needed) // available_width) if needed > available_width else 0
        lines, used = lines + over, used + gap + needed - over * available_width
    return lines


@lru_cache(maxsize=8192)
def _width(word: str) -> float:
    # A list of activities has the same few words in every row.
    letters = (letter for letter in normalize("NFD", word) if not combining(letter))
    return sum(map(_letter_width, letters))


def _letter_width(letter: str) -> float:
    if letter in _NARROW:
        return 0.62
    if letter in _WIDE:
        return 1.65
    return 1.36 if letter.isupper() else 0.95
