"""The tags of a template: what is not a name, or stands where it cannot, is refused with its line and with advice."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pytest
from docx.shared import Pt

from app.reports.template.check import check
from app.reports.template.filling import draw_docx
from tests.reports.sample_document import sample_document
from tests.reports.template.files import MONTH, of_body, of_lines, of_table, paragraph, saved, texts_of

pytestmark = pytest.mark.usefixtures("english_reader")

NOT_UNDERSTOOD = "This cannot be understood"
BROKEN = {
    "unknown": (
        of_lines("Tháng {{ thnag }} năm {{ nam }}"),
        "Tháng {{ thnag }} năm {{ nam }}",
        "Did you mean “thang”?",
    ),
    "unknown part": (
        of_lines("{{ bang.ket_qua.tenn }}"),
        "{{ bang.ket_qua.tenn }}",
        "Did you mean “bang.ket_qua.ten”?",
    ),
    "unknown block": (of_lines("{{p chuog }}"), "{{p chuog }}", "Did you mean “chuong”?"),
    "list as text": (of_lines("{{ chuong }}"), "{{ chuong }}", "write {{p chuong }}, alone in a line"),
    "table as text": (of_lines("{{ bang.ket_qua }}"), "{{ bang.ket_qua }}", "write {{p bang.ket_qua }}"),
    "text as list": (of_lines("{{p nam }}"), "{{p nam }}", "write {{ nam }}"),
    "yes as text": (of_lines("{{ la_tam_tinh }}"), "{{ la_tam_tinh }}", "write {%p if la_tam_tinh %}"),
    "loop": (
        of_lines("{%p for doan in mo_dau %}", "{{ doan }}", "{%p endfor %}"),
        "{%p for doan in mo_dau %}",
        "alone in a line: {{p mo_dau }}.",
    ),
    "loop of rows": (
        of_table(("{%tr for d in so_lieu %}",), ("{{ d.stt }}",), ("{%tr endfor %}",)),
        "{%tr for d in so_lieu %}",
        "alone in a line: {{p bang.ket_qua }}.",
    ),
    "loop of an annex": (
        of_table(("{%tr for d in bang.dia_ban.dong %}",), ("{%tr endfor %}",)),
        "{%tr for d in bang.dia_ban.dong %}",
        "alone in a line: {{p bang.dia_ban }}.",
    ),
    "loop in a loop": (
        of_lines("{%p for muc in chuong_nay.muc %}", "{%p endfor %}"),
        "{%p for muc in chuong_nay.muc %}",
        "{{p mo_dau }}, {{p chuong }}",
    ),
    "loop of columns": (
        of_table(("{%tc for c in bang.cac_to.cot %}", "{{ c }}", "{%tc endfor %}")),
        "{%tc for c in bang.cac_to.cot %}",
        "alone in a line: {{p bang.cac_to }}.",
    ),
    "name of before": (
        of_lines("{%p if so_lieu %}", "{%p endif %}"),
        "{%p if so_lieu %}",
        "Did you mean “bang.ket_qua”?",
    ),
    "end of a loop": (of_lines("{%p endfor %}"), "{%p endfor %}", "take it out as well"),
    "capitals": (of_lines("{{ trich_yeu | upper }}"), "{{ trich_yeu | upper }}", "“All caps” in Word"),
    "else": (of_lines("{%p if nam %}", "{%p else %}", "{%p endif %}"), "{%p else %}", "{%p if not … %}"),
    "endless": (of_lines("{%p for i in range(1000000000) %}"), "{%p for i in range(1000000000) %}", "“for”"),
    "brace": (of_lines("{{ nam }", "x"), "{{ nam }", NOT_UNDERSTOOD),
    "spaced": (of_lines("{% p if nam %}", "{% p endif %}"), "{% p if nam %}", NOT_UNDERSTOOD),
    "row": (of_table(("{%tr if nam %}",), ("{%tr endif %}",)), "{%tr if nam %}", NOT_UNDERSTOOD),
    "long": (of_lines("{{ nam " + " " * 300 + "}}"), "{{ nam }}", NOT_UNDERSTOOD),
    "beside a list": (of_lines("- {{p noi_nhan }}"), "- {{p noi_nhan }}", "a line of its own"),
    "around a tag": (of_lines("{%p if nam %} Chương", "{%p endif %}"), "{%p if nam %} Chương", "a line of its own"),
    "unclosed": (of_lines("{%p if nam %}", "x"), "{%p if nam %}", "{%p endif %} is missing"),
    "unopened": (of_lines("x", "{%p endif %}"), "{%p endif %}", "without what it belongs to"),
    "two levels": (of_lines("{%p if nam %}", "{% endif %}"), "{% endif %}", "without what it belongs to"),
    "over lines": (of_lines("{% if nam %}x", "{% endif %}"), "{% if nam %}x", "For whole lines write {%p if"),
    "out of a cell": (of_table(("{%p if nam %}", "{%p endif %}")), "{%p endif %}", "ends in another"),
    "pages in a cell": (of_table(("{{p phu_luc }}",)), "{{p phu_luc }}", "in no table, box or header"),
    "often": (of_lines(*["{{p phu_luc }}"] * 3), "{{p phu_luc }}", "too often"),
} | {
    tag: (of_lines(f"Mục {tag}"), f"Mục {tag}", NOT_UNDERSTOOD)
    for tag in (
        *("{{ range(10) }}", "{{ nam.format(1) }}", "{{ 'x' * 1000000000 }}", "{{ nam ~ nam }}", "{{ chuc_danh[0] }}"),
        *("{{ nam nam }}", "{{ 'a' }}", "{{ nam[0:2] }}", "{{r nam }}", "{{- nam }}", "{# nam #}", "{{ }}", "{{p}"),
        *("{% if 9 ** 9 ** 9 %}", "{% if nam == 'x' %}", "{% if nam is odd %}", "{% if nam and nam %}", "{% if %}"),
        *(
            "{% include 'x.docx' %}",
            "{% import 'x' as y %}",
            "{% extends 'x' %}",
            "{% macro x() %}",
            "{% set x = nam %}",
        ),
        *("{% raw %}", "{% with %}", "{% autoescape false %}", "{% cellbg nam %}", "{% colspan nam %}", "{% debug %}"),
    )
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_template_is_refused_with_its_line(name: str) -> None:
    content, line, message = BROKEN[name]
    problems = check(content)
    assert any(each.line == line and message in each.message for each in problems), problems


def test_what_stands_in_a_loop_goes_with_it() -> None:
    loops = [
        "{%p for a in chuong %}",
        "{{ a.ten }}",
        "{%p for b in a.muc %}",
        "{{ b }}",
        "{%p endfor %}",
        "{%p endfor %}",
    ]
    inline = "{% for noi in noi_nhan %}{{ noi }}{% endfor %}"
    problems = check(of_lines(*loops, inline, "{{ thnag }}"))
    assert [each.line for each in problems] == [loops[0], inline, inline, "{{ thnag }}"]


BOX = (
    "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='x'><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent>"
    "</w:r></w:p>"
)


def test_list_in_a_box_counts_once() -> None:
    """Word writes a box twice, the second time for programs that do not know the first."""
    asked = "".join(map(paragraph, ("{%p if nam %}", "{{p noi_nhan }}", "{%p endif %}")))
    assert check(of_body(BOX.format(asked * 2))) == []
    assert "too often" in check(of_body(BOX.format(asked * 3)))[0].message
    fallback = (
        BOX.format(asked * 3).replace("mc:Choice Requires='x'", "mc:Fallback").replace("mc:Choice", "mc:Fallback")
    )
    assert "too often" in check(of_body(fallback))[0].message, "the copy is bounded as well"


@pytest.mark.parametrize("thing", ["drawing", "pict", "sym", "footnoteReference", "endnoteReference"])
@pytest.mark.parametrize("tag", ["{{p noi_nhan }}", "{%p if nam %}"])
def test_line_that_vanishes_holds_no_picture(thing: str, tag: str) -> None:
    line = paragraph(tag).replace("</w:p>", f"<w:r><w:{thing}/></w:r></w:p>")
    end = paragraph("{%p endif %}") if "if" in tag else ""
    assert any("picture" in each.message and each.line == tag for each in check(of_body(line + end)))
    beside = paragraph("{{ nam }}").replace("</w:p>", "<w:r><w:drawing/></w:r></w:p>")
    assert check(of_body(paragraph(tag) + beside + end)) == []


def test_names_that_python_has_are_no_placeholders() -> None:
    (problem,) = check(of_lines("{{ nam.__class__ }}"))
    assert "no placeholder “nam.__class__”" in problem.message


def test_problem_names_the_part_of_the_file() -> None:
    word = docx.Document(BytesIO(of_table(("{{ a1 }}",))))
    word.add_paragraph("{{ a2 }}")
    word.sections[0].header.paragraphs[0].text = "{{ a3 }}"
    word.sections[0].footer.paragraphs[0].text = "{{ a4 }}"
    found = [(each.where, each.line) for each in check(saved(word))]
    assert sorted(found) == [
        ("Body", "{{ a2 }}"),
        ("Footer", "{{ a4 }}"),
        ("Header", "{{ a3 }}"),
        ("Table", "{{ a1 }}"),
    ]


def test_problems_name_every_wrong_placeholder() -> None:
    problems = check(of_lines("{{ a1 }} {{ nam }} {{ a2 }}", "{%p if a3 %}", "{{ a4 }}", "{%p endif %}"))
    assert [re.findall("“(.*?)”", each.message)[0] for each in problems] == ["a1", "a2", "a3", "a4"]


def test_placeholder_in_several_runs_is_one() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Tháng ")
    for text in ("{", "{ th", "ang", " }", "} năm {{ nam }}"):
        paragraph.add_run(text).font.size = Pt(12)
    assert check(saved(word)) == []
    assert "Tháng 10 năm 2026" in texts_of(draw_docx(sample_document(), MONTH, saved(word)))


def test_placeholders_are_counted_over_all_parts() -> None:
    word = docx.Document()
    word.add_paragraph("{{ nam }}" * 400)
    assert check(saved(word)) == []
    word.sections[0].header.paragraphs[0].text = "{{ nam }}" * 400
    assert [each.message for each in check(saved(word))] == ["There are more than 600 placeholders."]
