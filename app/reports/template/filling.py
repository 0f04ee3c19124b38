"""A report drawn with a Word template: the default one, or a ward's own. Pure.

Conditions leave lines out, values go in as text, and lists, tables and annexes take the place of the line that names
them. Tables are written as text where a mark stands in the finished part: moving a hundred thousand elements from one
tree to another takes seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from flask_babel import gettext as _
from lxml import etree

from app.month import Month
from app.reports.document import Document, LineStyle
from app.reports.drawing.fonts import BOLD, balanced_lines, text_width
from app.reports.drawing.ooxml import ParagraphStyle, paragraph, rule
from app.reports.drawing.word_annexes import TABLE_STYLE, annex_page, annex_table
from app.reports.page_layout import AUTHOR, UNDERLINE_SHARE
from app.reports.template.allowed_parts import related_part
from app.reports.template.check import Template, opened
from app.reports.template.needed_paragraphs import (
    complete_holders,
    follows_table,
    leave_out,
    leave_out_line,
    thin_paragraph,
)
from app.reports.template.package import packed, refusal
from app.reports.template.placeholders import LISTS, MONTH, TABLES, contents_of
from app.reports.template.sections import PageSection, twips, width_at
from app.reports.template.tags import Line, Tag, TagKind, lines_of
from app.reports.word_xml import Element, W, properties, put, writable, write_text
from app.year_parts import YearPart

_DEFAULT = Path(__file__).parent / "default"
_BLOCK = "block"
_BLOCK_IN_TEXT = re.compile(rb"<\?block (\d+)\?>")
_BALANCED, _UNDERLINED = {"co_quan_cap_tren", "co_quan", "trich_yeu"}, {"co_quan", "trich_yeu"}
_AIR = 114  # twips left free between the issuer and the national title
_USUAL_SIZE = 28  # half points
_LEVELS = {LineStyle.CHAPTER: 0, LineStyle.PART: 1}
_LONGEST_TITLE = 255  # letters

_STYLE_OF_TABLES = (
    f'<w:style xmlns:w="{W[1:-1]}" w:type="paragraph" w:customStyle="1" w:styleId="{TABLE_STYLE}">'
    '<w:name w:val="Table Text"/><w:qFormat/><w:pPr><w:spacing w:before="20" w:after="20" w:line="240" '
    'w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLine="0"/></w:pPr>'
    '<w:rPr><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:style>'
)
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>'
    '<cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified><dc:language>vi-VN</dc:language>'
    "</cp:coreProperties>"
)


@cache
def default_template() -> bytes:
    """Return the template of the default letter, after Decree 30/2020: its parts are kept one by one, to be read."""
    paths = sorted(path for path in _DEFAULT.rglob("*") if path.is_file())
    between = re.compile(rb">\s+<")
    return packed({path.relative_to(_DEFAULT).as_posix(): between.sub(b"><", path.read_bytes()) for path in paths})


def draw_docx(document: Document, time: Month | YearPart, template: bytes | None = None) -> bytes:
    """Return the report of a month or a part of a year as a Word file, in a ward's own layout or in the default one.

    Figures that are provisional never pass for closed ones: where the layout does not say so, the first line does.
    The same report gives the same bytes. Raises :class:`app.reports.template.package.RefusedError`, also where a layout
    names the month in a report that has none.
    """
    return _Filling(opened(default_template() if template is None else template), document, time).file()


class _Filling:
    """Fills in the parts of a template."""

    def __init__(self, template: Template, document: Document, time: Month | YearPart) -> None:
        self.template = template
        self.document = document
        self.contents = contents_of(document, time)
        self.blocks: list[bytes] = []
        self.used: set[str] = set()

    def file(self) -> bytes:
        """Return the file with its parts filled in."""
        parts, trees, changed = dict(self.template.parts), self.template.trees, list(self.template.filled)
        for name in changed:
            self._fill(trees[name])
        if self.document.is_provisional and not self.used & {"la_tam_tinh", "tinh_trang"}:
            body = trees[self.template.main].find(f"{W}body")
            body.insert(0, self._block(paragraph(self.document.state, ParagraphStyle(align="center", italic=True))))
        for name in (name for name, tree in trees.items() if tree.tag == f"{W}styles"):
            changed += [name] if _add_style_of_tables(trees[name]) else []
        parts.update((name, self._written(trees[name])) for name in changed)
        about = related_part(trees, "core-properties")
        if about in parts:
            title, day = escape(writable(self.document.title)[:_LONGEST_TITLE]), self.document.created.isoformat()
            parts[about] = _PROPERTIES.format(title=title, author=AUTHOR, day=day).encode()
        return packed(parts)

    def _written(self, tree: Element) -> bytes:
        data = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)
        return _BLOCK_IN_TEXT.sub(lambda match: self.blocks[int(match[1])], data)

    def _block(self, xml: str) -> Element:
        """Keep XML, and return the mark in whose place it is written. The parser leaves a template none of its own."""
        self.blocks.append(xml.encode())
        return etree.ProcessingInstruction(_BLOCK, str(len(self.blocks) - 1))

    def _fill(self, tree: Element) -> None:
        begun: list[tuple[Tag, Element]] = []
        for line in lines_of(tree):
            for tag in line.tags:
                if tag.is_line and tag.kind is TagKind.IF:
                    begun.append((tag, line.paragraph))
                elif tag.is_line:
                    self._close(*begun.pop(), line.paragraph)
        for line in lines_of(tree):
            if line.tags and line.tags[0].kind is TagKind.BLOCK:
                self._fill_block(line.paragraph, line.tags[0].name)
            else:
                line.replace(self._spans(line))
        complete_holders(tree)

    def _is_true(self, tag: Tag) -> bool:
        self.used |= {tag.name} & {"la_tam_tinh"}
        return self.contents.has(tag.name) is not tag.is_negated

    def _close(self, tag: Tag, first: Element, last: Element) -> None:
        """Leave out the two lines of a condition, and what stands between them where it is not true."""
        if not self._is_true(tag):
            each = first.getnext()
            while each is not last:
                following = each.getnext()
                leave_out(each)
                each = following
        leave_out_line(first)
        leave_out_line(last)

    def _spans(self, line: Line) -> Iterator[tuple[int, int, str]]:
        """Yield the pieces of a line that are replaced; of conditions that are not true, all of them."""
        start, depth = 0, 0
        for tag in line.tags:
            if depth:
                depth += (tag.kind is TagKind.IF) - (tag.kind is TagKind.END)
                if not depth:
                    yield start, tag.end, ""
            elif tag.kind is TagKind.VALUE:
                if tag.name == MONTH and not self.contents.has(MONTH):
                    raise refusal(_month_missing(), line.text)
                self.used.add(tag.name)
                yield tag.start, tag.end, writable(self.contents.values[tag.name])
            elif tag.kind is TagKind.IF and not self._is_true(tag):
                start, depth = tag.start, 1
            else:
                yield tag.start, tag.end, ""

    def _fill_block(self, marker: Element, name: str) -> None:
        if name in LISTS:
            self._write_lines(marker, name)
        elif name in TABLES:
            width = width_at(marker)
            if self.contents.annexes[name] and follows_table(marker):
                marker.addprevious(thin_paragraph())
            for annex in self.contents.annexes[name]:
                marker.addprevious(self._block(annex_table(annex, width)))
        elif self.contents.annexes[name]:
            self._write_pages(marker, name)
        leave_out_line(marker)

    def _write_lines(self, marker: Element, name: str) -> None:
        width, lines = width_at(marker), self.contents.lists.get(name, [])
        for position, (text, style) in enumerate(lines, start=1):
            line = _copied(marker, writable(text))
            if style in _LEVELS:
                put(properties(line, "pPr"), "outlineLvl", val=str(_LEVELS[style]))
                put(properties(line.find(f"{W}r"), "rPr"), "b")
                put(properties(line.find(f"{W}r"), "rPr"), "bCs")
            # The signature must not stand on a page without text.
            if style in _LEVELS or (name == "chuong" and position == len(lines)):
                put(properties(line, "pPr"), "keepNext")
            marker.addprevious(line)
            if name in _BALANCED:
                self._balance(line, text, width, is_underlined=name in _UNDERLINED and position == len(lines))

    def _balance(self, line: Element, text: str, width: int, *, is_underlined: bool) -> None:
        """Put a centred text on lines of about the same length: no word stands alone on the last."""
        size = line.find(f"{W}r/{W}rPr/{W}sz")
        high = ((twips(size.get(f"{W}val", "")) if size is not None else 0) or _USUAL_SIZE) * 10
        lines = balanced_lines(text, BOLD, (width - _AIR) / high)
        longest = max(text_width(each, BOLD) for each in lines)
        sides = str(max(0, width - round((longest + 0.5) * high)) // 2)
        if len(lines) > 1:
            put(properties(line, "pPr"), "ind", left=sides, right=sides)
        if is_underlined:
            beneath = rule(round(text_width(lines[-1], BOLD) * high * UNDERLINE_SHARE), width)
            line.addnext(self._block(beneath))

    def _write_pages(self, marker: Element, name: str) -> None:
        """Write annexes, upright or wide, on pages of their own; what follows stands on pages as before."""
        section = PageSection(marker)
        was_wide, previous = section.is_wide, marker.getprevious()
        has_content = previous is not None and (len(previous) == 0 or previous.find(f"{W}pPr/{W}sectPr") is None)
        for is_wide, annexes in groupby(self.contents.annexes[name], lambda annex: annex.is_wide):
            if is_wide is not section.is_wide:
                section.turn(marker, ends_here=has_content)
            pages = [annex_page(self.document, annex, section.text_width) for annex in annexes]
            marker.addprevious(self._block("".join(pages)))
            has_content = True
        if section.is_wide is not was_wide and marker.getnext() is not section.last and section.last is not marker:
            section.turn(marker, ends_here=True)


def _month_missing() -> str:
    return str(
        _(
            "It names the month alone (%(month)s), which a quarter, half a year or a year does not have; the whole "
            "period is %(period)s.",
            month="{{ thang }}",
            period="{{ ky_bao_cao }}",
        )
    )


def _add_style_of_tables(styles: Element) -> bool:
    """Give a template the style of tables, in the font of its own text; return whether it did not have it."""
    paragraphs = [each for each in styles if each.get(f"{W}type") == "paragraph"]
    if any(each.get(f"{W}styleId") == TABLE_STYLE for each in paragraphs):
        return False
    style = etree.fromstring(_STYLE_OF_TABLES)
    for usual in [each for each in paragraphs if each.get(f"{W}default") == "1"][:1]:
        style.insert(1, style.makeelement(f"{W}basedOn", {f"{W}val": usual.get(f"{W}styleId", "")}))
    styles.append(style)
    return True


def _copied(marker: Element, text: str) -> Element:
    """Return a line with a text, in the format of another."""
    line = marker.makeelement(f"{W}p", nsmap=marker.nsmap)
    run = etree.SubElement(line, f"{W}r")
    write_text(etree.SubElement(run, f"{W}t"), text)
    for parent, path in ((line, f"{W}pPr"), (run, f".//{W}r[{W}t]/{W}rPr")):
        found = marker.find(path)
        if found is not None:
            parent.insert(0, deepcopy(found))
    for end in line.findall(f"{W}pPr/{W}sectPr"):
        end.getparent().remove(end)
    return line
