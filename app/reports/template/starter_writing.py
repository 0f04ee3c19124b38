"""Paragraphs, rows and pages of the template that a ward starts from, written with python-docx. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt

from app.reports.page_layout import (
    FONT,
    LONG_SIDE,
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_TOP,
    PAGE_NUMBER_FROM_EDGE,
    SHORT_SIDE,
    TEMPLATE_MARGIN_RIGHT,
    TEMPLATE_MARGIN_SIDES,
)

BODY, SMALL, IN_TABLE, _HIDDEN = 14, 12, 11, 8  # points


def write_tag(place: Any, text: str, *, first: bool = False) -> None:
    """Write a tag on a line of its own, small and grey: it is removed with its line."""
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    write(paragraph, text, size=_HIDDEN, after=0)


def write_row_tag(table: Any, text: str) -> None:
    """Write a tag in a row of its own, which is removed with it."""
    cells = table.add_row().cells
    write(cells[0].merge(cells[-1]).paragraphs[0], text, size=_HIDDEN, after=0)


def write(
    paragraph: Any,
    text: str,
    *,
    size: int = BODY,
    bold: bool = False,
    italic: bool = False,
    align: Any = None,
    before: int = 0,
    after: int = 6,
) -> None:
    """Write a text into a paragraph; sizes and spaces are in points."""
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)


def fill_row(row: Any, texts: Sequence[str], *, bold: bool = False, align: Sequence[Any] = ()) -> None:
    """Write a text into each cell of a row; without ``align`` they are centred."""
    # A row goes over to the next page as a whole.
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        side = align[place] if align else ALIGN.CENTER
        write(cell.paragraphs[0], text, size=IN_TABLE, bold=bold, align=side, after=0)


def repeat_heading(row: Any) -> None:
    """Let a table's head stand on each of its pages."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def set_widths(table: Any, widths: Sequence[Length]) -> None:
    """Set the widths of a table's columns, and of every cell in them."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def draw_line(paragraph: Any, width: Length, inside: Length) -> None:
    """Draw the short line that stands beneath the issuer, the motto and the subject, in the middle."""
    run = paragraph.add_run()
    run.font.size = Pt(2)
    paragraph.alignment = ALIGN.CENTER
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.line_spacing = Pt(4)
    border = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    border.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )
    # The line is as wide as its paragraph.
    aside = Length((inside - width) // 2)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = aside


def flatten(paragraph: Any) -> None:
    """Make an empty paragraph one point high."""
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(1)


def set_font(style: Any) -> None:
    """Set font, language and spacing of a style."""
    style.font.name, style.font.size = FONT, Pt(BODY)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(6), 1.0


def set_page(section: Any, *, is_wide: bool = False) -> None:
    """Set size and margins of the pages of a section, upright or landscape."""
    long, short = Mm(LONG_SIDE), Mm(SHORT_SIDE)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)
    section.top_margin, section.bottom_margin = Mm(MARGIN_TOP), Mm(MARGIN_BOTTOM)
    section.left_margin = Mm(TEMPLATE_MARGIN_SIDES if is_wide else MARGIN_LEFT)
    section.right_margin = Mm(TEMPLATE_MARGIN_SIDES if is_wide else TEMPLATE_MARGIN_RIGHT)
    section.header_distance = Mm(PAGE_NUMBER_FROM_EDGE)


def add_page_number(paragraph: Any) -> None:
    """Write the number of the page, in the middle of the upper margin."""
    paragraph.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(13)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
