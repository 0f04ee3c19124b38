"""Texts on the pages of a PDF: their styles, and how their lines wrap. Lengths are in points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape

from app.reports.drawing.fonts import Serif, text_width
from app.reports.page_layout import UNDERLINE_SHARE

if TYPE_CHECKING:
    from reportlab.platypus import HRFlowable, Paragraph

BODY, IN_TABLE, PAGE_NUMBER = 14, 11, 13
MM = 72 / 25.4
_LEADING = 1.28
"""The distance of lines, in units of their size: a Vietnamese capital has two marks above it."""

_GAP = re.compile(" {2,}")


@dataclass(frozen=True, slots=True)
class PdfStyle:
    """The style of a paragraph. ``before`` and ``after`` are the free space above and beneath it."""

    size: float
    bold: bool = False
    italic: bool = False
    align: Literal["left", "center", "justify"] = "center"
    before: float = 0
    after: float = 0
    first_line: float = 0
    hanging: float = 0
    keeps_next: bool = False


@dataclass(frozen=True, slots=True)
class PdfText:
    """Makes paragraphs and lines in a font of the system."""

    serif: Serif

    def paragraph(self, text: str, style: PdfStyle) -> Paragraph:
        """Return a paragraph; a line end in it stays one, and so do gaps of several spaces."""
        from reportlab.lib import enums
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph

        paragraph_style = ParagraphStyle(
            "",
            fontName=self.serif.face(bold=style.bold, italic=style.italic),
            fontSize=style.size,
            leading=style.size * _LEADING,
            alignment=getattr(enums, f"TA_{style.align.upper()}"),
            spaceBefore=style.before,
            spaceAfter=style.after,
            leftIndent=style.hanging,
            firstLineIndent=style.first_line - style.hanging,
            spaceShrinkage=0,
            allowWidows=0,
            allowOrphans=0,
        )
        markup = escape(_GAP.sub(_non_breaking, self.serif.drawable(text))).replace("\n", "<br/>")
        paragraph = Paragraph(markup, paragraph_style)
        paragraph.keepWithNext = style.keeps_next
        return paragraph

    def balanced(self, text: str, style: PdfStyle, available_width: float) -> list[str]:
        """Return a text on as few lines as the width allows, all of about the same length."""
        face = self.serif.face(bold=style.bold, italic=style.italic)
        text = self.serif.drawable(text)
        few = self.lines(text, face, style.size, available_width)
        step = style.size / 2
        narrow = available_width
        while narrow > step and len(self.lines(text, face, style.size, narrow - step)) <= len(few):
            narrow -= step
        return self.lines(text, face, style.size, narrow)

    def underlined(self, text: str, style: PdfStyle, available_width: float) -> list[Paragraph | HRFlowable]:
        """Return a text on balanced lines with a short line beneath it."""
        lines = self.balanced(text, style, available_width)
        last = text_width(lines[-1], self.serif.face(bold=style.bold, italic=style.italic)) * style.size
        return [self.paragraph("\n".join(lines), style), rule(last * UNDERLINE_SHARE)]

    def lines(self, text: str, face: str, size: float, available_width: float) -> list[str]:
        """Return the lines of a text. A word that is wider than the available width is broken."""
        # Most cells are short: a number, a name.
        if "\n" not in text and text_width(text, face) * size <= available_width:
            return [text]
        return [line for part in text.split("\n") for line in _wrapped(part, face, available_width / size)]


def _non_breaking(gap: re.Match[str]) -> str:
    return "\N{NO-BREAK SPACE}" * len(gap[0])


def _wrapped(text: str, face: str, available_width: float) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if text_width(longer, face) <= available_width:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _broken_word(word, face, available_width)
        yield from whole
    yield line


def _broken_word(word: str, face: str, available_width: float) -> Iterator[str]:
    """Yield the parts of a word that is too wide for a line; the line goes on after the last."""
    if text_width(word, face) <= available_width:
        yield word
        return
    piece = ""
    for letter in word:
        if piece and text_width(piece + letter, face) > available_width:
            yield piece
            piece = ""
        piece += letter
    yield piece


def rule(length: float) -> HRFlowable:
    """Return a drawn line in the middle of the available width."""
    from reportlab.platypus import HRFlowable

    return HRFlowable(width=length, thickness=0.75, color="black", spaceBefore=3.5, spaceAfter=2)
