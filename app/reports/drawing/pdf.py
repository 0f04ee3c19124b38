"""``month.pdf``: a report drawn as a PDF, in the form that Decree 30/2020, Annex I, asks for.

reportlab is slow to import and few requests want it, so it is imported when a file is asked for.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from app.localisation import selected_language
from app.one_at_a_time import OneAtATime
from app.reports.document import Annex, Document
from app.reports.drawing.fonts import PACKAGE, serif
from app.reports.drawing.fonts import UnavailableError as UnavailableError
from app.reports.drawing.pdf_letter import letter_flowables, signature_row
from app.reports.drawing.pdf_table import annex_table
from app.reports.drawing.pdf_text import IN_TABLE, MM, PAGE_NUMBER, PdfStyle, PdfText
from app.reports.letter import attachment_line
from app.reports.page_layout import (
    AUTHOR,
    LONG_SIDE,
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PAGE_NUMBER_FROM_EDGE,
    SHORT_SIDE,
)

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import PageTemplate

_SHORT_SIDE, _LONG_SIDE = SHORT_SIDE * MM, LONG_SIDE * MM
_TOP, _BOTTOM = MARGIN_TOP * MM, MARGIN_BOTTOM * MM
_LEFT, _RIGHT = MARGIN_LEFT * MM, MARGIN_RIGHT * MM
_NUMBER_FROM_EDGE = PAGE_NUMBER_FROM_EDGE * MM
_BOLD, _LARGE, _ITALIC = PdfStyle(13, bold=True), PdfStyle(14, bold=True), PdfStyle(13, italic=True)
_TITLE = PdfStyle(14, bold=True, before=6, after=14)
_NOTE = PdfStyle(IN_TABLE, align="left", hanging=3 * MM)

DRAWING = OneAtATime()
"""reportlab shares its fonts in the whole process, and two threads cannot read them at once: one draws at a time."""


def draw_pdf(document: Document) -> bytes:
    """Return a report as a PDF: the letter, if there is one, and every annex on a page of its own.

    The same report gives the same bytes: the file carries the day of the report and no other time.
    Raises :class:`UnavailableError` where the system has no font for it, and
    :class:`app.one_at_a_time.BusyError` while others are being drawn.
    """
    from reportlab import rl_config
    from reportlab.platypus import BaseDocTemplate

    # Files are sent as bytes; as letters (ASCII85) they would be a quarter larger.
    rl_config.useA85 = 0
    with DRAWING.alone():
        pdf_text = PdfText(serif())
        file = io.BytesIO()
        wide = [each.is_wide for each in document.annexes]
        pages = [_page_template(pdf_text, is_wide=False), _page_template(pdf_text, is_wide=True)]
        is_first_wide = not document.letter and any(wide[:1])
        laid_out = BaseDocTemplate(
            file,
            pageTemplates=pages[::-1] if is_first_wide else pages,
            title=document.title,
            subject=document.subject,
            author=AUTHOR,
            creator=AUTHOR,
            lang=selected_language(),
            initialFontName=pdf_text.serif.plain,
            invariant=1,
        )
        laid_out.build(list(_flowables(pdf_text, document)), canvasmaker=partial(_canvas, document))
    return file.getvalue()


def how_to_enable_pdf() -> str:
    """Return how an administrator makes PDFs possible, in the reader's language."""
    return str(
        _(
            "Its administrator can install a serif font with Vietnamese letters: apt-get install %(package)s. "
            "The Word and Excel files hold the same report.",
            package=PACKAGE,
        )
    )


def _size(*, is_wide: bool) -> tuple[float, float]:
    return (_LONG_SIDE, _SHORT_SIDE) if is_wide else (_SHORT_SIDE, _LONG_SIDE)


def _text_area(*, is_wide: bool) -> tuple[float, float]:
    """Return width and height of the text of a page."""
    across, down = _size(is_wide=is_wide)
    return across - _LEFT - _RIGHT, down - _TOP - _BOTTOM


def _page_template(pdf_text: PdfText, *, is_wide: bool) -> PageTemplate:
    from reportlab.platypus import Frame, PageTemplate

    size, area = _size(is_wide=is_wide), _text_area(is_wide=is_wide)
    frame = Frame(_LEFT, _BOTTOM, *area, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def number(canvas: Canvas, laid_out: Any) -> None:
        if laid_out.page > 1:
            canvas.setFont(pdf_text.serif.plain, PAGE_NUMBER)
            canvas.drawCentredString(_LEFT + area[0] / 2, size[1] - _NUMBER_FROM_EDGE - PAGE_NUMBER, str(laid_out.page))

    return PageTemplate(id=_template_id(is_wide=is_wide), frames=[frame], pagesize=size, onPage=number)


def _template_id(*, is_wide: bool) -> str:
    return "wide" if is_wide else "upright"


def _canvas(document: Document, *args: Any, **kwargs: Any) -> Canvas:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(*args, **kwargs)
    canvas.setDateFormatter(lambda *_now: document.created.strftime("D:%Y%m%d000000+07'00'"))
    return canvas


def _flowables(pdf_text: PdfText, document: Document) -> Iterator[Any]:
    from reportlab.platypus import NextPageTemplate, PageBreak

    if document.letter:
        yield from letter_flowables(pdf_text, document, document.letter, _text_area(is_wide=False)[0])
    for annex in document.annexes:
        if document.letter or annex is not document.annexes[0]:
            yield NextPageTemplate(_template_id(is_wide=annex.is_wide))
            yield PageBreak()
        yield from _annex_flowables(pdf_text, document, annex)


def _annex_flowables(pdf_text: PdfText, document: Document, annex: Annex) -> Iterator[Any]:
    from reportlab.platypus import KeepTogether, Spacer

    across, down = _text_area(is_wide=annex.is_wide)
    for text, style in _headings(document, annex):
        yield pdf_text.paragraph("\n".join(pdf_text.balanced(text, style, across)), style)
    yield Spacer(0, 8)
    yield annex_table(pdf_text, annex, across, down)
    yield Spacer(0, 5)
    notes = [pdf_text.paragraph(f"– {note}", _NOTE) for note in annex.notes]
    if annex.signed_by:
        yield KeepTogether([*notes, signature_row(pdf_text, annex.signed_by, across)])
    else:
        yield from notes


def _headings(document: Document, annex: Annex) -> Iterator[tuple[str, PdfStyle]]:
    """Yield the lines above a table, each with its style."""
    if not document.letter and annex is document.annexes[0]:
        yield document.issuer, _BOLD
        if document.subject:
            yield document.subject, _BOLD
        yield document.title, _TITLE
    yield _("Annex %(number)s", number=annex.number), _LARGE
    yield annex.title.upper(), _BOLD
    if document.letter:
        yield attachment_line(document.letter), _ITALIC
    yield document.state, _ITALIC
