"""Templates in bounds of time, and bytes that are no template at all."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.reports.template.check import check
from app.reports.template.filling import draw_docx
from app.reports.template.package import Problem
from app.reports.template.placeholders import BLOCKS, LISTS, TABLES
from tests.reports.sample_document import sample_document
from tests.reports.template.files import DEFAULT, MONTH, changed, of_body, of_lines, paragraph

pytestmark = pytest.mark.usefixtures("english_reader")


@pytest.mark.parametrize("repeated", ["{{", "{%", "{% colspan ", "{%tr ", "}}", "{", "{{ nam }}", "{% if nam %}"])
def test_repeated_braces_are_refused_in_time(repeated: str) -> None:
    start = time.process_time()
    assert check(of_lines(repeated * 60_000))
    assert time.process_time() - start < 2


def test_large_ward_is_drawn_in_time() -> None:
    """Even where a template has everything as often as it may."""
    template = of_lines(*(f"{{{{p {name} }}}}" for name in BLOCKS for _time in range(2)))
    start = time.process_time()
    draw_docx(sample_document(rows=400), MONTH, template)
    assert time.process_time() - start < 2


BEGIN_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
SLOW = {
    "marks on a letter": lambda: paragraph("a" + "\u0300" * 20_000 + "\u0323" * 20_000),
    "marks of two parts": lambda: paragraph("a" + "\u0f73" * 20_000 + " {{ nam }}"),
    "text without braces": lambda: paragraph("a" * 1_800_000 + "}}"),
    "pieces of a field": lambda: f"<w:p>{BEGIN_FIELD}{('<w:t>' + 'a' * 45 + '</w:t>') * 65_000}</w:p>",
    "styles inside each other": lambda: "<w:style>" * 90 + "a" * 3_000_000 + "</w:style>" * 90,
}
"""Bodies of a file that once took the square of the time that they need, or sixty times as much."""


@pytest.mark.parametrize("name", SLOW)
def test_check_takes_a_time_that_grows_with_the_file(name: str) -> None:
    content = of_body(SLOW[name]())
    start = time.process_time()
    check(content)
    assert time.process_time() - start < 1.5


@pytest.mark.parametrize(
    "lines",
    [
        ["{%p if la_tam_tinh %}", "{%p endif %}"] * 250,
        [f"{{{{p {name} }}}}" for name in (*LISTS, *TABLES) for _time in range(2)],
        ["{%p if not nam %}", "{{ nam }}", "{%p endif %}"] * 150,
    ],
    ids=["conditions", "lists", "conditions that leave out"],
)
def test_lines_before_very_many_others_are_filled_in_in_time(lines: list[str]) -> None:
    content = of_body("".join(map(paragraph, lines)) + "<w:p/>" * 80_000)
    start = time.process_time()
    draw_docx(sample_document(), MONTH, content)
    assert time.process_time() - start < 2.5


def test_letter_with_a_crowd_of_marks_is_refused_in_words() -> None:
    marks = "\u0301" * 31
    (problem,) = check(of_body(paragraph("e" + marks)))
    assert "more than 30 marks" in problem.message
    assert check(of_body(paragraph("e" + marks[1:] + " {{ nam }}"))) == []
    assert check(of_body(paragraph("…" * 90))) == [], "signs are no marks"


_SETTINGS = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@_SETTINGS
@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing(content: bytes) -> None:
    assert check(content)
    assert check(b"PK\x03\x04" + content)


@_SETTINGS
@given(st.data())
def test_changed_default_template_raises_nothing(data: st.DataObject) -> None:
    """Bytes of the file as it is, or of one of its parts: it is refused in words, or filled in."""
    if data.draw(st.booleans()):
        content = mutated(data, DEFAULT)
    else:
        wanted = data.draw(
            st.sampled_from(["word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"])
        )
        content = changed(DEFAULT, lambda name, part: mutated(data, part) if name == wanted else part)
    problems = check(content)
    assert all(isinstance(each, Problem) and each.message for each in problems)
    if not problems:
        draw_docx(sample_document(), MONTH, content)


def mutated(data: st.DataObject, content: bytes) -> bytes:
    start = data.draw(st.integers(0, len(content) - 1))
    length = data.draw(st.integers(0, 300))
    return content[:start] + data.draw(st.binary(max_size=8)) + content[start + length :]
