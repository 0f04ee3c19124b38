"""The page of an official document after Decree 30/2020, Annex I: A4, its margins and its font. Lengths are in mm.

The decree allows 20–25 mm above and beneath, 30–35 mm at the left, 15–20 mm at the right, and wants the number of the
page in the middle of the upper margin. Every drawing takes the least of these, so that tables have most space.
"""

from __future__ import annotations

FONT = "Times New Roman"
AUTHOR = "Từng Nhà"
"""What files name as the program that made them."""

SHORT_SIDE, LONG_SIDE = 210, 297
MARGIN_TOP = MARGIN_BOTTOM = 20
MARGIN_LEFT, MARGIN_RIGHT = 30, 15
PAGE_NUMBER_FROM_EDGE = 10

TABLE_TEXT_SIZE = 11
"""The size of letters in a table, in points."""

CELL_EDGE = 1.3
"""The space between the text of a cell and the line beside it."""

UNDERLINE_SHARE = 0.4
"""How long the short line beneath a text is, as a share of the text: a third to a half."""

ROW_TO_SIGN_IN = 7
"""The least height of a row in which somebody writes by hand or signs."""

KEPT_ROWS = 3
"""The number of last rows of a table, the total among them, that stay on the page of the signatures beneath it."""


def page_size(*, is_wide: bool) -> tuple[int, int]:
    """Return width and height of a page."""
    return (LONG_SIDE, SHORT_SIDE) if is_wide else (SHORT_SIDE, LONG_SIDE)


def text_area(*, is_wide: bool) -> tuple[int, int]:
    """Return width and height of the text of a page."""
    across, down = page_size(is_wide=is_wide)
    return across - MARGIN_LEFT - MARGIN_RIGHT, down - MARGIN_TOP - MARGIN_BOTTOM
