"""``month.pdf``: a report drawn as a PDF, in the form that Decree 30/2020, Annex I, asks for."""

from __future__ import annotations

import io
from collections.abc import Iterator

from flask_babel import gettext as _
from reportlab import rl_config
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)

from app.localisation import selected_language
from app.one_at_a_time import OneAtATime
from app.reports.document import Annex, Document
from app.reports.drawing.fonts import BOLD, BOLD_ITALIC, ITALIC, PLAIN, font_of
from app.reports.drawing.pdf_letter import head_of_tables, letter_flowables
from app.reports.drawing.pdf_table import annex_table, height_of_start
from app.reports.drawing.pdf_text import MM, balanced, text_style
from app.reports.letter import attachment_line
from app.reports.page_layout import (
    AUTHOR,
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    PAGE_NUMBER_FROM_EDGE,
    page_size,
    text_area,
)

_NUMBER = 13
"""The size of a page's number."""

_ABOVE_TABLE, _BETWEEN_TABLES = 8, 18
"""The space between a table and its headings, and above these where they stand below another table, in points."""

_BOLD, _LARGE, _ITALIC = text_style(13, BOLD), text_style(14, BOLD), text_style(13, ITALIC)
_TITLE = text_style(14, BOLD, spaceBefore=6, spaceAfter=14)

DRAWING = OneAtATime()
"""reportlab shares its fonts in the whole process, and two threads cannot draw with them at once."""


def draw_pdf(document: Document) -> bytes:
    """Return a report as a PDF: the letter, if there is one, and every annex, mostly on a page of its own.

    The same report gives the same bytes: the file carries the day of the report and no other time.
    Raises :class:`app.one_at_a_time.BusyError` while others are being drawn.
    """
    # Files are sent as bytes; as letters (ASCII85) they would be a quarter larger.
    rl_config.useA85 = 0
    with DRAWING.alone():
        for face in (PLAIN, BOLD, ITALIC, BOLD_ITALIC):
            registerFont(font_of(face))
        file = io.BytesIO()
        starts_wide = not document.letter and any(annex.is_wide for annex in document.annexes[:1])
        laid_out = BaseDocTemplate(
            file,
            pageTemplates=[_page_template(document, is_wide=is_wide) for is_wide in (starts_wide, not starts_wide)],
            title=document.title,
            subject=document.subject,
            author=AUTHOR,
            creator=AUTHOR,
            lang=selected_language(),
            initialFontName=PLAIN,
            invariant=1,
        )
        laid_out.build(list(_flowables(document)))
    return file.getvalue()


def _page_template(document: Document, *, is_wide: bool) -> PageTemplate:
    size = [length * MM for length in page_size(is_wide=is_wide)]
    area = _text_area(is_wide=is_wide)
    left, bottom = MARGIN_LEFT * MM, MARGIN_BOTTOM * MM
    frame = Frame(left, bottom, *area, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)

    def begin_page(canvas: Canvas, laid_out: BaseDocTemplate) -> None:
        canvas.setDateFormatter(lambda *_now: document.created.strftime("D:%Y%m%d000000+07'00'"))
        if laid_out.page > 1:
            canvas.setFont(PLAIN, _NUMBER)
            top = size[1] - PAGE_NUMBER_FROM_EDGE * MM - _NUMBER
            canvas.drawCentredString(left + area[0] / 2, top, str(laid_out.page))

    return PageTemplate(id=_template_id(is_wide=is_wide), frames=[frame], pagesize=size, onPage=begin_page)


def _template_id(*, is_wide: bool) -> str:
    return "wide" if is_wide else "upright"


def _text_area(*, is_wide: bool) -> tuple[float, float]:
    across, down = text_area(is_wide=is_wide)
    return across * MM, down * MM


def _flowables(document: Document) -> Iterator[Flowable]:
    if document.letter:
        yield from letter_flowables(document, document.letter, _text_area(is_wide=False)[0])
    for annex in document.annexes:
        area = _text_area(is_wide=annex.is_wide)
        if document.follows_on(annex):
            yield from _below_another(document, annex, area)
            continue
        if document.letter or annex is not document.annexes[0]:
            yield NextPageTemplate(_template_id(is_wide=annex.is_wide))
            yield PageBreak()
        if document.has_national_title and annex is document.annexes[0]:
            yield head_of_tables(document.issuer, area[0])
        for text, style in _headings(document, annex):
            yield balanced(text, style, area[0])
        yield Spacer(0, _ABOVE_TABLE)
        yield from annex_table(annex, *area)


def _below_another(document: Document, annex: Annex, area: tuple[float, float]) -> Iterator[Flowable]:
    """Yield an annex that stands below another; its headings and its first rows stay on one page."""
    width, height = area
    headings = [balanced(text, style, width) for text, style in _headings(document, annex)]
    high = sum(each.wrap(width, height)[1] for each in headings)
    yield CondPageBreak(min(_BETWEEN_TABLES + high + _ABOVE_TABLE + height_of_start(annex, width), height))
    yield Spacer(0, _BETWEEN_TABLES)
    yield from headings
    yield Spacer(0, _ABOVE_TABLE)
    yield from annex_table(annex, *area)


def _headings(document: Document, annex: Annex) -> Iterator[tuple[str, ParagraphStyle]]:
    """Yield the lines above a table, each with its style."""
    if not document.letter and annex is document.annexes[0]:
        if not document.has_national_title:
            yield document.issuer, _BOLD
        if document.subject:
            yield document.subject, _BOLD
        yield document.title, _TITLE
    if annex.number:
        yield _("Annex %(number)s", number=annex.number), _LARGE
        yield annex.title.upper(), _BOLD
    if document.letter:
        yield attachment_line(document.letter), _ITALIC
    if not document.follows_on(annex):
        yield document.state, _ITALIC
