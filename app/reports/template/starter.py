"""The template that a ward starts from: a whole report after Decree 30/2020 with every placeholder in it. Pure.

Its words are Vietnamese whatever language its reader has chosen, as the report is.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Mm, Pt

from app.reports.document import MOTTO, NATIONAL_TITLE
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
from app.reports.template.placeholders import FIGURES

_LEFT, _RIGHT = Cm(6.9), Cm(9.4)
"""What the two heads of the letter take of the page: the national title stands on one line."""

_BODY, _SMALL, _TABLE, _HIDDEN = 14, 12, 11, 8
_FIGURE_WIDTHS = (1.2, 5.4, 2.0, 1.9, 1.9, 2.0, 2.0, 2.2, 1.8, 4.6)
"""Widths of the columns of the results in cm, together what is left of a landscape page."""

_AS_IN_REPORT = (None, None, None)
"""The alignment of cells that come in a loop: left open, so that figures stand to the right."""

_FIGURE_HEADINGS = (
    "STT",
    "Nội dung",
    "Đơn vị tính",
    "Chỉ tiêu",
    "Trong tháng",
    "Lũy kế từ tháng 1",
    "Đã đạt",
    "Tổng đối tượng",
    "Tỷ lệ (%)",
    "Ghi chú",
)


def starter_template() -> bytes:
    """Return a template that renders as it is, to be changed in Word."""
    made = _Starter()
    made.letter()
    made.annexes()
    return made.saved()


class _Starter:
    """Writes the template from top to bottom."""

    def __init__(self) -> None:
        self.word: Any = docx.Document()
        # The page of the library's own template is American, and so is its only paragraph's language.
        self.word.core_properties.title = "Mẫu báo cáo tháng"
        self.word.core_properties.author = self.word.core_properties.comments = ""
        _set_font(self.word.styles["Normal"])
        self.section = self.word.sections[0]
        _set_page(self.section)
        self.section.different_first_page_header_footer = True
        _add_page_number(self.section.header.paragraphs[0])

    def saved(self) -> bytes:
        """Return the file."""
        file = BytesIO()
        self.word.save(file)
        return file.getvalue()

    def letter(self) -> None:
        """Write the letter: heads, chapters, signature and recipients."""
        self._heads()
        for text, bold in (("{{ loai_van_ban }}", True), ("{{ trich_yeu }}", True)):
            _write(self.word.add_paragraph(), text, align=ALIGN.CENTER, bold=bold, after=0)
        _draw_line(self.word.add_paragraph(), Cm(3.5), Cm(16))
        _tag(self.word, "{%p if la_tam_tinh %}")
        _write(self.word.add_paragraph(), "({{ tinh_trang }})", align=ALIGN.CENTER, italic=True)
        _tag(self.word, "{%p endif %}")
        _tag(self.word, "{%p for doan in mo_dau %}")
        self._prose("{{ doan }}")
        _tag(self.word, "{%p endfor %}")
        self._chapters()
        self._signature()

    def _heads(self) -> None:
        left, right = self._two_columns((_LEFT, _RIGHT))
        _tag(left, "{%p if co_quan_cap_tren %}", first=True)
        _write(left.add_paragraph(), "{{ co_quan_cap_tren }}", size=13, align=ALIGN.CENTER, after=0)
        _tag(left, "{%p endif %}")
        _write(left.add_paragraph(), "{{ co_quan }}", size=13, bold=True, align=ALIGN.CENTER, after=0)
        _draw_line(left.add_paragraph(), Cm(2.5), _LEFT)
        _tag(left, "{%p if so_van_ban %}")
        _write(left.add_paragraph(), "{{ so_van_ban }}", size=13, align=ALIGN.CENTER)
        _tag(left, "{%p endif %}")
        _write(right.paragraphs[0], NATIONAL_TITLE, size=12, bold=True, align=ALIGN.CENTER, after=0)
        _write(right.add_paragraph(), MOTTO, size=13, bold=True, align=ALIGN.CENTER, after=0)
        _draw_line(right.add_paragraph(), Cm(5.2), _RIGHT)
        _write(right.add_paragraph(), "{{ dia_danh_ngay_thang }}", size=13, italic=True, align=ALIGN.CENTER)
        self.word.add_paragraph().paragraph_format.space_after = Pt(0)

    def _two_columns(self, widths: tuple[Length, Length]) -> tuple[Any, Any]:
        table = self.word.add_table(1, 2)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _set_widths(table, widths)
        left, right = table.rows[0].cells
        return left, right

    def _chapters(self) -> None:
        _tag(self.word, "{%p for chuong_nay in chuong %}")
        self._prose("{{ chuong_nay.so }}. {{ chuong_nay.ten | upper }}", bold=True)
        _tag(self.word, "{%p for muc in chuong_nay.muc %}")
        _tag(self.word, "{%p if muc.ten %}")
        self._prose("{{ muc.so }}. {{ muc.ten }}", bold=True)
        _tag(self.word, "{%p endif %}")
        _tag(self.word, "{%p for doan in muc.doan %}")
        self._prose("{{ doan }}")
        for _loop in range(3):
            _tag(self.word, "{%p endfor %}")

    def _prose(self, text: str, *, bold: bool = False) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        paragraph.paragraph_format.keep_with_next = bold
        _write(paragraph, text, bold=bold, align=ALIGN.JUSTIFY)

    def _signature(self) -> None:
        self.word.add_paragraph().paragraph_format.space_after = Pt(0)
        left, right = self._two_columns((Cm(8), Cm(8)))
        _write(left.paragraphs[0], "Nơi nhận:", size=_SMALL, bold=True, italic=True, after=0)
        _tag(left, "{%p for noi in noi_nhan %}")
        _write(left.add_paragraph(), "- {{ noi }}", size=11, after=0)
        _tag(left, "{%p endfor %}")
        _tag(left, "{%p if phu_luc %}")
        _write(left.add_paragraph(), "Kèm theo:", size=_SMALL, bold=True, italic=True, before=6, after=0)
        _tag(left, "{%p for pl in phu_luc %}")
        line = "- Phụ lục {{ pl.so }}: {{ pl.ten }}{% if loop.last %}.{% else %};{% endif %}"
        _write(left.add_paragraph(), line, size=11, after=0)
        _tag(left, "{%p endfor %}")
        _tag(left, "{%p endif %}")
        _tag(right, "{%p for dong_ky in chuc_danh %}", first=True)
        _write(right.add_paragraph(), "{{ dong_ky }}", bold=True, align=ALIGN.CENTER, after=0)
        _tag(right, "{%p endfor %}")
        for _line in range(4):
            right.add_paragraph().paragraph_format.space_after = Pt(0)
        _write(right.add_paragraph(), "{{ nguoi_ky }}", bold=True, align=ALIGN.CENTER)

    def annexes(self) -> None:
        """Write the annexes on landscape pages: the results with columns by name, the others as they come."""
        self.section = self.word.add_section(WD_SECTION.NEW_PAGE)
        _set_page(self.section, is_wide=True)
        # The letter ends with the paragraph that holds its page: too low to need a page of its own.
        _flatten(self.word.paragraphs[-1])
        self.section.different_first_page_header_footer = False
        _tag(self.word, "{%p if so_lieu %}")
        self._annex_head("bang.ket_qua")
        self._figures()
        self._annex_foot("bang.ket_qua")
        _tag(self.word, "{%p endif %}")
        self._named_annex("bang.dia_ban")
        self._named_annex("bang.cac_to")
        _tag(self.word, "{%p for pl in phu_luc_khac %}")
        self._whole_annex("pl")
        _tag(self.word, "{%p endfor %}")
        self._named_annex("bang.diem_danh")
        made = "{{ ten_bao_cao }}. Số liệu đến ngày {{ ngay_lap }}."
        _write(self.word.add_paragraph(), made, size=_TABLE, italic=True, before=12)

    def _named_annex(self, name: str) -> None:
        _tag(self.word, f"{{%p if {name}.so %}}")
        self._whole_annex(name)
        _tag(self.word, "{%p endif %}")

    def _annex_head(self, name: str) -> None:
        head = self.word.add_paragraph()
        head.paragraph_format.page_break_before = name != "bang.ket_qua"
        _write(head, f"Phụ lục {{{{ {name}.so }}}}", bold=True, align=ALIGN.CENTER, after=0)
        _write(self.word.add_paragraph(), f"{{{{ {name}.ten | upper }}}}", bold=True, align=ALIGN.CENTER, after=0)
        attached = "(Kèm theo Báo cáo tháng {{ thang }} năm {{ nam }} của {{ ten_co_quan }})"
        _write(self.word.add_paragraph(), attached, size=_SMALL, italic=True, align=ALIGN.CENTER, after=0)
        state = "{{ tinh_trang }}{% if so_lieu_cua %}. {{ so_lieu_cua }}{% endif %}"
        _write(self.word.add_paragraph(), state, size=_SMALL, italic=True, align=ALIGN.CENTER)

    def _annex_foot(self, name: str) -> None:
        _tag(self.word, f"{{%p for ghi_chu in {name}.ghi_chu %}}")
        _write(self.word.add_paragraph(), "{{ ghi_chu }}", size=_TABLE, italic=True, after=2)
        _tag(self.word, "{%p endfor %}")
        _tag(self.word, f"{{%p if {name}.nguoi_ky %}}")
        table = self.word.add_table(1, 3)
        for cell, text in zip(
            table.rows[0].cells,
            (f"{{%tc for nguoi in {name}.nguoi_ky %}}", "{{ nguoi }}", "{%tc endfor %}"),
            strict=True,
        ):
            _write(cell.paragraphs[0], text, bold=True, size=_SMALL, align=ALIGN.CENTER, before=12, after=60)
        self.word.add_paragraph().paragraph_format.space_after = Pt(0)
        _tag(self.word, "{%p endif %}")

    def _figures(self) -> None:
        """Write the results: a column for each name, and a joined cell where a group begins."""
        names = list(FIGURES)
        table = self._grid(len(names))
        _set_widths(table, [Cm(width) for width in _FIGURE_WIDTHS])
        _fill(table.rows[0], _FIGURE_HEADINGS, bold=True)
        _repeat(table.rows[0])
        _row_tag(table, "{%tr for dong in so_lieu %}")
        _row_tag(table, "{%tr if dong.la_muc %}")
        heading = table.add_row().cells
        _write(heading[0].paragraphs[0], "{{ dong.stt }}", size=_TABLE, bold=True, align=ALIGN.CENTER, after=0)
        _write(heading[1].merge(heading[-1]).paragraphs[0], "{{ dong.noi_dung }}", size=_TABLE, bold=True, after=0)
        _row_tag(table, "{%tr else %}")
        aligned = [ALIGN.CENTER, ALIGN.LEFT, ALIGN.CENTER, *[ALIGN.RIGHT] * 6, ALIGN.LEFT]
        _fill(table.add_row(), [f"{{{{ dong.{name} }}}}" for name in names], align=aligned)
        _row_tag(table, "{%tr endif %}")
        _row_tag(table, "{%tr endfor %}")

    def _whole_annex(self, name: str) -> None:
        """Write an annex whose columns nobody knows beforehand: a loop over the columns in a loop over the rows."""
        self._annex_head(name)
        table = self._grid(3)
        cells = (f"{{%tc for cot in {name}.cot %}}", "{{ cot }}", "{%tc endfor %}")
        _fill(table.rows[0], cells, bold=True)
        _repeat(table.rows[0])
        _row_tag(table, f"{{%tr for dong in {name}.dong %}}")
        _row_tag(table, "{%tr if dong.la_tong or dong.la_muc %}")
        _fill(table.add_row(), ("{%tc for o in dong.o %}", "{{ o }}", "{%tc endfor %}"), bold=True, align=_AS_IN_REPORT)
        _row_tag(table, "{%tr else %}")
        _fill(table.add_row(), ("{%tc for o in dong.o %}", "{{ o }}", "{%tc endfor %}"), align=_AS_IN_REPORT)
        _row_tag(table, "{%tr endif %}")
        _row_tag(table, "{%tr endfor %}")
        self._annex_foot(name)

    def _grid(self, columns: int) -> Any:
        table = self.word.add_table(1, columns)
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        return table


def _tag(place: Any, text: str, *, first: bool = False) -> None:
    """Write a tag on a line of its own, small and grey: it is taken away with its line."""
    paragraph = place.paragraphs[0] if first else place.add_paragraph()
    _write(paragraph, text, size=_HIDDEN, after=0)


def _row_tag(table: Any, text: str) -> None:
    cells = table.add_row().cells
    _write(cells[0].merge(cells[-1]).paragraphs[0], text, size=_HIDDEN, after=0)


def _write(
    paragraph: Any,
    text: str,
    *,
    size: int = _BODY,
    bold: bool = False,
    italic: bool = False,
    align: Any = None,
    before: int = 0,
    after: int = 6,
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False, align: Sequence[Any] = ()) -> None:
    # A row goes over to the next page as a whole.
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        side = align[place] if align else ALIGN.CENTER
        _write(cell.paragraphs[0], text, size=_TABLE, bold=bold, align=side, after=0)


def _repeat(row: Any) -> None:
    """Let a table's head stand on each of its pages."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _set_widths(table: Any, widths: Sequence[Length]) -> None:
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _draw_line(paragraph: Any, width: Length, inside: Length) -> None:
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


def _flatten(paragraph: Any) -> None:
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = Pt(1)


def _set_font(style: Any) -> None:
    style.font.name, style.font.size = FONT, Pt(_BODY)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(6), 1.0


def _set_page(section: Any, *, is_wide: bool = False) -> None:
    long, short = Mm(LONG_SIDE), Mm(SHORT_SIDE)
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if is_wide else (short, long)
    section.top_margin, section.bottom_margin = Mm(MARGIN_TOP), Mm(MARGIN_BOTTOM)
    section.left_margin = Mm(TEMPLATE_MARGIN_SIDES if is_wide else MARGIN_LEFT)
    section.right_margin = Mm(TEMPLATE_MARGIN_SIDES if is_wide else TEMPLATE_MARGIN_RIGHT)
    section.header_distance = Mm(PAGE_NUMBER_FROM_EDGE)


def _add_page_number(paragraph: Any) -> None:
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
