"""The names of a template: the handbook lists them all, and a report has something for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from app.config import ROOT
from app.localisation import LANGUAGES
from app.reports.document import cell_text
from app.reports.template.check import check
from app.reports.template.placeholders import BLOCKS, TABLES, VALUES, contents_of
from tests.reports.sample_document import sample_document
from tests.reports.template.files import DEFAULT, MONTH, of_lines

pytestmark = pytest.mark.usefixtures("english_reader")

ASKED = {name for name, (_meaning, example) in VALUES.items() if not example}
TAGS = [
    *(f"{{%p if {name} %}}" if name in ASKED else f"{{{{ {name} }}}}" for name in VALUES),
    *(f"{{{{p {name} }}}}" for name in BLOCKS),
]


def test_every_name_passes_the_check() -> None:
    assert check(DEFAULT) == []
    assert check(of_lines(*TAGS, *["{%p endif %}"] * len(ASKED))) == []
    assert (
        check(of_lines(*(line for name in {*VALUES, *BLOCKS} for line in (f"{{%p if {name} %}}", "{%p endif %}"))))
        == []
    )


def test_handbook_lists_every_name() -> None:
    handbook = (ROOT / "docs" / "report-template.md").read_text()
    assert [tag for tag in TAGS if f"`{tag}`" not in handbook] == []


def test_each_table_has_examples_of_its_own_that_the_handbook_shows() -> None:
    of_tables = [VALUES[f"{name}.{part}"][1] for name in TABLES for part in ("so", "ten")]
    assert len(set(of_tables)) == len(of_tables)
    handbook = (ROOT / "docs" / "report-template.md").read_text()
    rows = {line.split("`")[1]: line for line in handbook.splitlines() if line.startswith("| `{{ ")}
    wrong = [
        name for name, (_meaning, text) in VALUES.items() if text and f" | {text} |" not in rows[f"{{{{ {name} }}}}"]
    ]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_has_a_meaning(app_without_data: Flask, language: str) -> None:
    with app_without_data.test_request_context(f"/?lang={language}"):
        meanings = [*(meaning for meaning, _example in VALUES.values()), *BLOCKS.values()]
        assert all(str(meaning) for meaning in meanings)
        assert list(ASKED) == ["la_tam_tinh"]


def test_report_has_something_for_every_name() -> None:
    document = sample_document()
    assert document.letter
    letter = replace(document.letter, superior="UBND TỈNH VÍ DỤ")
    teams = replace(document.annexes[1], code="teams")
    full = replace(document, letter=letter, subject="x", is_provisional=True, annexes=[*document.annexes, teams])
    contents = contents_of(full, MONTH)
    assert [name for name in {*VALUES, *BLOCKS} if not contents.has(name)] == []
    assert contents.values.keys() == VALUES.keys()
    assert {*contents.lists, *contents.annexes} == BLOCKS.keys()
    nothing = contents_of(replace(full, letter=None, annexes=[]), MONTH)
    assert not any(nothing.has(name) for name in BLOCKS if name != "co_quan")


def test_day_of_the_figures_is_not_that_of_the_file() -> None:
    document = replace(sample_document(), created=date(2026, 11, 5), as_of=date(2026, 11, 3))
    assert contents_of(document, MONTH).values["ngay_lap"] == cell_text(document.as_of)
    assert cell_text(document.as_of) != cell_text(document.created)
