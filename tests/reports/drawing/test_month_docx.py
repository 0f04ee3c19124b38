"""``month.docx``: read back with python-docx and as XML, and held against Decree 30/2020, Annex I."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from flask import Flask
from lxml import etree

from app.reports.document import Annex, Column, Document, RowStyle, cell_text
from app.reports.drawing.column_widths import balance_lines, distribute_width
from app.reports.drawing.word import draw_docx
from tests.reports.sample_document import LONG_NAME, sample_document

NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTS = {
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "word/styles.xml",
    "word/settings.xml",
    "word/header1.xml",
}


@pytest.fixture(autouse=True)
def _in_vietnamese(sqlite_app: Flask) -> Iterator[None]:
    with sqlite_app.test_request_context("/?lang=vi"):
        yield


def drawn(document: Document) -> WordDocument:
    return docx.Document(io.BytesIO(draw_docx(document)))


def parts_of(document: Document) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(draw_docx(document))) as file:
        return {name: file.read(name) for name in file.namelist()}


def text_of(paragraphs: list[Paragraph]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs if paragraph.text]


def everything(word: WordDocument) -> list[Paragraph]:
    """Return all paragraphs in their order, those in tables too; joined cells once."""
    return [Paragraph(each, word._body) for each in word.element.body.iter(qn("w:p"))]


def named(word: WordDocument, text: str) -> Paragraph:
    found = [paragraph for paragraph in everything(word) if paragraph.text == text]
    assert len(found) == 1, (text, len(found))
    return found[0]


def size(paragraph: Paragraph) -> float:
    """Return how many points the letters of a paragraph have, whether it or its style says so."""
    (run,) = paragraph.runs
    length = run.font.size or paragraph.style.font.size
    return float(length.pt)


def look(paragraph: Paragraph) -> tuple[float, bool, bool, str]:
    """Return size, bold, italic and alignment."""
    (run,) = paragraph.runs
    align = paragraph.paragraph_format.alignment
    if align is None:
        align = paragraph.style.paragraph_format.alignment
    return size(paragraph), bool(run.bold), bool(run.italic), align.name if align is not None else "LEFT"


def cells(table: Table) -> list[list[str]]:
    """Return the texts of a table, row by row; a joined cell is one."""
    return [
        ["".join(text.text for text in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
        for row in table._tbl.tr_lst
    ]


def ruled(word: WordDocument) -> list[Table]:
    """Return the tables with lines: those of the annexes."""
    return [table for table in word.tables if table._tbl.find(f".//{qn('w:top')}").get(qn("w:val")) == "single"]


def rules_beneath(paragraph: Paragraph) -> tuple[float, float]:
    """Return how long the line beneath a paragraph is, and how far its middle is from that of the text's room."""
    line = Paragraph(paragraph._p.getnext(), paragraph._parent)
    assert line._p.find(f".//{qn('w:pBdr')}/{qn('w:top')}").get(qn("w:val")) == "single"
    left, right = line.paragraph_format.left_indent.mm, line.paragraph_format.right_indent.mm
    cell = next(line._p.iterancestors(qn("w:tc")), None)
    room = 165.0 if cell is None else int(cell.find(f".//{qn('w:tcW')}").get(qn("w:w"))) * 25.4 / 1440
    return room - left - right, abs(left - right)


def with_annexes(document: Document, *annexes: Annex) -> Document:
    return replace(document, annexes=list(annexes))


def test_pages_are_those_of_the_decree() -> None:
    document = sample_document()
    upright = replace(document.annexes[1], is_wide=False)
    word = drawn(with_annexes(document, document.annexes[0], upright, document.annexes[2], document.annexes[3]))
    assert [section.orientation == WD_ORIENT.LANDSCAPE for section in word.sections] == [False, True, False, True]
    for section in word.sections:
        sides = sorted(round(side.mm) for side in (section.page_width, section.page_height))
        assert sides == [210, 297]
        assert (section.page_width > section.page_height) == (section.orientation == WD_ORIENT.LANDSCAPE)
        assert 20 <= section.top_margin.mm <= 25
        assert 20 <= section.bottom_margin.mm <= 25
        assert 30 <= section.left_margin.mm <= 35
        assert 15 <= section.right_margin.mm <= 20


