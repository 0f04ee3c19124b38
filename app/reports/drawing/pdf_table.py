"""The table of an annex in a PDF: its heading stands on every page, and a row is split only if a page cannot hold it.

Cells are plain lines, wrapped here: paragraphs take ten times as long, and a list of a month has thousands of cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from app.reports.document import Annex, Row, RowStyle, cell_text
from app.reports.drawing.fonts import text_width
from app.reports.drawing.paper_column_widths import distribute_width
from app.reports.drawing.pdf_text import IN_TABLE, MM, PdfText

if TYPE_CHECKING:
    from reportlab.platypus import LongTable

_SIDE, _ABOVE, _BENEATH = 1.3 * MM, 1, 2.5
_LINE = IN_TABLE * 1.2
_TWIPS = 20  # of a point
_Style = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A row as it is drawn, or a part of a split row."""

    cells: list[str]
    style: RowStyle
    height: float


def annex_table(pdf_text: PdfText, annex: Annex, available_width: float, height: float) -> LongTable:
    """Return the table of an annex in pages of some width and height."""
    from reportlab.platypus import LongTable

    digit = text_width("0", pdf_text.serif.plain) * IN_TABLE
    shares = distribute_width(
        int(available_width * _TWIPS), annex.columns, annex.rows, digit * _TWIPS, 2 * _SIDE * _TWIPS
    )
    widths = [each / _TWIPS for each in shares]
    heading = _lines_of_cells(pdf_text, Row([column.heading for column in annex.columns], RowStyle.TOTAL), widths)
    # A heading that is half a page high or more stands on the first page only.
    head = list(_split_row(heading, RowStyle.TOTAL, height / 2))
    repeats = len(head) == 1
    free = height - head[0].height if repeats else height
    rows = [line for row in annex.rows for line in _split_row(_lines_of_cells(pdf_text, row, widths), row.style, free)]
    return LongTable(
        [line.cells for line in [*head, *rows]],
        colWidths=widths,
        rowHeights=[line.height for line in [*head, *rows]],
        repeatRows=1 if repeats else 0,
        style=_style(pdf_text, annex, len(head), rows, free),
    )


def _lines_of_cells(pdf_text: PdfText, row: Row, widths: Sequence[float]) -> list[list[str]]:
    """Return the lines of each cell of a row."""
    serif = pdf_text.serif
    face = serif.plain if row.style is RowStyle.PLAIN else serif.bold
    available_widths = [each - 2 * _SIDE for each in widths]
    if row.style is RowStyle.SECTION:
        available_widths = [available_widths[0], sum(widths[1:]) - 2 * _SIDE]
    texts = [
        pdf_text.lines(serif.drawable(cell_text(cell)), face, IN_TABLE, available_width)
        for cell, available_width in zip(row.cells, available_widths, strict=True)
    ]
    return texts + [[""]] * (len(widths) - len(texts))


def _split_row(lines: list[list[str]], style: RowStyle, height: float) -> Iterator[_Line]:
    """Yield a row, or its parts where it is higher than ``height``."""
    most = max(1, int((height - _ABOVE - _BENEATH) // _LINE))
    for start in range(0, max(map(len, lines)), most):
        piece = [cell[start : start + most] for cell in lines]
        deep = max(map(len, piece)) * _LINE + _ABOVE + _BENEATH
        yield _Line(["\n".join(cell) for cell in piece], style, deep)


def _style(pdf_text: PdfText, annex: Annex, first: int, rows: Sequence[_Line], height: float) -> _Style:
    """Return the styles of the cells by rows and columns; ``first`` is the first row after the heading."""
    everywhere = (0, 0), (-1, -1)
    style: _Style = [
        ("FONT", *everywhere, pdf_text.serif.plain, IN_TABLE, _LINE),
        ("FONT", (0, 0), (-1, first - 1), pdf_text.serif.bold, IN_TABLE, _LINE),
        ("VALIGN", *everywhere, "MIDDLE"),
        ("LEFTPADDING", *everywhere, _SIDE),
        ("RIGHTPADDING", *everywhere, _SIDE),
        ("TOPPADDING", *everywhere, _ABOVE),
        ("BOTTOMPADDING", *everywhere, _BENEATH),
        ("GRID", *everywhere, 0.5, "black"),
    ]
    for position, column in enumerate(annex.columns):
        style.append(("ALIGN", (position, 0), (position, -1), column.align.upper()))
    style.append(("ALIGN", (0, 0), (-1, first - 1), "CENTER"))
    for position, (line, following) in enumerate(zip_longest(rows, rows[1:]), start=first):
        if line.style is not RowStyle.PLAIN:
            style.append(("FONT", (0, position), (-1, position), pdf_text.serif.bold, IN_TABLE, _LINE))
        if line.style is RowStyle.SECTION:
            style += _section(position)
            if following and following.style is RowStyle.PLAIN and line.height + following.height <= height:
                # The first row of a section stands on the page of its heading.
                style.append(("NOSPLIT", (0, position), (0, position + 1)))
    return style


def _section(position: int) -> _Style:
    return [
        ("SPAN", (1, position), (-1, position)),
        ("ALIGN", (0, position), (0, position), "CENTER"),
        ("ALIGN", (1, position), (-1, position), "LEFT"),
    ]
