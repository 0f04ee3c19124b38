"""WordprocessingML as text: runs, paragraphs, lines and tables. Pure rules.

A list of a month has thousands of cells. Written as text and read at once they take a tenth of the time that
setting the properties of every cell takes. Lengths are in twips: 1440 to the inch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import normalize
from xml.sax.saxutils import escape

from app.reports.page_layout import FONT
from app.reports.word_xml import WORD_NAMESPACE, without_unwritable

_LINE_ENDS = re.compile(r"\r\n?|\v|\f")
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def mm(length: float) -> int:
    """Return a length in twips, rounded up: a margin of 15 mm must not become 14.99."""
    return -int(-length * 1440 / 25.4 // 1)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """The format of a paragraph where it differs from its ``base`` style: sizes and spaces are in points.

    ``hanging`` and ``sides`` are in twips: the indent of the lines after the first, and that of all lines at both ends.
    """

    base: str = "Normal"
    align: str = ""
    size: float = 0
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float | None = None
    keeps_next: bool = False
    starts_page: bool = False
    hanging: int = 0
    sides: int = 0
    level: int | None = None


PLAIN = ParagraphStyle()


def writable(text: str) -> str:
    """Return ``text`` as a document may hold it: NFC, without the characters that XML cannot carry."""
    return without_unwritable(normalize("NFC", _LINE_ENDS.sub("\n", text))).replace("\t", " ")


def run(text: str, *, size: float = 0, bold: bool = False, italic: bool = False) -> str:
    """Return a run of text in one format; a line end in it stays one."""
    if not text:
        return ""
    style = ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "") + (_size(size) if size else "")
    lines = escape(writable(text)).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{f"<w:rPr>{style}</w:rPr>" if style else ""}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def paragraph(text: str, style: ParagraphStyle = PLAIN) -> str:
    """Return a paragraph in one format; without text it still has the height of its size."""
    runs = run(text, size=style.size, bold=style.bold, italic=style.italic)
    mark = f"<w:rPr>{_size(style.size)}</w:rPr>" if style.size and not runs else ""
    return f"<w:p><w:pPr>{_properties(style)}{mark}</w:pPr>{runs}</w:p>"


def _properties(style: ParagraphStyle) -> str:
    # The order is the schema's: Word refuses files that have another.
    spaces = f' w:before="{style.before * 20:g}"' if style.before else ""
    spaces += f' w:after="{style.after * 20:g}"' if style.after is not None else ""
    return "".join(
        [
            f'<w:pStyle w:val="{style.base}"/>',
            "<w:keepNext/>" if style.keeps_next else "",
            "<w:pageBreakBefore/>" if style.starts_page else "",
            f"<w:spacing{spaces}/>" if spaces else "",
            f'<w:ind w:left="{style.hanging}" w:hanging="{style.hanging}"/>' if style.hanging else "",
            f'<w:ind w:left="{style.sides}" w:right="{style.sides}"/>' if style.sides else "",
            f'<w:jc w:val="{style.align}"/>' if style.align else "",
            f'<w:outlineLvl w:val="{style.level}"/>' if style.level is not None else "",
        ]
    )


def rule(length: int, available_width: int) -> str:
    """Return a line in the middle of the available width: the upper edge of a paragraph without text."""
    side = max(available_width - length, 0) // 2
    return (
        '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:keepNext/>'
        '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="60" w:line="40" w:lineRule="exact"/>'
        f'<w:ind w:left="{side}" w:right="{side}"/></w:pPr></w:p>'
    )


END = (
    '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:spacing w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
"""A paragraph that has to follow the last table. It has no height, so that it never takes a page of its own."""


def cell(width: int, content: str, *, span: int = 1, align: str = "") -> str:
    """Return a cell of a table; ``content`` are paragraphs, at least one."""
    joined = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    height = f'<w:vAlign w:val="{align}"/>' if align else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{joined}{height}</w:tcPr>{content}</w:tc>'


def row(cells: Iterable[str], *, repeats: bool = False) -> str:
    """Return a row that is not split between pages; ``repeats`` makes it the heading on every page of the table."""
    again = "<w:tblHeader/>" if repeats else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths: Sequence[int], rows: Iterable[str], *, is_ruled: bool = False, padding: int = 0) -> str:
    """Return a table with fixed widths of columns, with lines between its cells or without."""
    kind = "single" if is_ruled else "nil"
    edges = "".join(f'<w:{edge} w:val="{kind}" w:sz="4" w:space="0" w:color="000000"/>' for edge in _EDGES)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = "".join(f'<w:{side} w:w="{padding}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def styles(*, body: float, page_number: float, in_table: float, first_line: int) -> str:
    """Return the styles of a document, each in Times New Roman, black and in Vietnamese; sizes are in points."""
    return (
        f'<w:styles xmlns:w="{WORD_NAMESPACE}">'
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_letters(body)}</w:rPr></w:rPrDefault>"
        '<w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"<w:rPr>{_letters(body)}</w:rPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        + _style(
            "BodyText",
            "Body Text",
            f'<w:spacing w:after="120" w:line="264" w:lineRule="auto"/>'
            f'<w:ind w:firstLine="{first_line}"/><w:jc w:val="both"/>',
            body,
        )
        + _style("Header", "header", '<w:jc w:val="center"/>', page_number)
        + _style("Footer", "footer", '<w:jc w:val="center"/>', page_number)
        + _style("TableText", "Table Text", '<w:spacing w:before="20" w:after="20"/>', in_table)
        + "</w:styles>"
    )


def _style(code: str, name: str, paragraphs: str, size: float) -> str:
    own = ' w:customStyle="1"' if code == "TableText" else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{code}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:qFormat/><w:pPr>{paragraphs}</w:pPr><w:rPr>{_letters(size)}</w:rPr></w:style>"
    )


def _letters(size: float) -> str:
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f'<w:rFonts {fonts}/><w:color w:val="000000"/>{_size(size)}'
        '<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{points * 2:g}"/><w:szCs w:val="{points * 2:g}"/>'