def test_pages_are_numbered_in_the_top_margin_from_the_second_on() -> None:
    word = drawn(sample_document())
    first, *others = word.sections
    assert first.different_first_page_header_footer
    assert not first.first_page_header.paragraphs[0].text
    assert not any(section.different_first_page_header_footer for section in others)
    assert all(section.header.is_linked_to_previous for section in others)
    (number,) = first.header.paragraphs
    assert [field.get(qn("w:instr")).strip() for field in number._p.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert 13 <= number.style.font.size.pt <= 14
    assert number.alignment.name == "CENTER"
    assert first.header_distance.mm + 13 * 1.2 * 0.353 < first.top_margin.mm


def test_every_letter_is_black_times_new_roman_and_vietnamese() -> None:
    parts = parts_of(sample_document())
    styles = etree.fromstring(parts["word/styles.xml"])
    letters = styles.findall(f".//{qn('w:rPr')}")
    assert len(letters) == 6  # the defaults, and the five styles for paragraphs
    for each in letters:
        fonts = each.find(qn("w:rFonts"))
        assert {qn(f"w:{script}") for script in ("ascii", "hAnsi", "cs", "eastAsia")} == set(fonts.attrib)
        assert set(fonts.attrib.values()) == {"Times New Roman"}
        assert each.find(qn("w:color")).get(qn("w:val")) == "000000"
        assert each.find(qn("w:lang")).get(qn("w:val")) == "vi-VN"
    used = {each.get(qn("w:val")) for each in etree.fromstring(parts["word/document.xml"]).iter(qn("w:pStyle"))}
    assert used <= {each.get(qn("w:styleId")) for each in styles.iter(qn("w:style"))}
    assert not any(b"rFonts" in part for name, part in parts.items() if name != "word/styles.xml")


def test_the_head_has_its_parts_in_their_sizes() -> None:
    word = drawn(sample_document())
    head = word.tables[0]
    (left, right), (number, dated) = (row.cells for row in head.rows)
    assert text_of(left.paragraphs) == ["ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ"]
    assert text_of(right.paragraphs) == [NATIONAL_TITLE, MOTTO]
    assert text_of(number.paragraphs) == ["Số:         /BC-UBND"]
    assert text_of(dated.paragraphs) == ["Ví Dụ, ngày 05 tháng 11 năm 2026"]
    assert look(left.paragraphs[0]) == (12, True, False, "CENTER")
    assert look(right.paragraphs[0]) == (12, True, False, "CENTER")
    assert look(right.paragraphs[1]) == (13, True, False, "CENTER")
    assert look(number.paragraphs[0]) == (13, False, False, "CENTER")
    assert look(dated.paragraphs[0]) == (13, False, True, "CENTER")


def test_a_team_stands_beneath_its_committee_and_has_no_number() -> None:
    word = drawn(sample_document(is_of_team=True))
    (left, _right), (number, _dated) = (row.cells for row in word.tables[0].rows)
    superior, issuer = left.paragraphs[:2]
    assert (superior.text, issuer.text) == ("ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ", LONG_NAME.upper())
    assert look(superior) == (12, False, False, "CENTER")
    assert look(issuer) == (12, True, False, "CENTER")
    assert not number.text
    assert not any("Số:" in paragraph.text or "/BC-" in paragraph.text for paragraph in everything(word))
    attached = [each.text for each in everything(word) if each.text.startswith("(Kèm theo")]
    assert len(attached) == 4
    assert attached[0] == f"(Kèm theo Báo cáo ngày 05 tháng 11 năm 2026 của {LONG_NAME})"


# How wide the texts are in Times New Roman, measured with its letters.
@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        (MOTTO, 54, 57),
        ("ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ", 32 / 3, 32 / 2),
        ("Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10 năm 2026", 146 / 3, 146 / 2),
    ],
)
def test_lines_are_as_long_as_they_should_be(text: str, least: float, most: float) -> None:
    long, off = rules_beneath(named(drawn(sample_document()), text))
    assert least <= long <= most
    assert off < 0.1


def test_the_national_title_has_room_for_one_line() -> None:
    right = drawn(sample_document()).tables[0].columns[1]
    assert right.width.mm > 87.5 * 1.05  # what it takes in Times New Roman at 12 points, and a little air


def test_long_names_are_broken_into_lines_of_one_length() -> None:
    assert balance_lines("ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ", 31) == ["ỦY BAN NHÂN DÂN", "PHƯỜNG VÍ DỤ"]
    assert balance_lines("ỦY BAN NHÂN DÂN", 31) == ["ỦY BAN NHÂN DÂN"]
    assert balance_lines("", 31) == [""]


