"""The template that a ward starts from: a whole report after Decree 30/2020 with every placeholder in it. Pure.

Its text is Vietnamese whatever language its reader has chosen, as the report is.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Length, Pt

from app.reports.document import MOTTO, NATIONAL_TITLE
from app.reports.template.placeholders import FIGURES
from app.reports.template.starter_writing import (
    IN_TABLE,
    SMALL,
    add_page_number,
    draw_line,
    fill_row,
    flatten,
    repeat_heading,
    set_font,
    set_page,
    set_widths,
    write,
    write_row_tag,
    write_tag,
)

_LEFT_HEAD, _RIGHT_HEAD = Cm(6.9), Cm(9.4)
"""Widths of the two heads of the letter: the national title stands on one line."""
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
        set_font(self.word.styles["Normal"])
        self.section = self.word.sections[0]
        set_page(self.section)
        self.section.different_first_page_header_footer = True
        add_page_number(self.section.header.paragraphs[0])

    def saved(self) -> bytes:
        """Return the file."""
        file = BytesIO()
        self.word.save(file)
        return file.getvalue()

    def letter(self) -> None:
        """Write the letter: heads, chapters, signature and recipients."""
        self._heads()
        for text, bold in (("{{ loai_van_ban }}", True), ("{{ trich_yeu }}", True)):
            write(self.word.add_paragraph(), text, align=ALIGN.CENTER, bold=bold, after=0)
        draw_line(self.word.add_paragraph(), Cm(3.5), Cm(16))
        write_tag(self.word, "{%p if la_tam_tinh %}")
        write(self.word.add_paragraph(), "({{ tinh_trang }})", align=ALIGN.CENTER, italic=True)
        write_tag(self.word, "{%p endif %}")
        write_tag(self.word, "{%p for doan in mo_dau %}")
        self._prose("{{ doan }}")
        write_tag(self.word, "{%p endfor %}")
        self._chapters()
        self._signature()

    def _heads(self) -> None:
        left, right = self._two_columns((_LEFT_HEAD, _RIGHT_HEAD))
        write_tag(left, "{%p if co_quan_cap_tren %}", first=True)
        write(left.add_paragraph(), "{{ co_quan_cap_tren }}", size=13, align=ALIGN.CENTER, after=0)
        write_tag(left, "{%p endif %}")
        write(left.add_paragraph(), "{{ co_quan }}", size=13, bold=True, align=ALIGN.CENTER, after=0)
        draw_line(left.add_paragraph(), Cm(2.5), _LEFT_HEAD)
        write_tag(left, "{%p if so_van_ban %}")
        write(left.add_paragraph(), "{{ so_van_ban }}", size=13, align=ALIGN.CENTER)
        write_tag(left, "{%p endif %}")
        write(right.paragraphs[0], NATIONAL_TITLE, size=12, bold=True, align=ALIGN.CENTER, after=0)
        write(right.add_paragraph(), MOTTO, size=13, bold=True, align=ALIGN.CENTER, after=0)
        draw_line(right.add_paragraph(), Cm(5.2), _RIGHT_HEAD)
        write(right.add_paragraph(), "{{ dia_danh_ngay_thang }}", size=13, italic=True, align=ALIGN.CENTER)
        self.word.add_paragraph().paragraph_format.space_after = Pt(0)

    def _two_columns(self, widths: tuple[Length, Length]) -> tuple[Any, Any]:
        table = self.word.add_table(1, 2)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        set_widths(table, widths)
        left, right = table.rows[0].cells
        return left, right

    def _chapters(self) -> None:
        write_tag(self.word, "{%p for chuong_nay in chuong %}")
        self._prose("{{ chuong_nay.so }}. {{ chuong_nay.ten | upper }}", bold=True)
        write_tag(self.word, "{%p for muc in chuong_nay.muc %}")
        write_tag(self.word, "{%p if muc.ten %}")
        self._prose("{{ muc.so }}. {{ muc.ten }}", bold=True)
        write_tag(self.word, "{%p endif %}")
        write_tag(self.word, "{%p for doan in muc.doan %}")
        self._prose("{{ doan }}")
        for _loop in range(3):
            write_tag(self.word, "{%p endfor %}")

    def _prose(self, text: str, *, bold: bool = False) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Cm(1.27)
        paragraph.paragraph_format.keep_with_next = bold
        write(paragraph, text, bold=bold, align=ALIGN.JUSTIFY)

    def _signature(self) -> None:
        self.word.add_paragraph().paragraph_format.space_after = Pt(0)
        left, right = self._two_columns((Cm(8), Cm(8)))
        write(left.paragraphs[0], "Nơi nhận:", size=SMALL, bold=True, italic=True, after=0)
        write_tag(left, "{%p for noi in noi_nhan %}")
        write(left.add_paragraph(), "- {{ noi }}", size=11, after=0)
        write_tag(left, "{%p endfor %}")
        write_tag(left, "{%p if phu_luc %}")
        write(left.add_paragraph(), "Kèm theo:", size=SMALL, bold=True, italic=True, before=6, after=0)
        write_tag(left, "{%p for pl in phu_luc %}")
        line = "- Phụ lục {{ pl.so }}: {{ pl.ten }}{% if loop.last %}.{% else %};{% endif %}"
        write(left.add_paragraph(), line, size=11, after=0)
        write_tag(left, "{%p endfor %}")
        write_tag(left, "{%p endif %}")
        write_tag(right, "{%p for dong_ky in chuc_danh %}", first=True)
        write(right.add_paragraph(), "{{ dong_ky }}", bold=True, align=ALIGN.CENTER, after=0)
        write_tag(right, "{%p endfor %}")
        for _line in range(4):
            right.add_paragraph().paragraph_format.space_after = Pt(0)
        write(right.add_paragraph(), "{{ nguoi_ky }}", bold=True, align=ALIGN.CENTER)

    def annexes(self) -> None:
        """Write the annexes on landscape pages: the results with columns by name, the others as they come."""
        self.section = self.word.add_section(WD_SECTION.NEW_PAGE)
        set_page(self.section, is_wide=True)
        # The letter ends with the paragraph that holds its page: too low to need a page of its own.
        flatten(self.word.paragraphs[-1])
        self.section.different_first_page_header_footer = False
        write_tag(self.word, "{%p if so_lieu %}")
        self._annex_head("bang.ket_qua")
        self._figures()
        self._annex_foot("bang.ket_qua")
        write_tag(self.word, "{%p endif %}")
        self._named_annex("bang.dia_ban")
        self._named_annex("bang.cac_to")
        write_tag(self.word, "{%p for pl in phu_luc_khac %}")
        self._whole_annex("pl")
        write_tag(self.word, "{%p endfor %}")
        self._named_annex("bang.diem_danh")
        made = "{{ ten_bao_cao }}. Số liệu đến ngày {{ ngay_lap }}."
        write(self.word.add_paragraph(), made, size=IN_TABLE, italic=True, before=12)

    def _named_annex(self, name: str) -> None:
        write_tag(self.word, f"{{%p if {name}.so %}}")
        self._whole_annex(name)
        write_tag(self.word, "{%p endif %}")

    def _annex_head(self, name: str) -> None:
        head = self.word.add_paragraph()
        head.paragraph_format.page_break_before = name != "bang.ket_qua"
        write(head, f"Phụ lục {{{{ {name}.so }}}}", bold=True, align=ALIGN.CENTER, after=0)
        write(self.word.add_paragraph(), f"{{{{ {name}.ten | upper }}}}", bold=True, align=ALIGN.CENTER, after=0)
        attached = "(Kèm theo Báo cáo tháng {{ thang }} năm {{ nam }} của {{ ten_co_quan }})"
        write(self.word.add_paragraph(), attached, size=SMALL, italic=True, align=ALIGN.CENTER, after=0)
        state = "{{ tinh_trang }}{% if so_lieu_cua %}. {{ so_lieu_cua }}{% endif %}"
        write(self.word.add_paragraph(), state, size=SMALL, italic=True, align=ALIGN.CENTER)

    def _annex_foot(self, name: str) -> None:
        write_tag(self.word, f"{{%p for ghi_chu in {name}.ghi_chu %}}")
        write(self.word.add_paragraph(), "{{ ghi_chu }}", size=IN_TABLE, italic=True, after=2)
        write_tag(self.word, "{%p endfor %}")
        write_tag(self.word, f"{{%p if {name}.nguoi_ky %}}")
        table = self.word.add_table(1, 3)
        for cell, text in zip(
            table.rows[0].cells,
            (f"{{%tc for nguoi in {name}.nguoi_ky %}}", "{{ nguoi }}", "{%tc endfor %}"),
            strict=True,
        ):
            write(cell.paragraphs[0], text, bold=True, size=SMALL, align=ALIGN.CENTER, before=12, after=60)
        self.word.add_paragraph().paragraph_format.space_after = Pt(0)
        write_tag(self.word, "{%p endif %}")

    def _figures(self) -> None:
        """Write the results: a column for each name, and a joined cell where a group begins."""
        names = list(FIGURES)
        table = self._grid(len(names))
        set_widths(table, [Cm(width) for width in _FIGURE_WIDTHS])
        fill_row(table.rows[0], _FIGURE_HEADINGS, bold=True)
        repeat_heading(table.rows[0])
        write_row_tag(table, "{%tr for dong in so_lieu %}")
        write_row_tag(table, "{%tr if dong.la_muc %}")
        heading = table.add_row().cells
        write(heading[0].paragraphs[0], "{{ dong.stt }}", size=IN_TABLE, bold=True, align=ALIGN.CENTER, after=0)
        write(heading[1].merge(heading[-1]).paragraphs[0], "{{ dong.noi_dung }}", size=IN_TABLE, bold=True, after=0)
        write_row_tag(table, "{%tr else %}")
        aligned = [ALIGN.CENTER, ALIGN.LEFT, ALIGN.CENTER, *[ALIGN.RIGHT] * 6, ALIGN.LEFT]
        fill_row(table.add_row(), [f"{{{{ dong.{name} }}}}" for name in names], align=aligned)
        write_row_tag(table, "{%tr endif %}")
        write_row_tag(table, "{%tr endfor %}")

    def _whole_annex(self, name: str) -> None:
        """Write an annex whose columns are not known before: a loop over the columns in a loop over the rows."""
        self._annex_head(name)
        table = self._grid(3)
        cells = (f"{{%tc for cot in {name}.cot %}}", "{{ cot }}", "{%tc endfor %}")
        fill_row(table.rows[0], cells, bold=True)
        repeat_heading(table.rows[0])
        write_row_tag(table, f"{{%tr for dong in {name}.dong %}}")
        write_row_tag(table, "{%tr if dong.la_tong or dong.la_muc %}")
        fill_row(
            table.add_row(), ("{%tc for o in dong.o %}", "{{ o }}", "{%tc endfor %}"), bold=True, align=_AS_IN_REPORT
        )
        write_row_tag(table, "{%tr else %}")
        fill_row(table.add_row(), ("{%tc for o in dong.o %}", "{{ o }}", "{%tc endfor %}"), align=_AS_IN_REPORT)
        write_row_tag(table, "{%tr endif %}")
        write_row_tag(table, "{%tr endfor %}")
        self._annex_foot(name)

    def _grid(self, columns: int) -> Any:
        table = self.word.add_table(1, columns)
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        return table
