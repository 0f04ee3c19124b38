"""Templates in bounds of time and memory, and bytes that are no template at all."""

from __future__ import annotations

import time

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.reports.template import render as drawing
from app.reports.template.check import check
from app.reports.template.example import example_document
from app.reports.template.problem import Problem
from app.reports.template.render import TemplateFailedError, draw
from tests.reports.sample_document import sample_document
from tests.reports.template.files import (
    MONTH,
    STARTER,
    changed,
    of_lines,
    saved,
)

pytestmark = pytest.mark.usefixtures("english_reader")


def test_template_that_would_fill_the_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of the three parts is short enough, but not together; and what only a large ward sees is told at once."""
    word = docx.Document()
    section = word.sections[0]
    line = "{% for pl in phu_luc %}{% for d in pl.dong %}" + "x" * 2000 + "{% endfor %}{% endfor %}"
    for paragraph in (word.add_paragraph(), section.header.paragraphs[0], section.footer.paragraphs[0]):
        paragraph.text = line
    content = saved(word)
    draw(content, sample_document(rows=100), MONTH)
    monkeypatch.setattr(drawing, "MAX_WRITTEN", 1_000_000)
    draw(content, example_document(), MONTH)
    with pytest.raises(TemplateFailedError, match="OverflowingError"):
        draw(content, sample_document(rows=100), MONTH)
    assert ["far too long" in each.message for each in check(content)] == [True]


COMPARISON = "{% if b.la_tong == e.la_tong and e.la_tong and a.so %}{% endif %}"


def test_template_that_writes_nothing_and_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such a loop in a loop over the same list is refused; if it were not, drawing it would still stop."""
    loops = "{% for a in phu_luc %}{% for b in a.dong %}{% for e in a.dong %}"
    content = of_lines(loops + COMPARISON * 50 + "{% endfor %}" * 3)
    monkeypatch.setattr(drawing, "MAX_STEPS", drawing.MAX_STEPS // 5)
    start = time.process_time()
    with pytest.raises(TemplateFailedError, match="OverflowingError"):
        draw(content, sample_document(rows=300), MONTH)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("asked", "enough"),
    [("", 450), ("{% if d.la_tong %}{% endif %}", 1800), ("{% if pl.so | lower | upper %}{% endif %}", 3500)],
)
def test_steps_are_counted_over_all_parts(monkeypatch: pytest.MonkeyPatch, asked: str, enough: int) -> None:
    """Items of lists, what is looked up in them, and what is made of it: all of it takes time."""
    word = docx.Document()
    loops = "{% for pl in phu_luc %}{% for d in pl.dong %}" + asked + "{% endfor %}{% endfor %}"
    word.add_paragraph(loops)
    monkeypatch.setattr(drawing, "MAX_STEPS", enough)
    draw(saved(word), sample_document(rows=100), MONTH)
    word.sections[0].header.paragraphs[0].text = loops
    with pytest.raises(TemplateFailedError, match="OverflowingError"):
        draw(saved(word), sample_document(rows=100), MONTH)


@pytest.mark.parametrize("repeated", ["{{", "{%", "{% colspan ", "{%tr ", "}}", "{", "{{ nam }}", "{% if nam %}"])
def test_repeated_braces_are_refused_in_time(repeated: str) -> None:
    start = time.process_time()
    assert check(of_lines(repeated * 60_000))
    assert time.process_time() - start < 5


def test_large_ward_is_drawn_in_time() -> None:
    start = time.process_time()
    draw(STARTER, sample_document(rows=400), MONTH)
    assert time.process_time() - start < 3


_SETTINGS = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@_SETTINGS
@given(st.binary(max_size=400))
def test_random_bytes_raise_nothing(content: bytes) -> None:
    assert check(content)
    assert check(b"PK\x03\x04" + content)


@_SETTINGS
@given(st.data())
def test_changed_starter_raises_nothing(data: st.DataObject) -> None:
    """Bytes of the file as it is, or of one of its parts: it is refused in words, or renders."""
    if data.draw(st.booleans()):
        content = mutated(data, STARTER)
    else:
        wanted = data.draw(
            st.sampled_from(["word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"])
        )
        content = changed(STARTER, lambda name, part: mutated(data, part) if name == wanted else part)
    problems = check(content)
    assert all(isinstance(each, Problem) and each.message for each in problems)
    if not problems:
        draw(content, sample_document(), MONTH)


def mutated(data: st.DataObject, content: bytes) -> bytes:
    start = data.draw(st.integers(0, len(content) - 1))
    length = data.draw(st.integers(0, 300))
    return content[:start] + data.draw(st.binary(max_size=8)) + content[start + length :]
