"""The table of an annex in a PDF: its heading stands on every page, and its last rows with those who sign beneath it.

Only a text of several lines is a paragraph: paragraphs take ten times as long, and a month has thousands of cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from reportlab.lib import enums
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, LongTable, Spacer

from app.reports.document import Annex, Row, RowStyle, cell_text
from app.reports.drawing.fonts import BOLD, BOLD_ITALIC, PLAIN, text_width
from app.reports.drawing.paper_column_widths import distribute_width, unwrapped_digits
from app.reports.drawing.pdf_text import MM, SIGNATURE_ROOM, drawable, paragraph, side_by_side, text_style
from app.reports.page_layout import CELL_EDGE, KEPT_ROWS, ROW_TO_SIGN_IN, TABLE_TEXT_SIZE

SIZES = (TABLE_TEXT_SIZE, 10.5, 10)
"""The size of letters in a table: the greatest at which no row wraps, else the first."""

_SIDE, _ABOVE, _BENEATH = CELL_EDGE * MM, 1, 2.5
_LEADING = 1.2
_TWIPS = 20  # of a point
_NOTE = text_style(SIZES[0], PLAIN, enums.TA_LEFT, leftIndent=3 * MM, firstLineIndent=-3 * MM)
_SUM = text_style(13, BOLD_ITALIC, enums.TA_LEFT)
_SIGNED = text_style(13, BOLD)
_EVERYWHERE = (0, 0), (-1, -1)
_Cells = list[str | Flowable]
_Command = tuple[object, ...]


def annex_table(annex: Annex, width: float, height: float) -> Iterator[Flowable]:
    """Yield the table of an annex for pages of some width and height.

    What stands beneath it, its notes and who signs, are its last rows, without lines: they never stand alone on a page.
    """
    table = _laid_out(annex, width)
    heading = table.heading
    # A heading that is half a page high or more stands on the first page only.
    repeats = table.height(heading) < height / 2
    free = height - table.height(heading) if repeats else height
    rows = [table.cells(row) for row in annex.rows]
    rows += [[flowable] + [""] * (len(annex.columns) - 1) for flowable in _beneath(annex, width)]
    style = [*table.style(), *_style_beneath(len(annex.rows), len(rows)), *table.kept_together(rows, free)]
    yield LongTable(
        [heading, *rows],
        colWidths=table.widths,
        rowHeights=table.row_heights(rows),
        repeatRows=int(repeats),
        splitInRow=1,
        style=style,
    )


def height_of_start(annex: Annex, width: float) -> float:
    """Return how high the part of a table is that never parts: its heading with two rows, of a short one all of it."""
    table = _laid_out(annex, width)
    is_short = len(annex.rows) <= KEPT_ROWS + 1
    rows = annex.rows if is_short else annex.rows[:2]
    heights = [table.height_of_row(position, table.cells(row)) for position, row in enumerate(rows)]
    if is_short:
        heights += [table.height([each], is_whole_width=True) for each in _beneath(annex, width)]
    return table.height(table.heading) + sum(heights)


def _beneath(annex: Annex, width: float) -> list[Flowable]:
    """Return what stands beneath the rows of a table: a sum in words, notes, and who signs."""
    beneath: list[Flowable] = []
    if annex.sum_in_words:
        beneath += [paragraph(annex.sum_in_words, _SUM), Spacer(0, 3)]
    beneath += [paragraph(f"– {note}", _NOTE) for note in annex.notes]
    if annex.signed_by:
        beneath.append(_signatures(annex.signed_by, width))
    return [Spacer(0, 5), *beneath] if beneath else []


def _laid_out(annex: Annex, width: float) -> _Table:
    digits, edges = unwrapped_digits(annex.columns, annex.rows), 2 * _SIDE * len(annex.columns)
    size = next((size for size in SIZES if digits * size / 2 + edges <= width), SIZES[0])
    twips = distribute_width(int(width * _TWIPS), annex.columns, annex.rows, size * _TWIPS / 2, 2 * _SIDE * _TWIPS)
    return _Table(annex, size, [each / _TWIPS for each in twips])


def _signatures(titles: Sequence[str], width: float) -> Flowable:
    """Return the titles of those who sign beneath a table, side by side, with space for their signatures."""
    cells = [[Spacer(0, 12), paragraph(title, _SIGNED), Spacer(0, SIGNATURE_ROOM)] for title in titles]
    return side_by_side([cells], [width / len(titles)] * len(titles))


def _style_beneath(first: int, end: int) -> Iterator[_Command]:
    """Yield the styles of what stands beneath the annex's own rows, from row ``first`` to before ``end``."""
    for position in range(first + 1, end + 1):
        yield "SPAN", (0, position), (-1, position)
        for side in ("LEFT", "RIGHT", "TOP", "BOTTOM"):
            yield f"{side}PADDING", (0, position), (-1, position), 0


