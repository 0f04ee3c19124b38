"""Templates in bounds of time, and bytes that are no template at all."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.reports.template.check import check
from app.reports.template.filling import draw_docx
from app.reports.template.package import Problem
from app.reports.template.placeholders import BLOCKS
from tests.reports.sample_document import sample_document
from tests.reports.template.files import DEFAULT, MONTH, changed, of_lines

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
