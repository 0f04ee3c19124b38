"""The Word file of paragraphs and tables: its pages, styles, page numbers and properties. Pure rules.

python-docx is slow to import and few requests want it, so it is imported when a file is asked for.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.reports.drawing.ooxml import mm, styles, writable
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
from app.reports.word_xml import WORD_NAMESPACE

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section

BODY, IN_TABLE, PAGE_NUMBER = 14, 11, 13  # points
_SHORT_SIDE, _LONG_SIDE = mm(SHORT_SIDE), mm(LONG_SIDE)
_TOP, _BOTTOM = mm(MARGIN_TOP), mm(MARGIN_BOTTOM)
_LEFT, _RIGHT = mm(MARGIN_LEFT), mm(MARGIN_RIGHT)
_NUMBER_FROM_EDGE = mm(PAGE_NUMBER_FROM_EDGE)
_LONGEST_PROPERTY = 255  # letters
_FIRST_LINE = 709  # 1.25 cm

_PAGE_NUMBER = (
    f'<w:p xmlns:w="{WORD_NAMESPACE}"><w:pPr><w:pStyle w:val="Header"/><w:jc w:val="center"/></w:pPr>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p>'
)
_SETTINGS = (
    f'<w:settings xmlns:w="{WORD_NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
_STYLES = styles(body=BODY, page_number=PAGE_NUMBER, in_table=IN_TABLE, first_line=_FIRST_LINE)
_KEPT_PARTS = {"officeDocument", "core-properties", "styles", "settings", "header"}
"""Parts of the package that a report has. The others of a new file name other fonts, or show another page."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages of one orientation, with their content as WordprocessingML."""

    content: str
    is_wide: bool = False


def text_width(*, is_wide: bool) -> int:
    """Return the width of the text of a page, in twips."""
    return (_LONG_SIDE if is_wide else _SHORT_SIDE) - _LEFT - _RIGHT


def word_file(title: str, created: date, groups: Sequence[Pages]) -> bytes:
    """Return the file. The same pages give the same bytes: it carries ``created`` and no other time."""
    from docx import Document
    from docx.oxml.parser import parse_xml

    file = Document()
    _strip(file)
    file.styles.element[:] = parse_xml(_STYLES)[:]
    file.settings.element[:] = parse_xml(_SETTINGS)[:]
    _set_properties(file, title, created)
    for position, group in enumerate(groups):
        section = _next_section(file) if position else _first_section(file)
        _set_page(section, is_wide=group.is_wide)
        file.add_paragraph(str(position))
    return _zipped(file, [group.content for group in groups])


def _strip(file: WordDocument) -> None:
    """Remove the parts of a new file that a report does not need: its picture, counts of pages, other fonts."""
    for relations in (file.part.rels, file.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] not in _KEPT_PARTS:
                del relations[key]


def _set_properties(file: WordDocument, title: str, created: date) -> None:
    about = file.core_properties
    about.title = writable(title)[:_LONGEST_PROPERTY]
    about.author, about.comments, about.language = AUTHOR, "", "vi-VN"
    about.created = about.modified = datetime.combine(created, time())
    about.revision = 1


def _first_section(file: WordDocument) -> Section:
    """Return the first section of a file: its first page has no number, the others have one."""
    from docx.oxml.parser import parse_xml

    section = file.sections[0]
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    section.header.part.element[:] = [parse_xml(_PAGE_NUMBER)]
    return section


def _next_section(file: WordDocument) -> Section:
    """Return a new section, whose page numbers continue."""
    from docx.shared import Pt

    section: Section = file.add_section()
    section.different_first_page_header_footer = False
    # The end of a section stands in a paragraph, which must not take a page of its own.
    file.paragraphs[-1].paragraph_format.line_spacing = Pt(1)
    return section


def _set_page(section: Section, *, is_wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Twips

    width, height = (_LONG_SIDE, _SHORT_SIDE) if is_wide else (_SHORT_SIDE, _LONG_SIDE)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(width), Twips(height)
    section.top_margin, section.bottom_margin = Twips(_TOP), Twips(_BOTTOM)
    section.left_margin, section.right_margin = Twips(_LEFT), Twips(_RIGHT)
    section.header_distance = section.footer_distance = Twips(_NUMBER_FROM_EDGE)


def _zipped(file: WordDocument, contents: Sequence[str]) -> bytes:
    """Return the file with its contents, and without the time at which it was packed.

    The contents go in as text: moving a hundred thousand elements from one tree to another takes seconds.
    """
    packed, rezipped = io.BytesIO(), io.BytesIO()
    file.save(packed)
    with ZipFile(packed) as source, ZipFile(rezipped, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = _with_contents(part.decode(), contents).encode()
            target.writestr(ZipInfo(name), part, ZIP_DEFLATED)
    return rezipped.getvalue()


def _with_contents(skeleton: str, contents: Sequence[str]) -> str:
    """Return the text of a file with each content in place of the paragraph that bears its position."""
    for position, content in enumerate(contents):
        before, _place, after = skeleton.partition(f"<w:p><w:r><w:t>{position}</w:t></w:r></w:p>")
        skeleton = before + content + after
    return skeleton
