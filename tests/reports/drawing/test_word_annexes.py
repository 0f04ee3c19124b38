"""The annexes in ``month.docx``: every cell, and how their tables print."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.text.paragraph import Paragraph

from app.reports.document import RowStyle, cell_text
from tests.reports.drawing.word_reading import (
    MOTTO,
    NATIONAL_TITLE,
    cells,
    drawn,
    everything,
    named,
    ruled,
    size,
    style_of,
    text_of,
    with_annexes,
)
from tests.reports.sample_document import sample_document

pytestmark = pytest.mark.usefixtures("vietnamese_reader")


def test_annexes_begin_a_page_and_name_their_letter() -> None:
    word = drawn(sample_document())
    heading = named(word, "Phụ lục II")
    lines = [Paragraph(each, word._body) for each in (heading._p, *heading._p.itersiblings())][:4]
    assert [line.text for line in lines] == [
        "Phụ lục II",
        "KẾT QUẢ THEO ĐỊA BÀN",
        f"(Kèm theo Báo cáo số {' ' * 8}/BC-UBND ngày 05 tháng 11 năm 2026 của Ủy ban nhân dân phường Ví Dụ)",
        "Đã chốt ngày 05/11/2026, bản 2: chỉ gồm số liệu đã duyệt",
    ]
    assert [style_of(line) for line in lines] == [
        (14, True, False, "CENTER"),
        (13, True, False, "CENTER"),
        (13, False, True, "CENTER"),
        (13, False, True, "CENTER"),
    ]
    assert all(named(word, f"Phụ lục {number}").paragraph_format.page_break_before for number in ("I", "II", "III"))


def test_cells_read_back() -> None:
    document = sample_document(rows=5)
    tables = ruled(drawn(document))
    assert len(tables) == len(document.annexes)
    for table, annex in zip(tables, document.annexes, strict=True):
        headings, *rows = cells(table)
        assert headings == [column.heading for column in annex.columns]
        assert rows == [[cell_text(cell) for cell in row.cells] for row in annex.rows]


def test_tables_are_laid_out_to_be_printed() -> None:
    document = sample_document()
    for table, annex in zip(ruled(drawn(document)), document.annexes, strict=True):
        headings, *rows = table._tbl.tr_lst
        assert headings.find(f".//{qn('w:tblHeader')}") is not None
        assert not any(row.find(f".//{qn('w:tblHeader')}") is not None for row in rows)
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in (headings, *rows))
        assert table._tbl.find(f".//{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"
        assert sum(column.width.mm for column in table.columns) == pytest.approx(252, abs=0.2)
        for element, row in zip(rows, annex.rows, strict=True):
            widths = [int(each.get(qn("w:w"))) for each in element.iter(qn("w:tcW"))]
            assert sum(widths) == sum(int(each.get(qn("w:w"))) for each in table._tbl.tblGrid)
            bold = {each.find(f".//{qn('w:b')}") is not None for each in element.iter(qn("w:r"))}
            assert bold == {row.style is not RowStyle.PLAIN}
            if row.style is RowStyle.SECTION:
                spans = [int(each.get(qn("w:val"))) for each in element.iter(qn("w:gridSpan"))]
                assert spans == [len(annex.columns) - 1]
    first = ruled(drawn(document))[0]
    reached = [Paragraph(each.p_lst[0], first) for each in first._tbl.tr_lst[4].tc_lst]
    assert style_of(reached[0]) == (11, False, False, "CENTER")
    assert style_of(reached[1]) == (11, False, False, "LEFT")
    assert style_of(reached[6]) == (11, False, False, "RIGHT")
    assert style_of(Paragraph(first._tbl.tr_lst[0].tc_lst[6].p_lst[0], first)) == (11, True, False, "CENTER")


def test_notes_and_signatures_stand_beneath_their_table() -> None:
    word = drawn(sample_document())
    note = named(word, "– Một ngày được tính một lần cho mỗi người, kể cả khi cùng đi với người khác.")
    assert 11 <= size(note) <= 12
    ((maker, checker),) = (row.cells for row in word.tables[-1].rows)
    assert (maker.paragraphs[0].text, checker.paragraphs[0].text) == ("Người lập biểu", "Xác nhận của Ủy ban nhân dân")
    assert word.tables[-1]._tbl.tr_lst[0].find(f".//{qn('w:cantSplit')}") is not None


def test_tables_without_a_letter_have_a_head_of_their_own() -> None:
    document = replace(sample_document(has_letter=False), subject="Nguyễn Ví Dụ")
    word = drawn(document)
    assert text_of(everything(word))[:6] == [
        "ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ",
        "Nguyễn Ví Dụ",
        "Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10/2026",
        "Phụ lục I",
        "KẾT QUẢ THEO TRỤ CỘT",
        document.state,
    ]
    assert not named(word, "Phụ lục I").paragraph_format.page_break_before
    assert named(word, "Phụ lục II").paragraph_format.page_break_before
    texts = [each.text for each in everything(word)]
    assert NATIONAL_TITLE not in texts
    assert not any(text.startswith("(Kèm theo") for text in texts)
    assert len(word.sections) == 1


def test_rows_to_be_signed_in_are_high_enough() -> None:
    document = sample_document()
    signed = document.annexes[3]
    columns = [replace(each, is_written_by_hand=each.heading == "Ký nhận") for each in signed.columns]
    high, low = drawn(with_annexes(document, replace(signed, columns=columns))), drawn(with_annexes(document, signed))
    assert [_height(row) for row in ruled(high)[0]._tbl.tr_lst] == [None, *[("397", "atLeast")] * 3, None]
    assert not any(_height(row) for row in ruled(low)[0]._tbl.tr_lst)


def _height(row: CT_Row) -> tuple[str, str] | None:
    height = row.find(f".//{qn('w:trHeight')}")
    return None if height is None else (height.get(qn("w:val")), height.get(qn("w:hRule")))


def test_sum_of_a_team_stays_with_the_row_above_it() -> None:
    annex = sample_document(rows=9).annexes[1]
    rows = [*annex.rows[:4], annex.rows[-1], *annex.rows[4:]]
    table = ruled(drawn(with_annexes(sample_document(), replace(annex, rows=rows))))[0]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows[1:7]]
    assert kept == [True, None, None, True, None, None]


def test_notes_never_stand_alone_on_a_page() -> None:
    annex = replace(sample_document(rows=9).annexes[1], notes=["Một.", "Hai.", "Ba."])
    word = drawn(with_annexes(sample_document(), annex))
    assert [named(word, f"– {note}").paragraph_format.keep_with_next for note in annex.notes] == [True, True, None]
    rows = ruled(word)[0].rows
    assert [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in rows[-4:]] == [None, True, True, True]


def test_what_is_signed_without_a_letter_stands_under_the_national_title() -> None:
    document = replace(sample_document(has_letter=False), has_national_title=True)
    head = drawn(document).tables[0]
    issuer, nation = ([line.text for line in cell.paragraphs if line.text] for cell in head.rows[0].cells)
    assert "".join(issuer).replace("\n", " ") == document.issuer
    assert nation == [NATIONAL_TITLE, MOTTO]


def test_small_tables_follow_one_another_where_a_page_is_alike() -> None:
    """A wide one between upright ones is on pages of its own. The state of the figures stands once on a page."""
    document = replace(sample_document(has_letter=False), is_continuous=True)
    annex = replace(document.annexes[-1], is_wide=False)
    numbers = ("I", "II", "III", "IV")
    annexes = [replace(annex, number=number, is_wide=number == "III") for number in numbers]
    word = drawn(replace(document, annexes=annexes))
    starts = [named(word, f"Phụ lục {number}").paragraph_format.page_break_before for number in numbers]
    assert [bool(each) for each in starts] == [False, False, True, True]
    assert [line.text for line in word.paragraphs].count(document.state) == 3
    first = ruled(word)[1].rows
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in first[:2]]
    assert kept == [True, True], "the heading stays with two rows"
