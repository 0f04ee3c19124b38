"""The placeholders of a template: the guide and the handbook list them all, and a report has each."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.config import ROOT
from app.localisation import LANGUAGES
from app.reports.document import cell_text
from app.reports.template.check import check
from app.reports.template.example import empty_document, example_document
from app.reports.template.guide import guide
from app.reports.template.placeholders import FIGURES, PLACEHOLDERS, Choice, Group, Many, Text, context_of
from tests.reports.sample_document import sample_document
from tests.reports.template.files import (
    MONTH,
    STARTER,
    texts_of,
)

pytestmark = pytest.mark.usefixtures("english_reader")


def test_starter_passes_and_holds_every_placeholder() -> None:
    assert check(STARTER) == []
    tags = " ".join(re.findall(r"\{[{%].*?[%}]\}", " ".join(texts_of(STARTER))))
    names = set(documented_names())
    missing = {name for name in names if not re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", tags)}
    assert not missing
    assert len(names) > 50


def test_handbook_lists_every_placeholder_and_loop() -> None:
    handbook = (ROOT / "docs" / "report-template.md").read_text()
    code = set(re.findall(r"`([^`\n]+)`", handbook))
    missing = [name for name in documented_names() if not {name, f"{{{{ {name} }}}}", f"{{%p if {name} %}}"} & code]
    assert not missing
    assert {each.path for each in guide().loops} <= set(re.findall(r"\{%p for \w+ in ([\w.]+) %\}", handbook))


@pytest.mark.parametrize("language", LANGUAGES)
def test_guide_explains_every_placeholder(app_without_data: Flask, language: str) -> None:
    with app_without_data.test_request_context(f"/?lang={language}"):
        listed = guide()
        lines = [*listed.lines, *(line for each in listed.loops for line in each.items)]
        assert all(line.meaning for line in (*lines, *listed.named, *listed.loops))
        assert [line.name for line in lines if line.example == ""] == []


def documented_names() -> list[str]:
    """Return the name of each placeholder as a template writes it, inside lists by the name of an item."""
    listed = guide()
    lines = [*listed.lines, *(line for each in listed.loops for line in each.items), *listed.named]
    return [*(line.name for line in lines), *(each.path for each in listed.loops)]


def test_context_has_the_types_of_the_placeholders() -> None:
    """A name that no report has, or a list where a text is said to be, would break every template that uses it."""

    def compare(kind: Any, value: Any, path: str) -> None:
        match kind:
            case Text():
                assert isinstance(value, str), path
            case Choice():
                assert isinstance(value, bool), path
            case Many():
                assert isinstance(value, list), path
                for each in value:
                    compare(kind.each, each, f"{path}[]")
            case Group():
                assert kind.parts.keys() == value.keys(), path
                for name, part in kind.parts.items():
                    compare(part, value[name], f"{path}.{name}")

    figures = context_of(sample_document(), MONTH)["so_lieu"]
    assert [figures[1][name] for name in FIGURES] == [
        "1",
        "Lượt đến hộ",
        "lượt",
        "300",
        "312",
        "2,034",
        *[""] * 3,
        "Chỉ tiêu của tháng",
    ]
    for made in (sample_document(), sample_document(is_of_team=True, has_letter=False), empty_document()):
        compare(Group("", PLACEHOLDERS), context_of(made, MONTH), "")


def test_day_of_the_context_is_that_of_the_figures() -> None:
    document = replace(example_document(), created=date(2026, 11, 5), as_of=date(2026, 11, 3))
    assert context_of(document, MONTH)["ngay_lap"] == cell_text(document.as_of)
    assert cell_text(document.as_of) != cell_text(document.created)
