"""Templates that would take very long if their time grew with the square of them, and bytes that are no template."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.reports.template.check import check
from app.reports.template.filling import draw_docx
from app.reports.template.package import Problem
from app.reports.template.placeholders import BLOCKS, LISTS, TABLES
from tests.growth import grows_at_most
from tests.reports.sample_document import sample_document
from tests.reports.template.files import DEFAULT, MONTH, changed, of_body, of_lines, paragraph

pytestmark = pytest.mark.usefixtures("english_reader")


LINEAR = 8
"""The limit for four times as much: between 4, which is linear, and 16, which is quadratic."""


@pytest.mark.parametrize("repeated", ["{{", "{%", "{% colspan ", "{%tr ", "}}", "{", "{{ nam }}", "{% if nam %}"])
def test_repeated_braces_are_refused_in_a_time_that_grows_with_them(repeated: str) -> None:
    small, large = (of_lines(repeated * times) for times in (15_000, 60_000))
    assert check(large)
    assert grows_at_most(LINEAR, check, small, large)


def test_time_of_drawing_grows_with_the_rows() -> None:
    """Even where a template has everything as often as it may."""
    template = of_lines(*(f"{{{{p {name} }}}}" for name in BLOCKS for _time in range(2)))
    small, large = (sample_document(rows=rows) for rows in (100, 400))
    assert grows_at_most(LINEAR, lambda document: draw_docx(document, MONTH, template), small, large)


BEGIN_FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
SLOW: dict[str, Callable[[int], str]] = {
    "marks on a letter": lambda size: paragraph("a" + "\u0300" * 5_000 * size + "\u0323" * 5_000 * size),
    "marks of two parts": lambda size: paragraph("a" + "\u0f73" * 5_000 * size + " {{ nam }}"),
    "text without braces": lambda size: paragraph("a" * 450_000 * size + "}}"),
    "pieces of a field": lambda size: f"<w:p>{BEGIN_FIELD}{('<w:t>' + 'a' * 45 + '</w:t>') * 16_000 * size}</w:p>",
    "styles inside each other": lambda size: "<w:style>" * 90 + "a" * 750_000 * size + "</w:style>" * 90,
}
"""Bodies of a file that once took the square of the time that they need, or sixty times as much."""


@pytest.mark.parametrize("name", SLOW)
def test_check_takes_a_time_that_grows_with_the_file(name: str) -> None:
    small, large = (of_body(SLOW[name](size)) for size in (1, 4))
    assert grows_at_most(LINEAR, check, small, large)


@pytest.mark.parametrize(
    "lines",
    [
        ["{%p if la_tam_tinh %}", "{%p endif %}"] * 250,
        [f"{{{{p {name} }}}}" for name in (*LISTS, *TABLES) for _time in range(2)],
        ["{%p if not nam %}", "{{ nam }}", "{%p endif %}"] * 150,
    ],
    ids=["conditions", "lists", "conditions that leave out"],
)
def test_lines_before_others_are_filled_in_in_a_time_that_grows_with_these(lines: list[str]) -> None:
    before = "".join(map(paragraph, lines))
    small, large = (of_body(before + "<w:p/>" * paragraphs) for paragraphs in (20_000, 80_000))
    assert grows_at_most(LINEAR, lambda content: draw_docx(sample_document(), MONTH, content), small, large)


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
