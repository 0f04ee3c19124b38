"""Texts on the pages of a PDF, and the styles of their paragraphs. Lengths are in points."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, normalize
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, HRFlowable, Paragraph, Table

from app.reports.drawing.fonts import PLAIN, balanced_lines, font_of, text_width
from app.reports.page_layout import UNDERLINE_SHARE

MM = 72 / 25.4
SIGNATURE_ROOM = 72
"""The space between the lines above a signature and the name beneath it."""

_LEADING = 1.28
"""The distance of lines, in units of their size: a Vietnamese capital has two marks above it."""

_GAP = re.compile(" {2,}")


def text_style(size: float, face: str = PLAIN, align: int = TA_CENTER, **others: float) -> ParagraphStyle:
    """Return a style of paragraphs; ``others`` are its properties by the names that reportlab gives them."""
    return ParagraphStyle(
        "",
        fontName=face,
        fontSize=size,
        alignment=align,
        **{"leading": size * _LEADING, "spaceShrinkage": 0, "allowWidows": 0, "allowOrphans": 0, **others},
    )


@lru_cache(maxsize=16384)
def drawable(text: str) -> str:
    """Return ``text`` as it can be drawn: NFC, lines that end alike, a box for what the font has no shape of."""
    return "".join(map(_drawable_letter, normalize("NFC", "\n".join(text.splitlines()))))


@lru_cache(maxsize=2048)
def _drawable_letter(letter: str) -> str:
    if letter.isspace():
        return letter if letter in "\n\N{NO-BREAK SPACE}" else " "
    kind = category(letter)[0]
    if kind != "C" and ord(letter) in font_of(PLAIN).face.charToGlyph:
        return letter
    # Of controls, halves of pairs and marks there is nothing to see.
    return "" if kind in "CM" else "□"


def paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """Return a paragraph; a line end in it stays one, and so do gaps of several spaces."""
    gapped = _GAP.sub(lambda gap: "\N{NO-BREAK SPACE}" * len(gap[0]), drawable(text))
    return Paragraph(escape(gapped).replace("\n", "<br/>"), style)


def balanced(text: str, style: ParagraphStyle, width: float) -> Paragraph:
    """Return a paragraph on as few lines as the width allows, all of about the same length."""
    lines = balanced_lines(drawable(text), style.fontName, width / style.fontSize)
    return paragraph("\n".join(lines), style)


def underlined(text: str, style: ParagraphStyle, width: float) -> list[Flowable]:
    """Return a text on balanced lines with a short line beneath it."""
    last = balanced_lines(drawable(text), style.fontName, width / style.fontSize)[-1]
    length = text_width(last, style.fontName) * style.fontSize * UNDERLINE_SHARE
    return [balanced(text, style, width), rule(length)]


def rule(length: float) -> HRFlowable:
    """Return a drawn line in the middle of the available width."""
    return HRFlowable(width=length, thickness=0.75, color="black", spaceBefore=3.5, spaceAfter=2)


def side_by_side(cells: list[list[list[Flowable]]], widths: list[float], above: float = 0) -> Table:
    """Return a table without lines. One that is higher than a page goes on on the next."""
    everywhere = (0, 0), (-1, -1)
    style = [
        # Without it the file would name another font.
        ("FONTNAME", *everywhere, PLAIN),
        ("VALIGN", *everywhere, "TOP"),
        ("ALIGN", *everywhere, "CENTER"),
        *((f"{side}PADDING", *everywhere, 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
    return Table(cells, colWidths=widths, style=style, spaceBefore=above, splitInRow=1)
