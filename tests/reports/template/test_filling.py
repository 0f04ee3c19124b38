"""A report drawn with a ward's own template: everything stands in it, as text and nothing else."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from app.reports.document import Document
from app.reports.template.check import check
from app.reports.template.filling import draw_docx
from app.reports.template.package import Problem
from tests.reports.sample_document import sample_document
from tests.reports.template.files import DEFAULT, MONTH, changed, of_lines, of_table, saved, texts_of

pytestmark = pytest.mark.usefixtures("vietnamese_reader")


def filled(template: bytes, document: Document | None = None) -> WordDocument:
    return docx.Document(BytesIO(draw_docx(document or sample_document(), MONTH, template)))


def lines(word: WordDocument) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs]


def test_names_in_lines_are_filled_in() -> None:
    text = "Tháng {{thang}}/{{ nam }}{% if so_lieu_cua %}, {{ so_lieu_cua }}{% endif %}: {{ nguoi_ky }}"
    text += "{% if not nam %}x{% if nam %}y{% endif %}z{% endif %}."
    assert lines(filled(of_lines(text))) == ["Tháng 10/2026: Nguyễn Ví Dụ."]
    whole = replace(sample_document(), subject="Phường Ví Dụ")
    assert lines(filled(of_lines(text), whole)) == ["Tháng 10/2026, Phường Ví Dụ: Nguyễn Ví Dụ."]


def test_conditions_leave_lines_and_tables_out() -> None:
    asked = [
        "{%p if so_lieu_cua %}",
        "a",
        "{%p if nam %}",
        "b",
        "{%p endif %}",
        "{%p endif %}",
        "{%p if not so_lieu_cua %}",
    ]
    assert lines(filled(of_lines(*asked, "c", "{%p endif %}", "d"))) == ["c", "d"]
    whole = replace(sample_document(), subject="x")
    assert lines(filled(of_lines(*asked, "c", "{%p endif %}", "d"), whole)) == ["a", "b", "d"]
    word = docx.Document()
    word.add_paragraph("{%p if bang.cac_to %}")
    word.add_table(1, 1).cell(0, 0).text = "{{p bang.cac_to }}"
    word.add_paragraph("{%p endif %}")
    assert not filled(saved(word)).tables, "the report has no annex of teams"


def test_cell_that_becomes_empty_still_holds_a_paragraph() -> None:
    """What has none is what Word calls unreadable."""
    word = docx.Document(BytesIO(of_table(("{%p if so_lieu_cua %}",))))
    for line in ("x", "{%p endif %}"):
        word.tables[0].cell(0, 0).add_paragraph(line)
    assert [each.text for each in filled(saved(word)).tables[0].cell(0, 0).paragraphs] == [""]
    list_alone = filled(of_table(("{{p co_quan_cap_tren }}",)))
    assert [each.text for each in list_alone.tables[0].cell(0, 0).paragraphs] == [""]


def test_values_are_text_and_never_markup_or_template() -> None:
    document = sample_document()
    assert document.letter
    odd = '<w:p> & {{ nam }} {%p if nam %} <?block 0?> "x"'
    strange = replace(document, letter=replace(document.letter, signatory=odd, recipients=[odd]), title=odd)
    word = docx.Document(BytesIO(of_lines("{{ nguoi_ky }}", "{{p noi_nhan }}", "{{p mo_dau }}")))
    word.sections[0].footer.paragraphs[0].text = "{{ nguoi_ky }}"
    texts = texts_of(draw_docx(strange, MONTH, saved(word)))
    assert [text for text in texts if "<" in text] == [odd, f"- {odd}", odd]
    assert filled(saved(word), strange).core_properties.title == odd


def test_line_ends_of_values_stay() -> None:
    document = sample_document()
    assert document.letter
    two = replace(document, letter=replace(document.letter, signatory="Một\nHai"))
    assert lines(filled(of_lines("Ký: {{ nguoi_ky }}!"), two)) == ["Ký: Một\nHai!"]


def test_template_text_is_normalised() -> None:
    word = filled(of_lines(unicodedata.normalize("NFD", "Phường") + " {{ nam }}"))
    assert lines(word) == ["Phường 2026"]


def test_lists_have_the_format_of_their_line() -> None:
    word = docx.Document()
    marker = word.add_paragraph(style="Intense Quote")
    marker.paragraph_format.left_indent = Cm(2)
    for piece in ("{{p ch", "uong }}"):
        run = marker.add_run(piece)
        run.font.size, run.font.name = Pt(15), "Arial"
    made = [each for each in filled(saved(word)).paragraphs if each.text]
    assert (made[0].text, made[-1].text) == ("I. CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC", "Trang bị thêm điểm phát Wi-Fi./.")
    for each in made:
        assert (each.style.name, each.paragraph_format.left_indent.cm) == ("Intense Quote", pytest.approx(2, abs=0.01))
        assert [(run.font.size.pt, run.font.name) for run in each.runs] == [(15, "Arial")]
    assert [bool(each.runs[0].bold) for each in made[:4]] == [True, False, True, True]
    order = [child.tag for child in made[0]._p.pPr]
    assert order == [qn(f"w:{name}") for name in ("pStyle", "keepNext", "ind", "outlineLvl")], "Word wants this order"


def test_tables_take_the_place_of_their_line() -> None:
    word = docx.Document(
        BytesIO(of_lines("a", "{{p bang.dia_ban }}", "b", "{{p bang.diem_danh }}", "{{p bang.cac_to }}"))
    )
    made = filled(saved(word))
    document = sample_document()
    assert [table.rows[0].cells[1].text for table in made.tables] == [
        "Khu phố",
        "Họ và tên",
        "Xác nhận của Ủy ban nhân dân\n",
    ]
    texts = [text for text in lines(made) if text]
    assert texts == ["a", f"– {document.annexes[1].notes[0]}", "b", f"– {document.annexes[3].notes[0]}"]
    section = word.sections[0]
    free = section.page_width - section.left_margin - section.right_margin
    assert sum(column.width for column in made.tables[0].columns) == pytest.approx(free, abs=2000)
    style = made.tables[0].cell(1, 1).paragraphs[0].style
    assert (style.name, style.font.size.pt) == ("Table Text", 11), "a template without the style gets it"
    assert style.base_style.name == "Normal", "with the font of its text"
    narrow = docx.Document(BytesIO(of_table(("{{p bang.dia_ban }}", "x"))))
    cell = narrow.tables[0].cell(0, 0)
    inner = filled(saved(narrow)).tables[0].cell(0, 0).tables[0]
    assert sum(column.width for column in inner.columns) == pytest.approx(cell.width, abs=2000)


def test_style_of_the_template_decides_on_tables() -> None:
    word = docx.Document(BytesIO(DEFAULT))
    word.styles["Table Text"].font.size = Pt(9)
    made = filled(saved(word))
    assert made.styles["Table Text"].font.size.pt == 9
    assert [each.style_id for each in made.styles].count("TableText") == 1


def test_annexes_turn_their_pages_and_what_follows_stands_upright() -> None:
    made = filled(of_lines("Trước", "{{p phu_luc }}", "Sau"))
    assert [section.orientation for section in made.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    assert [len(list(section.iter_inner_content())) > 1 for section in made.sections] == [True, True, False]
    assert lines(made)[-1] == "Sau"
    only = filled(of_lines("{{p phu_luc_khac }}"))
    assert [section.orientation for section in only.sections] == [WD_ORIENT.LANDSCAPE]
    assert [text for text in lines(only) if text.startswith("Phụ lục")] == ["Phụ lục III"], "the others have names"


def test_annexes_end_the_section_in_which_they_stand() -> None:
    word = docx.Document()
    word.add_paragraph("Trước")
    word.add_paragraph("{{p phu_luc }}")
    word.add_section()
    word.add_paragraph("Sau")
    made = filled(saved(word))
    assert [section.orientation == WD_ORIENT.LANDSCAPE for section in made.sections] == [False, True, False]


def test_file_without_pages_of_its_own_gets_usual_ones() -> None:
    def change(name: str, data: bytes) -> bytes:
        start, end = data.find(b"<w:sectPr"), data.find(b"</w:sectPr>") + len(b"</w:sectPr>")
        return data[:start] + data[end:] if name == "word/document.xml" else data

    made = filled(changed(of_lines("{{p bang.dia_ban }}"), change))
    assert sum(column.width.mm for column in made.tables[0].columns) == pytest.approx(165, abs=0.2)


def test_team_report_and_report_without_a_letter_are_drawn() -> None:
    for made in (sample_document(is_of_team=True), sample_document(has_letter=False)):
        assert filled(of_lines("{{ co_quan }}", "{{p trich_yeu }}", "{{p phu_luc }}"), made).paragraphs[0].text
    empty = filled(DEFAULT, replace(sample_document(has_letter=False), annexes=[]))
    assert lines(empty) == []


def test_template_to_start_from_gives_the_default_letter() -> None:
    document = sample_document()
    assert draw_docx(document, MONTH, DEFAULT) == draw_docx(document, MONTH)
    resaved = saved(docx.Document(BytesIO(DEFAULT)))
    assert texts_of(draw_docx(document, MONTH, resaved)) == texts_of(draw_docx(document, MONTH))


def test_footnotes_are_filled_in() -> None:
    note = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2">'
        "<w:p><w:r><w:t>{{ %s }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    relation = f'<Relationship Id="rIdF" Type="{RELATIONSHIP_TYPE.FOOTNOTES}" Target="footnotes.xml"/></Relationships>'

    def change(name: str, data: bytes) -> bytes:
        data = data.replace(
            b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
        )
        return data.replace(b"</Relationships>", relation.encode()) if "document.xml.rels" in name else data

    content = changed(of_lines("x"), change, word__footnotes_xml=note % "nguoi_ky")
    assert "Nguyễn Ví Dụ" in texts_of(draw_docx(sample_document(), MONTH, content))
    broken = changed(of_lines("x"), change, word__footnotes_xml=note % "nguoi_kyy")
    (problem,) = check(broken)
    assert isinstance(problem, Problem)
    assert (problem.where, problem.line) == ("Chú thích cuối trang", "{{ nguoi_kyy }}")


MARKED = {
    "nothing said": (["{{ nam }}"], True),
    "said": (["({{ tinh_trang }})"], False),
    "asked for": (["{%p if la_tam_tinh %}", "Dự thảo", "{%p endif %}"], False),
    "said where nothing stands": (["{%p if bang.cac_to.so %}", "{{ tinh_trang }}", "{%p endif %}"], True),
    "said within a line where nothing stands": (["a{% if bang.cac_to %}{{ tinh_trang }}{% endif %}"], True),
}


@pytest.mark.parametrize("name", MARKED)
def test_open_month_is_marked_as_provisional(name: str) -> None:
    template, is_added = MARKED[name]
    document = replace(sample_document(), is_provisional=True, state="Số liệu tạm tính")
    first = filled(of_lines(*template), document).paragraphs[0]
    assert (first.text == document.state) == is_added
    if is_added:
        assert (first.runs[0].italic, str(first.alignment)) == (True, "CENTER (1)")
    assert lines(filled(of_lines("x"))) == ["x"], "a closed month needs no mark"


def test_mark_in_the_page_header_is_enough() -> None:
    word = docx.Document(BytesIO(of_lines("x")))
    word.sections[0].header.paragraphs[0].text = "{{ tinh_trang }}"
    document = replace(sample_document(), is_provisional=True)
    assert lines(filled(saved(word), document)) == ["x"]