@lru_cache(maxsize=32)
def _cell_style(size: float, face: str, align: str) -> ParagraphStyle:
    return text_style(size, face, getattr(enums, f"TA_{align.upper()}"), leading=size * _LEADING)


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of an annex in letters of a size, and columns of some widths."""

    annex: Annex
    size: float
    widths: Sequence[float]

    @property
    def heading(self) -> _Cells:
        """The row of headings."""
        columns = zip(self.annex.columns, self.widths, strict=True)
        return [self._cell(column.heading, BOLD, "center", width) for column, width in columns]

    def cells(self, row: Row) -> _Cells:
        """Return the cells of a row; those that a section's name covers are empty."""
        face = PLAIN if row.style is RowStyle.PLAIN else BOLD
        if row.style is RowStyle.SECTION:
            number, name = map(cell_text, row.cells)
            first, *others = self.widths
            section = [self._cell(number, face, "center", first), self._cell(name, face, "left", sum(others))]
            return section + [""] * (len(others) - 1)
        return [
            self._cell(cell_text(cell), face, column.align, width)
            for cell, column, width in zip(row.cells, self.annex.columns, self.widths, strict=True)
        ]

    def _cell(self, text: str, face: str, align: str, width: float) -> str | Flowable:
        """Return a text as it is where it fits on a line, else as a paragraph."""
        text = drawable(text)
        if "\n" not in text and text_width(text, face) * self.size <= width - 2 * _SIDE:
            return text
        return paragraph(text, _cell_style(self.size, face, align))

    def height(self, cells: _Cells, *, is_whole_width: bool = False) -> float:
        """Return the height of a row; ``is_whole_width`` tells that its first cell covers the others."""
        widths = [sum(self.widths)] if is_whole_width else self.widths
        lines = [
            self.size * _LEADING if isinstance(cell, str) else cell.wrap(width - 2 * _SIDE, 0)[1]
            for cell, width in zip(cells[: len(widths)], widths, strict=True)
        ]
        return max(lines) + _ABOVE + _BENEATH

    def height_of_row(self, position: int, cells: _Cells) -> float:
        """Return the height of a row of the annex: there is room to sign where somebody does."""
        is_low = not self.annex.is_written_in or self.annex.rows[position].style is not RowStyle.PLAIN
        return self.height(cells) if is_low else max(self.height(cells), ROW_TO_SIGN_IN * MM)

    def row_heights(self, rows: Sequence[_Cells]) -> list[float | None] | None:
        """Return the heights of all rows where some are signed in; ``None`` is a row that is as high as its text."""
        if not self.annex.is_written_in:
            return None
        own = len(self.annex.rows)
        heights = [self.height_of_row(position, cells) for position, cells in enumerate(rows[:own])]
        return [None, *heights, *[None] * (len(rows) - own)]

    def style(self) -> Iterator[_Command]:
        """Yield the styles of the heading and of the rows."""
        letters = self.size, self.size * _LEADING
        yield "FONT", *_EVERYWHERE, PLAIN, *letters
        yield "FONT", (0, 0), (-1, 0), BOLD, *letters
        yield "VALIGN", *_EVERYWHERE, "MIDDLE"
        for side, space in (("LEFT", _SIDE), ("RIGHT", _SIDE), ("TOP", _ABOVE), ("BOTTOM", _BENEATH)):
            yield f"{side}PADDING", *_EVERYWHERE, space
        yield "GRID", (0, 0), (-1, len(self.annex.rows)), 0.5, "black"
        for position, column in enumerate(self.annex.columns):
            yield "ALIGN", (position, 0), (position, -1), column.align.upper()
        yield "ALIGN", (0, 0), (-1, 0), "CENTER"
        for position, row in enumerate(self.annex.rows, start=1):
            if row.style is not RowStyle.PLAIN:
                yield "FONT", (0, position), (-1, position), BOLD, *letters
            if row.style is RowStyle.SECTION:
                yield "SPAN", (1, position), (-1, position)
                yield "ALIGN", (0, position), (0, position), "CENTER"
                yield "ALIGN", (1, position), (-1, position), "LEFT"

    def kept_together(self, rows: Sequence[_Cells], free: float) -> Iterator[_Command]:
        """Yield the rows that stay on one page, as far as ``free``, its height, holds them.

        A section's heading stays with its first row, a sum with the row above it, and the notes and the signatures with
        the last rows.
        """
        number = len(self.annex.rows)
        high = [self.height_of_row(position, cells) for position, cells in enumerate(rows[:number])]
        for position, (row, following) in enumerate(pairwise(self.annex.rows)):
            is_start = row.style is RowStyle.SECTION and following.style is RowStyle.PLAIN
            if (is_start or self.annex.ends_group(position)) and sum(high[position : position + 2]) <= free:
                yield "NOSPLIT", (0, position + 1), (0, position + 2)
        if len(rows) > number:
            heights = high[max(0, number - KEPT_ROWS) :]
            heights += [self.height(cells, is_whole_width=True) for cells in rows[number:]]
            kept = sum(height <= free for height in accumulate(reversed(heights)))
            yield "NOSPLIT", (0, -max(kept, 1)), (0, -1)
