"""Lines that vanish from a template: cells, boxes and controls keep a paragraph, and tables stay apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from app.reports.template.check import check
from app.reports.template.filling import draw_docx
from tests.reports.sample_document import sample_document
from tests.reports.template.files import MONTH, WORD, body_of, of_body, paragraph

pytestmark = pytest.mark.usefixtures("english_reader")

NOTHING = paragraph("{{p co_quan_cap_tren }}")
"""A list of which the report has nothing: its line vanishes."""

BOOKMARK = '<w:bookmarkStart w:id="0" w:name="a"/><w:bookmarkEnd w:id="0"/>'


def table(*cells: str) -> str:
    return "<w:tbl><w:tblPr/><w:tblGrid/><w:tr>" + "".join(f"<w:tc>{each}</w:tc>" for each in cells) + "</w:tr></w:tbl>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtContent>{content}</w:sdtContent></w:sdt>"


INNER, OWN = table(paragraph("a")), table(paragraph("own"))


def drawn(body: str) -> list[etree._Element]:
    content = of_body(body + paragraph("z"))
    assert check(content) == []
    document = sample_document()
    assert document.letter
    document = replace(document, letter=replace(document.letter, superior=""))
    return [each for each in body_of(draw_docx(document, MONTH, content)) if each.tag != f"{{{WORD}}}sectPr"]


def names(elements: list[etree._Element]) -> list[str]:
    return [etree.QName(each).localname for each in elements]


CELLS = {
    "a bookmark": (BOOKMARK + NOTHING, ["bookmarkStart", "bookmarkEnd", "p"]),
    "properties and bookmarks": (f"<w:tcPr/>{BOOKMARK}{NOTHING}", ["tcPr", "bookmarkStart", "bookmarkEnd", "p"]),
    "a table and a bookmark": (INNER + BOOKMARK + NOTHING, ["tbl", "bookmarkStart", "bookmarkEnd", "p"]),
    "a control": (control(NOTHING), ["sdt"]),
    "a control with a table": (control(INNER) + NOTHING, ["sdt", "p"]),
    "text": (paragraph("a") + BOOKMARK + NOTHING, ["p", "bookmarkStart", "bookmarkEnd"]),
}


@pytest.mark.parametrize("name", CELLS)
def test_cell_ends_with_a_paragraph(name: str) -> None:
    content, expected = CELLS[name]
    (cell,) = drawn(table(content))[0].iterfind("{*}tr/{*}tc")
    assert names(list(cell)) == expected


@pytest.mark.parametrize("content", [NOTHING, BOOKMARK + NOTHING])
def test_content_control_keeps_a_paragraph(content: str) -> None:
    assert len(drawn(control(content))[0].findall("{*}sdtContent/{*}p")) == 1


def test_content_control_within_a_line_gets_no_paragraph() -> None:
    (line, _end) = drawn(f"<w:p>{control('')}</w:p>")
    assert line.find("{*}sdt/{*}sdtContent/{*}p") is None


BETWEEN = {
    "a table of the report": paragraph("{{p bang.dia_ban }}"),
    "a bookmark and a table of the report": BOOKMARK + paragraph("{{p bang.dia_ban }}"),
    "an empty list": NOTHING + OWN,
    "a condition": paragraph("{%p if nam %}") + OWN + paragraph("{%p endif %}"),
    "what is not there": "".join(map(paragraph, ("{%p if not nam %}", "x", "{%p endif %}"))) + OWN,
}


@pytest.mark.parametrize("name", BETWEEN)
def test_tables_that_a_line_kept_apart_stay_apart(name: str) -> None:
    made = [each for each in names(drawn(OWN + BETWEEN[name])) if not each.startswith("bookmark")]
    assert made[:3] == ["tbl", "p", "tbl"]


def test_tables_with_text_between_get_no_more() -> None:
    assert names(drawn(OWN + paragraph("a") + NOTHING + OWN)) == ["tbl", "p", "tbl", "p"]
