"""A report drawn with a template: everything stands in it, as text and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from flask import Flask

from app.reports.template.check import check
from app.reports.template.example import EXAMPLE_MONTH, empty_document, example_document
from app.reports.template.placeholders import context_of
from app.reports.template.problem import Problem
from app.reports.template.render import draw, render
from tests.reports.sample_document import sample_document
from tests.reports.template.files import (
    MONTH,
    STARTER,
    changed,
    of_lines,
    of_table,
    saved,
    texts_of,
)

pytestmark = pytest.mark.usefixtures("english_reader")


def test_starter_rendered_holds_everything_of_a_report(app_without_data: Flask) -> None:
    with app_without_data.test_request_context("/"):
        content = draw(STARTER, example_document(), EXAMPLE_MONTH)
        context = context_of(example_document(), EXAMPLE_MONTH)
    texts = texts_of(content)
    everything = "\n".join(texts)
    assert not re.search(r"\{[{%#]|[}%#]\}", everything)
    assert unicodedata.is_normalized("NFC", everything)

    def values(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for each in value.values() if isinstance(value, dict) else value:
                yield from values(each)

    missing = {each for each in values(context) if each and each not in everything}
    # The names of chapters and annexes are written in capitals.
    assert not {each for each in missing if each.upper() not in everything}
    tables = docx.Document(BytesIO(content)).tables
    figures = next(table for table in tables if table.rows[0].cells[0].text == "STT")
    assert [cell.text for cell in figures.rows[2].cells] == [
        *("1", "Hồ sơ sức khỏe điện tử", "người", "300", "12", "84", "9.547", "9.658", "98,9%", "Công an cung cấp")
    ]
    properties = docx.Document(BytesIO(content)).core_properties
    assert (properties.title, properties.author) == (
        "Kết quả hoạt động của Tổ công nghệ số cộng đồng tháng 10 năm 2026",
        "ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ",
    )


def test_columns_made_in_a_loop_have_widths_and_alignment_of_the_report() -> None:
    content = draw(STARTER, sample_document(), MONTH)
    tables = docx.Document(BytesIO(content)).tables
    areas = next(table for table in tables if table.rows[0].cells[1].text == "Khu phố")
    widths = [column.width for column in areas.columns]
    assert len(widths) == 8
    assert widths[1] == pytest.approx(widths[2] * 24 / 11, rel=0.01)
    narrow = [table.columns[0].width.cm for table in tables if table.rows[0].cells[0].text == "STT"][1:]
    assert min(narrow) == pytest.approx(1.35, abs=0.01), "a narrow column has room for its heading"
    assert [cell.width for cell in areas.rows[1].cells] == widths
    alignments = [cell.paragraphs[0].alignment for cell in areas.rows[1].cells]
    assert [str(each).split()[0] for each in alignments[:3]] == ["CENTER", "LEFT", "RIGHT"]


def test_team_report_and_empty_report_render() -> None:
    for made in (sample_document(is_of_team=True), sample_document(has_letter=False), empty_document()):
        docx.Document(BytesIO(draw(STARTER, made, MONTH)))
    empty = draw(of_table(("{%tc for c in bang.ket_qua.cot %}", "{{ c }}", "{%tc endfor %}")), empty_document(), MONTH)
    assert not docx.Document(BytesIO(empty)).tables, "a table without a row is what Word calls unreadable"
    cell = of_table(("{%p if trich_yeu %}",))
    word = docx.Document(BytesIO(cell))
    word.tables[0].cell(0, 0).add_paragraph("x")
    word.tables[0].cell(0, 0).add_paragraph("{%p endif %}")
    left = docx.Document(BytesIO(draw(saved(word), empty_document(), MONTH))).tables[0].cell(0, 0)
    assert [each.text for each in left.paragraphs] == [""], "so is a cell without a paragraph"


def test_values_are_text_and_never_markup_or_template() -> None:
    word = docx.Document()
    word.add_paragraph(
        "{{ nguoi_ky }}|{{ trich_yeu | upper }}|{% if so_van_ban == 'Số' %}a{% elif nam > 'x' %}b{% else %}c{% endif %}"
    )
    word.sections[0].footer.paragraphs[0].text = "{{ co_quan }}"
    context = context_of(example_document(), MONTH) | {
        "nguoi_ky": "<w:p> & {{ nam }} {% include 'x' %}",
        "trich_yeu": unicodedata.normalize("NFC", "ý kiến"),
        "co_quan": "A&B {{ nam }}",
    }
    texts = texts_of(render(saved(word), context))
    assert "<w:p> & {{ nam }} {% include 'x' %}|Ý KIẾN|c" in texts
    assert "A&B {{ nam }}" in texts


def test_template_text_is_normalised() -> None:
    assert "Phường 2026" in texts_of(
        draw(of_lines(unicodedata.normalize("NFD", "Phường") + " {{ nam }}"), example_document(), MONTH)
    )


def test_footnotes_are_filled_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """With two sections, docxtpl renders the footnotes twice: what was filled in would run as a template."""
    word = docx.Document()
    word.add_section()
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

    content = changed(saved(word), change, word__footnotes_xml=note % "nguoi_ky")
    assert check(content) == []
    context = context_of(example_document(), MONTH) | {"nguoi_ky": "{{ nam }}"}
    assert "{{ nam }}" in texts_of(render(content, context))
    broken = changed(saved(word), change, word__footnotes_xml=note % "nguoi_kyy")
    assert check(broken) == [
        Problem("Footnote", "{{ nguoi_kyy }}", "There is no placeholder “nguoi_kyy”. Did you mean “nguoi_ky”?")
    ]


MARKED = {
    "nothing said": (["{{ nam }}"], True),
    "said": (["({{ tinh_trang | upper }})"], False),
    "asked for": (["{%p if la_tam_tinh %}", "Dự thảo", "{%p endif %}"], False),
    "said where nothing stands": (["{%p if bang.cac_to.so %}", "{{ tinh_trang }}", "{%p endif %}"], True),
}


@pytest.mark.parametrize("name", MARKED)
def test_open_month_is_marked_as_provisional(name: str) -> None:
    lines, is_added = MARKED[name]
    document = example_document()
    word = docx.Document(BytesIO(draw(of_lines(*lines), document, EXAMPLE_MONTH)))
    first = word.paragraphs[0]
    assert (first.text == document.state) == is_added
    if is_added:
        assert (first.runs[0].italic, str(first.alignment)) == (True, "CENTER (1)")
    closed = replace(document, is_provisional=False)
    paragraphs = [each.text for each in docx.Document(BytesIO(draw(of_lines("x"), closed, EXAMPLE_MONTH))).paragraphs]
    assert paragraphs == ["x"]


def test_mark_in_the_page_header_is_enough() -> None:
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "{{ tinh_trang }}"
    word.add_paragraph("x")
    drawn = docx.Document(BytesIO(draw(saved(word), example_document(), EXAMPLE_MONTH)))
    assert [each.text for each in drawn.paragraphs] == ["x"]
