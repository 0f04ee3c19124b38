"""WordprocessingML as text: runs, paragraphs, lines and tables. Pure rules.

A list of a month has thousands of cells. Written as text and read at once they take a tenth of the time that
setting the properties of every cell takes. Lengths are in twips: 1440 to the inch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from app.reports.word_xml import writable

_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def mm(length: float) -> int:
    """Return a length in twips, rounded up: a margin of 15 mm must not become 14.99."""
    return -int(-length * 1440 / 25.4 // 1)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """The format of a paragraph where it differs from its ``base`` style: sizes and spaces are in points.

    ``hanging`` is in twips: the indent of the lines after the first.
    """

    base: str = ""
    align: str = ""
    size: float = 0
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float | None = None
    keeps_next: bool = False
    starts_page: bool = False
    hanging: int = 0
    level: int | None = None


PLAIN = ParagraphStyle()


def paragraph(text: str, style: ParagraphStyle = PLAIN) -> str:
    """Return a paragraph in one format, with its line ends; without text it still has the height of its size."""
    size = f'<w:sz w:val="{style.size * 2:g}"/><w:szCs w:val="{style.size * 2:g}"/>' if style.size else ""
    letters = ("<w:b/><w:bCs/>" if style.bold else "") + ("<w:i/><w:iCs/>" if style.italic else "") + size
    format = f"<w:rPr>{letters}</w:rPr>" if letters else ""
    if not text:
        return f"<w:p><w:pPr>{_properties(style)}{format}</w:pPr></w:p>"
    lines = escape(writable(text)).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    run = f'<w:r>{format}<w:t xml:space="preserve">{lines}</w:t></w:r>'
    return f"<w:p><w:pPr>{_properties(style)}</w:pPr>{run}</w:p>"


def _properties(style: ParagraphStyle) -> str:
    # The order is the schema's: Word refuses files that have another.
    spaces = f' w:before="{style.before * 20:g}"' if style.before else ""
    spaces += f' w:after="{style.after * 20:g}"' if style.after is not None else ""
    return "".join(
        [
            f'<w:pStyle w:val="{style.base}"/>' if style.base else "",
            "<w:keepNext/>" if style.keeps_next else "",
            "<w:pageBreakBefore/>" if style.starts_page else "",
            f"<w:spacing{spaces}/>" if spaces else "",
            f'<w:ind w:left="{style.hanging}" w:hanging="{style.hanging}"/>' if style.hanging else "",
            f'<w:jc w:val="{style.align}"/>' if style.align else "",
            f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else "",
        ]
    )


def rule(length: int, available_width: int) -> str:
    """Return a line in the middle of the available width: the upper edge of a paragraph without text."""
    side = max(available_width - length, 0) // 2
    return (
        "<w:p><w:pPr><w:keepNext/>"
        '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="60" w:line="40" w:lineRule="exact"/>'
        f'<w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>'
    )


END = '<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
"""A paragraph that has to follow the last table. It has no height, so that it never takes a page of its own."""


def cell(width: int, content: str, *, span: int = 1, align: str = "") -> str:
    """Return a cell of a table; ``content`` are paragraphs, at least one."""
    joined = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    height = f'<w:vAlign w:val="{align}"/>' if align else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{joined}{height}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], *, repeats: bool = False, least_height: int = 0) -> str:
    """Return a row that is not split between pages; ``repeats`` makes it the heading on every page of the table."""
    height = f'<w:trHeight w:val="{least_height}" w:hRule="atLeast"/>' if least_height else ""
    again = "<w:tblHeader/>" if repeats else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{again}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths: Sequence[int], rows: Iterable[str], *, is_ruled: bool = False, padding: int = 0) -> str:
    """Return a table with fixed widths of columns, with lines between its cells or without."""
    edges = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in _EDGES)
    borders = f"<w:tblBorders>{edges}</w:tblBorders>" if is_ruled else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = "".join(f'<w:{side} w:w="{padding}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'{borders}<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
