"""The letter of a report as WordprocessingML, in the places that Decree 30/2020, Annex I, names. Pure rules."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from app.reports.document import MOTTO, NATIONAL_TITLE, Document, Letter, LineStyle, lines_of_letter
from app.reports.drawing.ooxml import END, ParagraphStyle, cell, mm, paragraph, row, rule, table
from app.reports.drawing.paper_column_widths import balance_lines, bold_text_width
from app.reports.drawing.word_pages import text_width
from app.reports.page_layout import UNDERLINE_SHARE

SIGNATURE_ROOM = 64  # points between the lines above a signature and the name beneath it
_NATIONAL, _MOTTO, _ISSUER, _KIND, _REMARK = 12, 13, 12, 14, 13  # points
_RIGHT_HALF = mm(97)
"""The width in which the national title stands on one line with space at both ends; the issuer has the rest."""

_AIR = mm(2)  # left free between the issuer and the national title
_MOTTO_WIDTH = mm(55)
_BODY = ParagraphStyle(base="BodyText")
_CHAPTER = replace(_BODY, bold=True, keeps_next=True, level=0)
_PART = replace(_CHAPTER, level=1)
_FIRST = 8  # points above the block of the signature
_SIGNED = ParagraphStyle(align="center", size=14, bold=True)


def letter_xml(document: Document, letter: Letter) -> str:
    """Return the letter with its head, its text and the block of the signature."""
    state = paragraph(
        document.state, ParagraphStyle(align="center", size=_REMARK, italic=True, before=4, keeps_next=True)
    )
    heading = ParagraphStyle(align="center", size=_KIND, bold=True, keeps_next=True)
    return "".join(
        [
            _head(letter),
            paragraph(letter.kind.upper(), replace(heading, before=18)),
            _balanced_paragraph(letter.subject, text_width(is_wide=False), heading, is_underlined=True),
            state if document.is_provisional else "",
            paragraph("", ParagraphStyle(size=6)),
            _body(letter),
            _signature(letter),
            END,
        ]
    )


def _head(letter: Letter) -> str:
    left, right = text_width(is_wide=False) - _RIGHT_HALF, _RIGHT_HALF
    name = ParagraphStyle(align="center", size=_ISSUER)
    superior = [_balanced_paragraph(line, left, name) for line in letter.superior.upper().splitlines()]
    *issuer, last = letter.issuer.upper().splitlines() or [""]
    above = [*superior, *(_balanced_paragraph(line, left, replace(name, bold=True)) for line in issuer)]
    above.append(_balanced_paragraph(last, left, replace(name, bold=True), is_underlined=True))
    nation = [
        paragraph(NATIONAL_TITLE, ParagraphStyle(align="center", size=_NATIONAL, bold=True)),
        paragraph(MOTTO, ParagraphStyle(align="center", size=_MOTTO, bold=True)),
        rule(_MOTTO_WIDTH, right),
    ]
    number = paragraph(letter.number, ParagraphStyle(align="center", size=13, before=6))
    dated = paragraph(letter.place_and_date, ParagraphStyle(align="center", size=13, italic=True, before=6))
    return table(
        [left, right],
        [
            row([cell(left, "".join(above)), cell(right, "".join(nation))]),
            row([cell(left, number), cell(right, dated)]),
        ],
    )


def _balanced_paragraph(text: str, width: int, style: ParagraphStyle, *, is_underlined: bool = False) -> str:
    """Return a centred text on lines of about the same length: no word stands alone on the last."""
    digit = style.size * 20 / 2
    lines = balance_lines(text, (width - _AIR) / digit)
    longest = max(map(bold_text_width, lines))
    sides = max(0, width - round((longest + 1) * digit)) // 2 if len(lines) > 1 else 0
    beneath = rule(round(bold_text_width(lines[-1]) * digit * UNDERLINE_SHARE), width) if is_underlined else ""
    return paragraph(text, replace(style, sides=sides)) + beneath


def _body(letter: Letter) -> str:
    styles = {LineStyle.CHAPTER: _CHAPTER, LineStyle.PART: _PART, LineStyle.BODY: _BODY}
    *before, (last, style) = [(line, styles[line_style]) for line, line_style in lines_of_letter(letter)]
    # The signature must not stand on a page without text.
    return "".join(paragraph(*line) for line in [*before, (last, replace(style, keeps_next=True))])


def _signature(letter: Letter) -> str:
    left = text_width(is_wide=False) * 45 // 100
    right = text_width(is_wide=False) - left
    title = _("Recipients:")
    recipients = [
        paragraph(title if letter.recipients else "", ParagraphStyle(size=12, bold=True, italic=True, before=_FIRST))
    ]
    recipients += [paragraph(f"- {name}", ParagraphStyle(size=11, hanging=mm(2))) for name in letter.recipients]
    signed = [
        paragraph(line.upper(), replace(_SIGNED, before=0 if position else _FIRST))
        for position, line in enumerate(letter.signed_as)
    ]
    name = paragraph(letter.signatory, replace(_SIGNED, before=SIGNATURE_ROOM))
    return table([left, right], [row([cell(left, "".join(recipients)), cell(right, "".join([*signed, name]))])])
