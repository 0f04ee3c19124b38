"""The annexes of a report as WordprocessingML, in the form that Decree 30/2020, Annex I, asks for. Pure rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flask_babel import gettext as _

from app.reports.document import MOTTO, NATIONAL_TITLE, Annex, Document, Row, RowStyle, cell_text
from app.reports.drawing.fonts import BOLD, balanced_lines, text_width
from app.reports.drawing.ooxml import END, ParagraphStyle, cell, mm, paragraph, row, rule, table
from app.reports.drawing.paper_column_widths import distribute_width
from app.reports.letter import attachment_line
from app.reports.page_layout import CELL_EDGE, KEPT_ROWS, ROW_TO_SIGN_IN, TABLE_TEXT_SIZE, UNDERLINE_SHARE

TABLE_STYLE = "TableText"
"""The style of what stands in tables. A template that has it decides on font, size and spaces."""

_PADDING = mm(CELL_EDGE)
_BOLD = ParagraphStyle(align="center", size=13, bold=True, keeps_next=True)
_ITALIC = ParagraphStyle(align="center", size=13, italic=True, keeps_next=True)
_LARGE = replace(_BOLD, size=14)
_HEAD = replace(_BOLD, size=12)
_IN_TABLE = ParagraphStyle(base=TABLE_STYLE)
_SUM = ParagraphStyle(size=13, bold=True, italic=True)
_NOTE = replace(_IN_TABLE, hanging=mm(3))
_DIGIT = TABLE_TEXT_SIZE * 20 / 2  # the width of a digit of a table's text, in twips
_TWIPS = 20  # of a point
_AIR = 3  # mm beside the national title, and between it and the issuer
_BETWEEN_TABLES = 18  # points above the heading of a table that stands below another
_SIGNATURE_ROOM = 64  # points beneath the titles of those who sign


def annex_page(document: Document, annex: Annex, width: int) -> str:
    """Return an annex with its headings, which mostly begins a page. ``width`` is that of the text, in twips."""
    return (
        "".join(_headings(document, annex, width))
        + paragraph("", ParagraphStyle(size=6, keeps_next=True))
        + annex_table(annex, width)
    )


def annex_table(annex: Annex, width: int) -> str:
    """Return the table of an annex with what stands beneath it: its notes, and who signs."""
    # Notes and signatures never stand alone on a page: the last rows stay with them.
    is_signed, last = bool(annex.signed_by), len(annex.notes) - 1
    notes = "".join(
        paragraph(f"– {note}", replace(_NOTE, keeps_next=is_signed or position < last))
        for position, note in enumerate(annex.notes)
    )
    beneath = paragraph("", ParagraphStyle(size=4, keeps_next=_has_beneath(annex)))
    if annex.sum_in_words:
        beneath += paragraph(annex.sum_in_words, replace(_SUM, keeps_next=is_signed or bool(annex.notes)))
    return _table(annex, width) + beneath + notes + (_signature_row(annex, width) if is_signed else "")


def _has_beneath(annex: Annex) -> bool:
    return bool(annex.sum_in_words or annex.notes or annex.signed_by)


def _headings(document: Document, annex: Annex, width: int) -> Iterator[str]:
    is_first = annex is document.annexes[0]
    if is_first and not document.letter:
        yield _head(document.issuer, width) if document.has_national_title else paragraph(document.issuer, _BOLD)
        yield paragraph(document.subject, _BOLD) if document.subject else ""
        yield paragraph(document.title, replace(_LARGE, before=6, after=14))
    follows_on = document.follows_on(annex)
    starts_page = bool(document.letter) or not (is_first or follows_on)
    if annex.number:
        number = _("Annex %(number)s", number=annex.number)
        before = _BETWEEN_TABLES if follows_on else 0
        yield paragraph(number, replace(_LARGE, starts_page=starts_page, level=0, before=before))
        yield paragraph(annex.title.upper(), _BOLD)
    if document.letter:
        yield paragraph(attachment_line(document.letter), _ITALIC)
    if not follows_on:
        yield paragraph(document.state, _ITALIC)


def _head(issuer: str, width: int) -> str:
    """Return the issuer beside the national title, each with its line beneath."""
    high = _HEAD.size * _TWIPS
    right = round(text_width(NATIONAL_TITLE, BOLD) * high) + 2 * mm(_AIR)
    left = width - right
    lines = balanced_lines(issuer, BOLD, (left - mm(_AIR)) / high)
    beneath = rule(round(text_width(lines[-1], BOLD) * high * UNDERLINE_SHARE), left)
    motto = rule(round(text_width(MOTTO, BOLD) * _BOLD.size * _TWIPS), right)
    cells = [
        cell(left, paragraph("\n".join(lines), _HEAD) + beneath),
        cell(right, paragraph(NATIONAL_TITLE, _HEAD) + paragraph(MOTTO, _BOLD) + motto),
    ]
    return table([left, right], [row(cells)])


def _table(annex: Annex, width: int) -> str:
    widths = distribute_width(width, annex.columns, annex.rows, _DIGIT, 2 * _PADDING)
    # The heading of a table never stands alone at the end of a page, nor with a single row.
    style = replace(_IN_TABLE, align="center", bold=True, keeps_next=True)
    headings = [
        cell(width, paragraph(column.heading, style), align="center")
        for width, column in zip(widths, annex.columns, strict=True)
    ]
    aligned = [replace(_IN_TABLE, align=column.align) for column in annex.columns]
    aligned_and_kept = [replace(style, keeps_next=True) for style in aligned]
    height = mm(ROW_TO_SIGN_IN) if annex.is_written_in else 0
    rows = [
        _section(each, widths)
        if each.style is RowStyle.SECTION
        else _row(
            each,
            widths,
            aligned_and_kept if _keeps_next(annex, position) else aligned,
            height if each.style is RowStyle.PLAIN else 0,
        )
        for position, each in enumerate(annex.rows)
    ]
    return table(widths, [row(headings, repeats=True), *rows], is_ruled=True, padding=_PADDING)


def _keeps_next(annex: Annex, position: int) -> bool:
    """Return whether a row stays with what follows it: the first, the last ones, and the one before a sum."""
    rows, is_last = len(annex.rows), position >= len(annex.rows) - KEPT_ROWS
    return (position == 0 and rows > 1) or (is_last and _has_beneath(annex)) or annex.ends_group(position)


def _section(line: Row, widths: list[int]) -> str:
    number, name = map(cell_text, line.cells)
    style = replace(_IN_TABLE, bold=True, keeps_next=True)
    first = cell(widths[0], paragraph(number, replace(style, align="center")), align="center")
    return row([first, cell(sum(widths[1:]), paragraph(name, style), span=len(widths) - 1, align="center")])


def _row(line: Row, widths: list[int], aligned: list[ParagraphStyle], least_height: int) -> str:
    styles = [replace(style, bold=True) for style in aligned] if line.style is RowStyle.TOTAL else aligned
    cells = zip(widths, line.cells, styles, strict=True)
    written = [cell(width, paragraph(cell_text(text), style), align="center") for width, text, style in cells]
    return row(written, least_height=least_height)


def _signature_row(annex: Annex, width: int) -> str:
    """Return the titles of those who sign beneath a table, side by side, with space for their signatures."""
    each = width // len(annex.signed_by)
    title, hand = ParagraphStyle(align="center", size=13, bold=True, before=12), ParagraphStyle(before=_SIGNATURE_ROOM)
    cells = [cell(each, paragraph(name, title) + paragraph("", hand)) for name in annex.signed_by]
    return table([each] * len(cells), [row(cells)]) + END
