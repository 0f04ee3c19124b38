"""The letter of a report on the pages of a PDF, in the places that Decree 30/2020, Annex I, names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from app.reports.document import MOTTO, NATIONAL_TITLE, Document, Letter, LineStyle, lines_of_letter
from app.reports.drawing.fonts import text_width
from app.reports.drawing.pdf_text import BODY, MM, PdfStyle, PdfText, rule

if TYPE_CHECKING:
    from reportlab.platypus import Table

SIGNATURE_ROOM = 72  # points between the lines above a signature and the name beneath it
_AIR = 3 * MM
"""The free space beside the national title, and between it and the issuer."""

_SUPERIOR = PdfStyle(12)
_ISSUER = _NATIONAL = PdfStyle(12, bold=True)
_MOTTO = PdfStyle(13, bold=True)
_NUMBER = PdfStyle(13, before=6)
_DATED = PdfStyle(13, italic=True, before=6)
_KIND = PdfStyle(14, bold=True)
_STATE = PdfStyle(13, italic=True, before=4)
_BODY = PdfStyle(BODY, align="justify", before=6, first_line=12.5 * MM)
_HEADING = replace(_BODY, bold=True, keeps_next=True)
_SIGNED = PdfStyle(14, bold=True)
_RECIPIENTS = PdfStyle(12, bold=True, italic=True, align="left")
_RECIPIENT = PdfStyle(11, align="left", hanging=2 * MM)
_Flowables = list[Any]


def letter_flowables(pdf_text: PdfText, document: Document, letter: Letter, available_width: float) -> _Flowables:
    """Return the letter with its head, its text and the block of the signature."""
    from reportlab.platypus import Spacer

    return [
        _head(pdf_text, letter, available_width),
        Spacer(0, 18),
        pdf_text.paragraph(letter.kind.upper(), _KIND),
        *pdf_text.underlined(letter.subject, _KIND, available_width),
        *([pdf_text.paragraph(document.state, _STATE)] if document.is_provisional else []),
        Spacer(0, 8),
        *_body(pdf_text, letter),
        _signature(pdf_text, letter, available_width),
    ]


def _head(pdf_text: PdfText, letter: Letter, available_width: float) -> Table:
    # The national title stands on one line in any font; the issuer has the rest.
    right = text_width(NATIONAL_TITLE, pdf_text.serif.bold) * _NATIONAL.size + 2 * _AIR
    left = available_width - right
    motto = text_width(MOTTO, pdf_text.serif.bold) * _MOTTO.size
    superior = [
        pdf_text.paragraph("\n".join(pdf_text.balanced(line, _SUPERIOR, left)), _SUPERIOR)
        for line in _lines(letter.superior)
    ]
    *issuer, last = _lines(letter.issuer) or [""]
    above = [pdf_text.paragraph("\n".join(pdf_text.balanced(line, _ISSUER, left)), _ISSUER) for line in issuer]
    nation = [pdf_text.paragraph(NATIONAL_TITLE, _NATIONAL), pdf_text.paragraph(MOTTO, _MOTTO), rule(motto)]
    cells = [
        [[*superior, *above, *pdf_text.underlined(last, _ISSUER, left)], nation],
        [pdf_text.paragraph(letter.number, _NUMBER), pdf_text.paragraph(letter.place_and_date, _DATED)],
    ]
    return _side_by_side(pdf_text, cells, [left, right])


def _lines(names: str) -> list[str]:
    return names.upper().splitlines()


def _body(pdf_text: PdfText, letter: Letter) -> _Flowables:
    styles = {LineStyle.CHAPTER: _HEADING, LineStyle.PART: _HEADING, LineStyle.BODY: _BODY}
    *before, (last, style) = [(line, styles[line_style]) for line, line_style in lines_of_letter(letter)]
    # The signature must not stand on a page without text.
    return [pdf_text.paragraph(*line) for line in [*before, (last, replace(style, keeps_next=True))]]


def _signature(pdf_text: PdfText, letter: Letter, available_width: float) -> Table:
    from reportlab.platypus import Spacer

    left = available_width * 0.45
    recipients = [pdf_text.paragraph(_("Recipients:"), _RECIPIENTS)] if letter.recipients else []
    recipients += [pdf_text.paragraph(f"- {name}", _RECIPIENT) for name in letter.recipients]
    signed = [pdf_text.paragraph(line.upper(), _SIGNED) for line in letter.signed_as]
    cells = [[recipients, [*signed, Spacer(0, SIGNATURE_ROOM), pdf_text.paragraph(letter.signatory, _SIGNED)]]]
    return _side_by_side(pdf_text, cells, [left, available_width - left], above=10)


def signature_row(pdf_text: PdfText, titles: Sequence[str], available_width: float) -> Table:
    """Return the titles of those who sign beneath a table, side by side, with space for their signatures."""
    from reportlab.platypus import Spacer

    style = PdfStyle(13, bold=True)
    cells = [[[pdf_text.paragraph(title, style), Spacer(0, SIGNATURE_ROOM)] for title in titles]]
    return _side_by_side(pdf_text, cells, [available_width / len(titles)] * len(titles), above=12)


def _side_by_side(pdf_text: PdfText, cells: list[list[Any]], widths: list[float], above: float = 0) -> Table:
    from reportlab.platypus import Table

    everywhere = (0, 0), (-1, -1)
    style = [
        # Without it the file would name another font.
        ("FONTNAME", *everywhere, pdf_text.serif.plain),
        ("VALIGN", *everywhere, "TOP"),
        ("ALIGN", *everywhere, "CENTER"),
        *((f"{side}PADDING", *everywhere, 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
    # A table that is higher than a page continues on the next one.
    return Table(cells, colWidths=widths, style=style, spaceBefore=above, splitInRow=1)
