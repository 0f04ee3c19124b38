"""Widths of texts and columns on paper, in digits, as columns are measured. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count, pairwise

from app.reports.document import Column, Row, RowStyle, cell_text
from app.reports.drawing.line_wrapping import wrapped_line_count


def bold_text_width(text: str) -> int:
    """Return the width of a column in which a text in bold letters stands on one line."""
    return next(width for width in count(2) if wrapped_line_count(text, width, bold=True) == 1) if text else 0


def balance_lines(text: str, available_width: float) -> list[str]:
    """Return a text in bold letters on as few lines as the width allows, all of about the same length."""
    many = wrapped_line_count(text, available_width, bold=True)
    narrowest = next(width for width in count(2) if wrapped_line_count(text, width, bold=True) <= many)
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and wrapped_line_count(longer, narrowest, bold=True) > 1:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def distribute_width(
    available_width: int, columns: Sequence[Column], rows: Sequence[Row], digit: float, padding: float
) -> list[int]:
    """Return the width of each column: its share, but no less than its longest words need.

    ``available_width`` and the widths are in one unit, of which a digit takes ``digit`` and the edges of a cell
    ``padding``.
    """
    needed = [width * digit + padding for width in _least_widths(columns, rows)]
    shares, fixed = [column.width for column in columns], set[int]()
    while True:
        free = available_width - sum(needed[position] for position in fixed)
        unit = free / (sum(share for position, share in enumerate(shares) if position not in fixed) or 1)
        widths = [needed[each] if each in fixed else share * unit for each, share in enumerate(shares)]
        short = {each for each, width in enumerate(widths) if width < needed[each]}
        if not short:
            return _whole_widths(available_width, widths)
        fixed |= short


def _least_widths(columns: Sequence[Column], rows: Sequence[Row]) -> list[float]:
    """Return the least width of each column; long words that somebody typed may be broken."""
    longest = [""] * len(columns)
    for row in rows:
        if row.style is not RowStyle.SECTION:
            words = (max(cell_text(cell).split(), key=len, default="") for cell in row.cells)
            longest = [max(pair, key=len) for pair in zip(longest, words, strict=True)]
    return [
        max(max(map(bold_text_width, column.heading.split()), default=0), min(bold_text_width(word), column.width))
        for column, word in zip(columns, longest, strict=True)
    ]


def _whole_widths(available_width: int, widths: Sequence[float]) -> list[int]:
    """Return widths as whole numbers that fill the available width exactly."""
    total, ends, run = sum(widths), [0], 0.0
    for width in widths:
        run += width
        ends.append(round(run * available_width / total))
    return [end - start for start, end in pairwise(ends)]