def test_the_text_stands_as_the_decree_says() -> None:
    word = drawn(sample_document())
    assert look(named(word, "BÁO CÁO")) == (14, True, False, "CENTER")
    subject = "Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10 năm 2026"
    assert look(named(word, subject)) == (14, True, False, "CENTER")
    sentence = named(word, "Đã tổ chức 4 buổi tập huấn với 1.120 lượt người tham dự.")
    assert look(sentence) == (14, False, False, "JUSTIFY")
    form = sentence.style.paragraph_format
    assert 10 <= round(form.first_line_indent.mm, 1) <= 12.7
    assert form.space_after.pt >= 6
    assert 1 <= form.line_spacing <= 1.5


def test_chapters_and_their_parts_are_numbered() -> None:
    document = sample_document()
    word = drawn(document)
    start = named(word, "I. CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC")
    texts = text_of(word.paragraphs)
    assert texts[texts.index(start.text) : texts.index("Trang bị thêm điểm phát Wi-Fi./.") + 1] == [
        "I. CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC",
        "Trong tháng, cả 2 tổ đều có hoạt động.",
        "II. KẾT QUẢ THỰC HIỆN",
        "1. Hoạt động của các tổ",
        "Trong tháng, các tổ đã thực hiện 312 lượt đến hộ, tăng 12,0% so với tháng trước (279).",
        "Đã tổ chức 4 buổi tập huấn với 1.120 lượt người tham dự.",
        "2. Chính quyền số",
        "Hồ sơ sức khỏe điện tử: 9.547/9.658 người, đạt 98,9%.",
        "III. ĐÁNH GIÁ",
        "1. Tồn tại, hạn chế",
        "Băng rộng ở ngõ sâu còn chậm.",
        "IV. NHIỆM VỤ THÁNG TỚI",
        "Đến từng hộ chưa gặp.",
        "V. ĐỀ XUẤT, KIẾN NGHỊ",
        "Trang bị thêm điểm phát Wi-Fi./.",
    ]
    assert look(start)[1]
    assert look(named(word, "2. Chính quyền số"))[1]
    assert start.paragraph_format.keep_with_next


def test_a_draft_says_so_above_its_text_and_above_every_table() -> None:
    document = sample_document()
    draft = replace(document, is_provisional=True, state="Số liệu tạm tính")
    for shown, times in ((document, 4), (draft, 5)):
        states = [each for each in everything(drawn(shown)) if each.text == shown.state]
        assert len(states) == times
        assert {look(each) for each in states} == {(13, False, True, "CENTER")}


def test_the_signature_stands_at_the_right_of_the_recipients_and_is_not_torn() -> None:
    word = drawn(sample_document())
    block = word.tables[1]
    ((left, right),) = (row.cells for row in block.rows)
    assert text_of(left.paragraphs) == [
        "Nơi nhận:",
        "- Thường trực Đảng ủy phường (để b/c);",
        "- Các tổ công nghệ số cộng đồng;",
        "- Lưu: VT.",
    ]
    assert look(left.paragraphs[0]) == (12, True, True, "LEFT")
    assert {look(each) for each in left.paragraphs[1:]} == {(11, False, False, "LEFT")}
    assert text_of(right.paragraphs) == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Ví Dụ"]
    assert {look(each) for each in right.paragraphs} == {(14, True, False, "CENTER")}
    assert right.paragraphs[-1].paragraph_format.space_before.pt >= 50
    assert block._tbl.tr_lst[0].find(f".//{qn('w:cantSplit')}") is not None
    assert Paragraph(block._tbl.getprevious(), word._body).text.endswith("./.")
    assert Paragraph(block._tbl.getprevious(), word._body).paragraph_format.keep_with_next


def test_every_annex_begins_a_page_and_says_what_it_belongs_to() -> None:
    word = drawn(sample_document())
    heading = named(word, "Phụ lục II")
    lines = [Paragraph(each, word._body) for each in (heading._p, *heading._p.itersiblings())][:4]
    assert [line.text for line in lines] == [
        "Phụ lục II",
        "KẾT QUẢ THEO ĐỊA BÀN",
        f"(Kèm theo Báo cáo số {' ' * 8}/BC-UBND ngày 05 tháng 11 năm 2026 của Ủy ban nhân dân phường Ví Dụ)",
        "Đã chốt ngày 05/11/2026, bản 2: chỉ gồm số liệu đã duyệt",
    ]
    assert [look(line) for line in lines] == [
        (14, True, False, "CENTER"),
        (13, True, False, "CENTER"),
        (13, False, True, "CENTER"),
        (13, False, True, "CENTER"),
    ]
    assert all(named(word, f"Phụ lục {number}").paragraph_format.page_break_before for number in ("I", "II", "III"))


