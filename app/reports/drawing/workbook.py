"""The workbook of a month: the annexes of its report, each a sheet."""

from __future__ import annotations

from datetime import datetime, time

from flask_babel import gettext as _

from app.reports.document import Annex, Document, RowStyle
from app.reports.drawing.sheet import Book


def draw_workbook(document: Document) -> bytes:
    """Return the annexes of a report as a workbook; the same report gives the same bytes."""
    book = Book(document.title, datetime.combine(document.created, time()))
    for annex in document.annexes:
        _draw(book, document, annex)
    return book.finished()


def _draw(book: Book, document: Document, annex: Annex) -> None:
    name = _("Annex %(number)s", number=annex.number)
    sheet = book.sheet(name, annex.columns)
    sheet.line(document.issuer, bold=True, font_size=13)
    if document.subject:
        sheet.line(document.subject, font_size=13)
    sheet.line(name.upper(), bold=True, font_size=14, align="center")
    sheet.line(document.title, bold=True, font_size=14, align="center")
    sheet.line(annex.title, font_size=13, align="center")
    sheet.line(document.state, italic=True, font_size=13, align="center")
    sheet.gap()
    sheet.headings()
    for row in annex.rows:
        if row.style is RowStyle.SECTION:
            numeral, text = row.cells
            sheet.section(str(numeral), str(text))
        else:
            sheet.cells(row.cells, bold=row.style is RowStyle.TOTAL)
    sheet.gap()
    sheet.line(_("Sources of the figures"), bold=True)
    for note in annex.notes:
        sheet.line(f"– {note}")
    if annex.signed_by:
        sheet.gap()
        sheet.signatures(annex.signed_by)
