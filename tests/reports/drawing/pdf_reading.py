"""A report drawn as a PDF, read back with pypdf."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from functools import cached_property

from pypdf import PageObject, PdfReader

from app.reports.document import Document, LetterPart
from app.reports.drawing import fonts
from app.reports.drawing.pdf import draw_pdf

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 30 * MM, 15 * MM, 20 * MM, 20 * MM


@dataclass(frozen=True)
class Piece:
    """A line of text as it was drawn."""

    text: str
    left: float
    y: float
    face: str
    size: float

    @property
    def right(self) -> float:
        return self.left + fonts.text_width(self.text, FACES[self.face]) * self.size


FACES = {"": fonts.PLAIN, "Bold": fonts.BOLD, "Italic": fonts.ITALIC, "BoldItalic": fonts.BOLD_ITALIC}


class Paper:
    """A file that was drawn, page by page."""

    def __init__(self, content: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(content), strict=True)
        self.pages = list(self.reader.pages)

    @cached_property
    def texts(self) -> list[str]:
        """The text of each page, without any spaces."""
        return [squeezed(page.extract_text()) for page in self.pages]

    def pages_with(self, text: str) -> list[int]:
        return [number for number, found in enumerate(self.texts, start=1) if squeezed(text) in found]


def drawn(document: Document) -> Paper:
    return Paper(draw_pdf(document))


def pieces(page: PageObject) -> list[Piece]:
    found: list[Piece] = []

    def visit(text: str, outer: list[float], inner: list[float], font: dict[str, str] | None, size: float) -> None:
        if text.strip() and font:
            face = font["/BaseFont"].partition("-")[2].removesuffix("Regular")
            found.append(Piece(text.strip(), inner[4] + outer[4], inner[5] + outer[5], face, size))

    page.extract_text(visitor_text=visit)
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def looks(page: PageObject, text: str) -> tuple[float, str]:
    """Return size and face of the one line that reads so."""
    (piece,) = [piece for piece in pieces(page) if piece.text == text]
    return piece.size, piece.face


def with_words(document: Document, paragraphs: list[str]) -> Document:
    """Return a report with other words in its last chapter."""
    assert document.letter
    *before, last = document.letter.chapters
    chapters = [*before, replace(last, parts=[LetterPart("", paragraphs)])]
    return replace(document, letter=replace(document.letter, chapters=chapters))
