"""The letter of a report on the pages of a PDF, in the places that Decree 30/2020, Annex I, names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from app.reports.document import MOTTO, NATIONAL_TITLE, Document, Letter, LineStyle, lines_of_letter
from app.reports.drawing.fonts import width
from app.reports.drawing.pdf_text import BODY, MM, PdfStyle, PdfText, rule

if TYPE_CHECKING:
    from reportlab.platypus import Table

SIGNATURE_ROOM = 72  # points between the lines above a signature and the name beneath it
_AIR = 3 * MM
"""What is left free beside the national title, and between it and the issuer."""

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


def drawn_letter(pen: PdfText, document: Document, letter: Letter, room: float) -> _Flowables:
    """Return the letter with its head, its text and the block of the signature."""
    from reportlab.platypus import Spacer

    return [
        _head(pen, letter, room),
        Spacer(0, 18),
        pen.paragraph(letter.kind.upper(), _KIND),
        *pen.underlined(letter.subject, _KIND, room),
        *([pen.paragraph(document.state, _STATE)] if document.is_provisional else []),
        Spacer(0, 8),
        *_body(pen, letter),
        _signature(pen, letter, room),
    ]


def _head(pen: PdfText, letter: Letter, room: float) -> Table:
    # The national title stands on one line whatever font there is; the issuer has the rest.
    right = width(NATIONAL_TITLE, pen.serif.bold) * _NATIONAL.size + 2 * _AIR
    left = room - right
    motto = width(MOTTO, pen.serif.bold) * _MOTTO.size
    superior = [
        pen.paragraph("\n".join(pen.balanced(line, _SUPERIOR, left)), _SUPERIOR) for line in _lines(letter.superior)
    ]
    *issuer, last = _lines(letter.issuer) or [""]
    above = [pen.paragraph("\n".join(pen.balanced(line, _ISSUER, left)), _ISSUER) for line in issuer]
    nation = [pen.paragraph(NATIONAL_TITLE, _NATIONAL), pen.paragraph(MOTTO, _MOTTO), rule(motto)]
    cells = [
        [[*superior, *above, *pen.underlined(last, _ISSUER, left)], nation],
        [pen.paragraph(letter.number, _NUMBER), pen.paragraph(letter.place_and_date, _DATED)],
    ]
    return _side_by_side(pen, cells, [left, right])


def _lines(names: str) -> list[str]:
    return names.upper().splitlines()


def _body(pen: PdfText, letter: Letter) -> _Flowables:
    looks = {LineStyle.CHAPTER: _HEADING, LineStyle.PART: _HEADING, LineStyle.BODY: _BODY}
    *before, (last, look) = [(line, looks[style]) for line, style in lines_of_letter(letter)]
    # The signature must not stand on a page where nothing is that it signs.
    return [pen.paragraph(*line) for line in [*before, (last, replace(look, keeps_next=True))]]


def _signature(pen: PdfText, letter: Letter, room: float) -> Table:
    from reportlab.platypus import Spacer

    left = room * 0.45
    recipients = [pen.paragraph(_("Recipients:"), _RECIPIENTS)] if letter.recipients else []
    recipients += [pen.paragraph(f"- {name}", _RECIPIENT) for name in letter.recipients]
    signed = [pen.paragraph(line.upper(), _SIGNED) for line in letter.signed_as]
    cells = [[recipients, [*signed, Spacer(0, SIGNATURE_ROOM), pen.paragraph(letter.signatory, _SIGNED)]]]
    return _side_by_side(pen, cells, [left, room - left], above=10)


def signed_beneath(pen: PdfText, titles: Sequence[str], room: float) -> Table:
    """Return the titles of those who sign beneath a table, side by side, with room for their hands."""
    from reportlab.platypus import Spacer

    look = PdfStyle(13, bold=True)
    cells = [[[pen.paragraph(title, look), Spacer(0, SIGNATURE_ROOM)] for title in titles]]
    return _side_by_side(pen, cells, [room / len(titles)] * len(titles), above=12)


def _side_by_side(pen: PdfText, cells: list[list[Any]], widths: list[float], above: float = 0) -> Table:
    from reportlab.platypus import Table

    everywhere = (0, 0), (-1, -1)
    style = [
        # Without it the file would name another font.
        ("FONTNAME", *everywhere, pen.serif.plain),
        ("VALIGN", *everywhere, "TOP"),
        ("ALIGN", *everywhere, "CENTER"),
        *((f"{side}PADDING", *everywhere, 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
    # What is higher than a page goes on on the next one.
    return Table(cells, colWidths=widths, style=style, spaceBefore=above, splitInRow=1)