def test_every_cell_reads_back() -> None:
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
    assert look(reached[0]) == (11, False, False, "CENTER")
    assert look(reached[1]) == (11, False, False, "LEFT")
    assert look(reached[6]) == (11, False, False, "RIGHT")
    assert look(Paragraph(first._tbl.tr_lst[0].tc_lst[6].p_lst[0], first)) == (11, True, False, "CENTER")


def test_columns_share_the_page_but_hold_their_longest_words() -> None:
    columns = [Column("STT", 1), Column("Nội dung", 30), Column("Số lượng", 60)]
    rows = [replace(sample_document().annexes[1].rows[0], cells=[1, "một", "hai"])]
    narrow, middle, wide = distribute_width(1000, columns, rows, 10, 5)
    assert narrow + middle + wide == 1000
    assert narrow > 40
    assert wide == pytest.approx(2 * middle, abs=2)
    assert sum(distribute_width(50, columns, rows, 10, 5)) == 50


def test_notes_and_signatures_stand_beneath_their_table() -> None:
    word = drawn(sample_document())
    note = named(word, "– Một ngày được tính một lần cho mỗi người, kể cả khi cùng đi với người khác.")
    assert 11 <= size(note) <= 12
    ((maker, checker),) = (row.cells for row in word.tables[-1].rows)
    assert (maker.paragraphs[0].text, checker.paragraphs[0].text) == ("Người lập biểu", "Xác nhận của Ủy ban nhân dân")
    assert word.tables[-1]._tbl.tr_lst[0].find(f".//{qn('w:cantSplit')}") is not None


def test_without_a_letter_the_tables_have_a_head_of_their_own() -> None:
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


def test_nothing_after_the_last_table_takes_a_page_of_its_own() -> None:
    document = sample_document()
    body = drawn(document).element.body
    last = [each for each in body if each.tag != qn("w:sectPr")][-1]
    breaks = [each for each in body.iter(qn("w:p")) if each.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
    assert len(breaks) == 1
    for each in (last, *breaks):
        spacing = each.find(f".//{qn('w:spacing')}")
        assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("20", "exact")


def test_the_file_says_whose_it_is_and_nothing_of_how_it_was_made() -> None:
    document = sample_document()
    about = drawn(document).core_properties
    assert (about.title, about.author, about.revision) == (document.title, "Từng Nhà", 1)
    assert about.created.date() == about.modified.date() == document.created
    assert not about.comments
    assert parts_of(document).keys() == PARTS
    assert not any(b"python-docx" in part for part in parts_of(document).values())


def test_the_same_report_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    once = draw_docx(sample_document())
    monkeypatch.setattr("time.time", lambda: 2e9)
    assert draw_docx(sample_document()) == once


def test_text_is_composed_and_what_xml_cannot_hold_is_left_out() -> None:
    document = sample_document()
    assert document.letter
    odd = unicodedata.normalize("NFD", "Tổ số") + "\x00\x0b\x1b\ufffe\ud800 <b>&amp;\ttab\nhai"
    letter = replace(document.letter, opening=[odd], signatory=odd, recipients=[odd])
    row = replace(document.annexes[1].rows[0], cells=[1, odd, 0, 0, 0, 0, 0, None])
    annex = replace(document.annexes[1], title="Bảng", notes=[odd], rows=[row])
    strange = replace(document, title=unicodedata.normalize("NFD", document.title) * 9 + "\x01", letter=letter)
    word = drawn(with_annexes(strange, annex))
    texts = [each.text for each in everything(word)]
    opening = texts.index("Tổ số")
    assert texts[opening : opening + 3] == ["Tổ số", " <b>&amp; tab", "hai"]
    assert texts.count("Tổ số\n <b>&amp; tab\nhai") == 2  # the signatory, the cell
    assert len(word.core_properties.title) == 255
    parts = parts_of(with_annexes(strange, annex))
    assert all(unicodedata.is_normalized("NFC", part.decode()) for part in parts.values())


def test_a_letter_of_which_nothing_is_set_is_still_a_file() -> None:
    document = sample_document()
    assert document.letter
    empty = replace(document.letter, opening=[], chapters=[], signed_as=[], recipients=[], issuer="", subject="")
    assert "BÁO CÁO" in text_of(everything(drawn(replace(document, letter=empty, annexes=[]))))
