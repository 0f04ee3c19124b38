"""The letter of a report on the pages of a PDF, in the places that Decree 30/2020, Annex I, names."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from app.reports.document import MOTTO, NATIONAL_TITLE, Document, Letter, LineStyle, lines_of_letter
from app.reports.drawing.fonts import BOLD, BOLD_ITALIC, ITALIC, PLAIN, text_width
from app.reports.drawing.pdf_text import (
    MM,
    SIGNATURE_ROOM,
    balanced,
    paragraph,
    rule,
    side_by_side,
    text_style,
    underlined,
)

_AIR = 3 * MM
"""The free space beside the national title, and between it and the issuer."""

_KEPT_LINES = 2
"""The number of last lines of the text that stay on the page of the signature."""

_SUPERIOR, _ISSUER = text_style(12), text_style(12, BOLD)
_MOTTO = text_style(13, BOLD)
_NUMBER, _DATED = text_style(13, spaceBefore=6), text_style(13, ITALIC, spaceBefore=6)
_KIND, _STATE = text_style(14, BOLD), text_style(13, ITALIC, spaceBefore=4)
_BODY = text_style(14, PLAIN, TA_JUSTIFY, spaceBefore=6, firstLineIndent=12.5 * MM)
_HEADING = text_style(14, BOLD, TA_JUSTIFY, spaceBefore=6, firstLineIndent=12.5 * MM, keepWithNext=1)
_STYLES = {LineStyle.CHAPTER: _HEADING, LineStyle.PART: _HEADING, LineStyle.BODY: _BODY}
_RECIPIENTS = text_style(12, BOLD_ITALIC, TA_LEFT)
_RECIPIENT = text_style(11, PLAIN, TA_LEFT, leftIndent=2 * MM, firstLineIndent=-2 * MM)


def letter_flowables(document: Document, letter: Letter, width: float) -> Iterator[Flowable]:
    """Yield the letter with its head, its text and the block of the signature."""
    yield _head(letter, width)
    yield Spacer(0, 18)
    yield paragraph(letter.kind.upper(), _KIND)
    yield from underlined(letter.subject, _KIND, width)
    if document.is_provisional:
        yield paragraph(document.state, _STATE)
    yield Spacer(0, 8)
    *before, last = [paragraph(line, _STYLES[style]) for line, style in lines_of_letter(letter)]
    yield from before
    yield from _end(last, _signature(letter, width), width)


def head_of_tables(issuer: str, width: float) -> Table:
    """Return the head of tables that go without a letter: the issuer beside the national title."""
    left, right = _head_widths(width)
    return side_by_side([[underlined(issuer, _ISSUER, left), _nation()]], [left, right])


def _head_widths(width: float) -> tuple[float, float]:
    # The national title stands on one line; the issuer has the rest.
    right = text_width(NATIONAL_TITLE, BOLD) * _ISSUER.fontSize + 2 * _AIR
    return width - right, right


def _nation() -> list[Flowable]:
    motto = text_width(MOTTO, BOLD) * _MOTTO.fontSize
    return [paragraph(NATIONAL_TITLE, _ISSUER), paragraph(MOTTO, _MOTTO), rule(motto)]


def _head(letter: Letter, width: float) -> Table:
    left, right = _head_widths(width)
    superior = [balanced(line, _SUPERIOR, left) for line in letter.superior.upper().splitlines()]
    *issuer, last = letter.issuer.upper().splitlines() or [""]
    above = [balanced(line, _ISSUER, left) for line in issuer]
    return side_by_side(
        [
            [[*superior, *above, *underlined(last, _ISSUER, left)], _nation()],
            [[paragraph(letter.number, _NUMBER)], [paragraph(letter.place_and_date, _DATED)]],
        ],
        [left, right],
    )


def _end(last: Paragraph, signature: Table, width: float) -> Iterator[Flowable]:
    """Yield the last paragraph and the signature, which never stands on a page without text."""
    _width, height = last.wrap(width, 0)
    kept = _KEPT_LINES * _BODY.leading
    *start, end = last.split(width, height - kept) if height > 2 * kept else [last]
    end.keepWithNext = 1
    yield from [*start, end, signature]


def _signature(letter: Letter, width: float) -> Table:
    left = width * 0.45
    recipients = [paragraph(_("Recipients:"), _RECIPIENTS)] if letter.recipients else []
    recipients += [paragraph(f"- {name}", _RECIPIENT) for name in letter.recipients]
    signed = [paragraph(line.upper(), _KIND) for line in letter.signed_as]
    signed += [Spacer(0, SIGNATURE_ROOM), paragraph(letter.signatory, _KIND)]
    return side_by_side([[recipients, signed]], [left, width - left], above=10)
