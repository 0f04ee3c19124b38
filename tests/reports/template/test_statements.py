"""Statements of a template: a placeholder or statement that is not allowed is refused with its line."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pytest
from docx.shared import Pt

from app.reports.template.check import check
from app.reports.template.example import example_document
from app.reports.template.render import draw
from tests.reports.template.files import (
    MONTH,
    of_lines,
    of_table,
    saved,
    texts_of,
)

pytestmark = pytest.mark.usefixtures("english_reader")


BROKEN = {
    "unknown": (
        of_lines("Tháng {{ thnag }} năm {{ nam }}"),
        "Tháng {{ thnag }} năm {{ nam }}",
        "Did you mean “thang”?",
    ),
    "unknown part": (of_lines("{{ bang.ket_qua.tenn }}"), "{{ bang.ket_qua.tenn }}", "Did you mean “ten”?"),
    "list as text": (of_lines("{{ chuong }}"), "{{ chuong }}", "This is a list"),
    "group as text": (of_lines("{{ bang }}"), "{{ bang }}", "This has parts"),
    "yes as text": (of_lines("{{ la_tam_tinh }}"), "{{ la_tam_tinh }}", "yes or no"),
    "call": (of_lines("{{ range(10) }}"), "{{ range(10) }}", "“range(…)” cannot be used"),
    "method": (of_lines("{{ nam.format(1) }}"), "{{ nam.format(1) }}", "Nothing can be called"),
    "endless": (
        of_lines("{%p for i in range(1000000000) %}", "x", "{%p endfor %}"),
        "{%p for i in range(1000000000) %}",
        "“range(…)” cannot be used",
    ),
    "arithmetic": (of_lines("{{ 'x' * 1000000000 }}"), "{{ 'x' * 1000000000 }}", "Nothing can be calculated"),
    "power": (
        of_lines("{% if 9 ** 9 ** 9 %}x{% endif %}"),
        "{% if 9 ** 9 ** 9 %}x{% endif %}",
        "Nothing can be calculated",
    ),
    "joining": (of_lines("{{ nam ~ nam }}"), "{{ nam ~ nam }}", "Nothing can be calculated"),
    "private": (of_lines("{{ nam.__class__ }}"), "{{ nam.__class__ }}", "There is no “__class__” here"),
    "picked": (of_lines("{{ chuc_danh[0] }}"), "{{ chuc_danh[0] }}", "cannot be picked by number"),
    "filter": (
        of_lines("{{ nam | center(1000000000) }}"),
        "{{ nam | center(1000000000) }}",
        "“| center” cannot be used",
    ),
    "test": (of_lines("{% if nam is odd %}x{% endif %}"), "{% if nam is odd %}x{% endif %}", "“test” cannot be used"),
    "slice": (of_lines("{{ nam[0:2] }}"), "{{ nam[0:2] }}", "cannot be picked by number"),
    "word": (of_lines("{{ 'a' }}"), "{{ 'a' }}", "plain text outside"),
    "choice": (of_lines("{{ nam if nam else nam }}"), "{{ nam if nam else nam }}", "“cond expr” cannot be used"),
    "syntax": (of_lines("{{ nam nam }}"), "{{ nam nam }}", "cannot be understood"),
    "condition in a loop": (
        of_lines("{%p for d in mo_dau if d %}", "{%p endfor %}"),
        "{%p for d in mo_dau if d %}",
        "Nothing more",
    ),
    "name taken": (of_lines("{%p for nam in mo_dau %}", "{%p endfor %}"), "{%p for nam in mo_dau %}", "“nam” is taken"),
    "all in all": (
        of_lines("{%p for a in phu_luc %}", "{%p for b in phu_luc %}", "x", "{%p endfor %}", "{%p endfor %}"),
        "{%p for b in phu_luc %}",
        "a part of what the outer one gives",
    ),
    "all of the outermost again": (
        of_lines("{%p for a in phu_luc %}", "{%p for b in a.dong %}", "{%p for e in a.dong %}", *["{%p endfor %}"] * 3),
        "{%p for e in a.dong %}",
        "a part of what the outer one gives",
    ),
    "around a tag": (of_lines("{%p if nam %} Chương", "{%p endif %}"), "{%p if nam %} Chương", "vanishes"),
    "unclosed": (of_lines("{%p for d in mo_dau %}", "{{ d }}"), "{%p for d in mo_dau %}", "endfor is missing"),
    "unopened": (of_lines("x", "{%p endfor %}"), "{%p endfor %}", "without what it belongs to"),
    "crossed": (
        of_lines("{%p for d in mo_dau %}", "{%p if d %}", "{%p endfor %}", "{%p endif %}"),
        "{%p endfor %}",
        "without what it belongs to",
    ),
    "two levels": (of_lines("{%p if nam %}", "{%tr endif %}"), "{%tr endif %}", "begins with {%p if"),
    "over lines": (of_lines("{% if nam %}x", "{% endif %}"), "{% endif %}", "ends in another"),
    "brace": (of_lines("{{ nam }", "x"), "{{ nam }", "brace is missing"),
    "spaced": (of_lines("{% p if nam %}", "{% p endif %}"), "{% p if nam %}", "There is no space"),
    "outside": (of_lines("{%tr if nam %}", "{%tr endif %}"), "{%tr if nam %}", "outside of a table"),
    "rich": (of_lines("{{r nam }}"), "{{r nam }}", "a space after the braces"),
    "trimmed": (of_lines("{%- if nam %}x{% endif %}"), "{%- if nam %}x{% endif %}", "cannot be used"),
    "long": (of_lines("{{ nam " + " " * 300 + "}}"), "{{ nam }}", "too long"),
    "row with more": (
        of_table(("{%tr for d in so_lieu %}", "{{ d.stt }}", "{%tr endfor %}")),
        "{%tr for d in so_lieu %}",
        "vanishes",
    ),
    "two tables": (
        of_table(("a",), ("{{ nguoi }}",)),
        "{{ nguoi }}",
        "Did you mean “nguoi_ky”?",
    ),
} | {
    word: (of_lines(f"Mục {{% {word} %}}"), f"Mục {{% {word} %}}", f"“{word.split()[0]}” cannot be used")
    for word in (
        "include 'x.docx'",
        "import 'x' as y",
        "from 'x' import y",
        "extends 'x'",
        "macro x()",
        "call x()",
        "set x = nam",
        "block x",
        "filter upper",
        "do x",
        "raw",
        "with",
        "autoescape false",
        "cellbg nam",
        "colspan nam",
        "vm",
        "hm",
        "debug",
    )
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_template_is_refused_with_its_line(name: str) -> None:
    content, line, message = BROKEN[name]
    problems = check(content)
    assert any(each.line == line and message in each.message for each in problems), problems


def test_problem_names_the_part_of_the_file() -> None:
    word = docx.Document(BytesIO(of_table(("{{ a1 }}",))))
    word.add_paragraph("{{ a2 }}")
    word.sections[0].header.paragraphs[0].text = "{{ a3 }}"
    word.sections[0].footer.paragraphs[0].text = "{{ a4 }}"
    found = [(each.where, each.line) for each in check(saved(word))]
    assert found == [("Table", "{{ a1 }}"), ("Body", "{{ a2 }}"), ("Header", "{{ a3 }}"), ("Footer", "{{ a4 }}")]


def test_problems_name_every_wrong_placeholder() -> None:
    problems = check(of_lines("{{ a1 }} {{ nam }} {{ a2 }}", "{%p if a3 %}", "{{ a4 }}", "{%p endif %}"))
    assert [re.findall("“(.*?)”", each.message)[0] for each in problems] == ["a1", "a2", "a3", "a4"]


def test_placeholder_in_several_runs_is_one() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph()
    for text in ("{", "{ th", "ang", " }", "}"):
        paragraph.add_run(text).font.size = Pt(12)
    assert check(saved(word)) == []
    assert "10" in texts_of(draw(saved(word), example_document(), MONTH))


def test_placeholders_are_counted_over_all_parts() -> None:
    word = docx.Document()
    word.add_paragraph("{{ nam }}" * 400)
    assert check(saved(word)) == []
    word.sections[0].header.paragraphs[0].text = "{{ nam }}" * 400
    assert [each.message for each in check(saved(word))] == ["There are more than 600 placeholders."]
